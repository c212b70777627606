import { z } from 'zod';
import { fingerprint } from '../audit/trail.ts';
import { responseInWords } from '../documents/changes-chapter.ts';
import { questionOf } from '../drafts/blocks.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { oneOf } from '../web/input.ts';
import type { ManagerAnswer } from './answers.ts';
import type { FlagAge } from './flag-ages.ts';
import { groupItems } from './groups.ts';
import type { Look } from './last-look.ts';
import { answeredSeverities, type RiskItem } from './risk-items.ts';

export const shows = { obesvarade: 'Obesvarade', alla: 'Alla', besvarade: 'Besvarade', andrade: 'Nytt sedan förra besöket' } as const;

export const riskQuerySchema = z.object({
  allvar: oneOf(answeredSeverities, 'Allvarsgraden'),
  tema: z.string().max(200).default(''),
  visa: z.enum(['obesvarade', 'alla', 'besvarade', 'andrade']).catch('obesvarade').default('obesvarade'),
  /** The look before this one; given along while somebody filters and answers, so that looking does not change the list. */
  sedan: z.iso.datetime().optional().catch(undefined),
  sedd: z.coerce.number().int().min(1).optional().catch(undefined),
  /** Another version than the one under review, to be read. */
  version: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
  sida: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
  /** After a save: how many lines it was for, and where the next group stands. */
  sparat: z.coerce.number().int().min(1).optional().catch(undefined),
  plats: z.coerce.number().int().min(0).optional().catch(undefined),
});
export type RiskQuery = z.infer<typeof riskQuerySchema>;

export interface RiskQueueParts {
  draft: Draft;
  items: readonly RiskItem[];
  answers: ReadonlyMap<string, ManagerAnswer>;
  ages: ReadonlyMap<string, FlagAge>;
  /** Who looks: own answers are no news. */
  account: string | null;
  look: Look | null;
}

/**
 * Whether something has come, changed or been answered by somebody else since the last look. Before the first look nothing has. A version that was
 * saved before the look and submitted after it was not seen then: versions are compared, and times only where the look did not say which.
 */
export function isNews({ answers, ages, account, look }: Omit<RiskQueueParts, 'items' | 'draft'>, { key }: Pick<RiskItem, 'key'>): boolean {
  if (look === null) return false;
  const [answer, age] = [answers.get(key), ages.get(key)];
  const changed = age !== undefined && (look.number === null ? age.changed > look.at : age.changedVersion > look.number);
  return changed || (answer !== undefined && answer.account !== account && answer.at > look.at);
}

const order: readonly string[] = answeredSeverities;
const rank = ({ severity }: RiskItem): number => order.indexOf(severity);

/** Risks that one answer can settle, as the page shows them: alike in rule, design, the planner's answer and the manager's. */
export function riskGroups(parts: RiskQueueParts, items: readonly RiskItem[]) {
  const { draft, answers, ages } = parts;
  const themes = new Map(draft.risk.themes.map(({ theme, title }) => [theme, title]));
  const keyOf = (item: RiskItem): string => {
    const answer = answers.get(item.key);
    return JSON.stringify([item.sameAs, answer === undefined ? null : [answer.kind, answer.motive]]);
  };
  return groupItems(items, keyOf)
    .map(({ sameAs, items: own }) => {
      const [first] = own;
      const answer = answers.get(first.key) ?? null;
      const oldest = own.flatMap(({ key }) => ages.get(key) ?? []).sort((a, b) => a.since.getTime() - b.since.getTime())[0] ?? null;
      return {
        id: fingerprint(sameAs),
        first,
        theme: themes.get(first.theme) ?? first.theme,
        questions: first.unanswered.map(questionOf),
        response: first.response === null ? null : responseInWords(first.response),
        answer,
        since: oldest === null ? null : { version: oldest.sinceVersion, at: oldest.since },
        news: own.some((item) => isNews(parts, item)),
        lines: own.map((item) => ({
          key: item.key,
          name: item.name,
          group: item.targetGroupName,
          insats: item.insats,
          targetGroup: item.targetGroup,
          revision: answers.get(item.key)?.revision ?? 0,
        })),
      };
    })
    .sort((a, b) => rank(a.first) - rank(b.first) || (a.since?.at.getTime() ?? 0) - (b.since?.at.getTime() ?? 0) || b.lines.length - a.lines.length);
}

/** The risks that a filter lets through. */
export function filterRisks(parts: RiskQueueParts, { allvar, tema, visa }: RiskQuery): RiskItem[] {
  return parts.items.filter(
    (item) =>
      (allvar === '' || item.severity === allvar) &&
      (tema === '' || item.theme === tema) &&
      (visa === 'alla' || (visa === 'andrade' ? isNews(parts, item) : parts.answers.has(item.key) === (visa === 'besvarade'))),
  );
}

/** The picture's figures: risks and unanswered risks by theme and severity, without themes that have none. */
export function riskCells(draft: Pick<Draft, 'risk'>, items: readonly RiskItem[], answers: ReadonlyMap<string, unknown>) {
  return draft.risk.themes.flatMap(({ theme, title }) => {
    const own = items.filter((item) => item.theme === theme);
    if (own.length === 0) return [];
    const cells = answeredSeverities.map((severity) => {
      const here = own.filter((item) => item.severity === severity);
      return { severity, count: here.length, left: here.filter(({ key }) => !answers.has(key)).length };
    });
    return [{ theme, title, cells }];
  });
}
