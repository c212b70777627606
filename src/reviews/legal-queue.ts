import { z } from 'zod';
import { fingerprint } from '../audit/trail.ts';
import { responseInWords } from '../documents/changes-chapter.ts';
import { questionOf } from '../drafts/blocks.ts';
import { opens } from '../drafts/draft-schema.ts';
import type { LegalCheck } from './answers.ts';
import { groupItems } from './groups.ts';
import type { LegalItem } from './legal-items.ts';

/** The parts of a lawyer's queue: what is in doubt first. */
export const legalSections = {
  oklara: 'Oklara svar',
  dokumentation: 'Undantag från dokumentation',
  utforare: 'Privat utförare',
  flaggor: 'Ifrågasatta risker',
  lagen: 'Lagens svar där raden öppnas',
  villkor: 'Villkor',
} as const;
export type LegalSection = keyof typeof legalSections;
const legalSectionIds = Object.keys(legalSections) as LegalSection[];

const sectionOfSubject = { documentation: 'dokumentation', provider: 'utforare', flag: 'flaggor', conditions: 'villkor' } as const;
export function sectionOf({ subject, line }: Pick<LegalItem, 'subject' | 'line'>): LegalSection {
  if (subject !== 'verdict') return sectionOfSubject[subject];
  return line.verdict === 'unclear' ? 'oklara' : 'lagen';
}

export const legalShows = { kvar: 'Inte kontrollerade', alla: 'Alla', klara: 'Kontrollerade', fel: 'Regeln fel tillämpad', andra: 'Ska ändras' } as const;
export const legalQuerySchema = z.object({
  del: z
    .enum(['', ...legalSectionIds])
    .catch('')
    .default(''),
  visa: z.enum(['kvar', 'alla', 'klara', 'fel', 'andra']).catch('kvar').default('kvar'),
  sida: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
  /** Another version than the one under review, to be read. */
  version: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
  /** After a save: how many lines it was for, and where the next group stands. */
  sparat: z.coerce.number().int().min(1).optional().catch(undefined),
  plats: z.coerce.number().int().min(0).optional().catch(undefined),
});
export type LegalQuery = z.infer<typeof legalQuerySchema>;

/** How much of each part is checked, without the parts that have nothing. */
export function legalProgress(items: readonly LegalItem[], checks: ReadonlyMap<string, LegalCheck>) {
  return legalSectionIds.flatMap((id) => {
    const own = items.filter((item) => sectionOf(item) === id);
    return own.length === 0 ? [] : [{ id, title: legalSections[id], total: own.length, checked: own.filter(({ key }) => checks.has(key)).length }];
  });
}

export function filterLegal(items: readonly LegalItem[], checks: ReadonlyMap<string, LegalCheck>, section: LegalSection | null, visa: LegalQuery['visa']) {
  return items.filter((item) => {
    const outcome = checks.get(item.key)?.kind;
    const shown = { kvar: outcome === undefined, alla: true, klara: outcome !== undefined, fel: outcome === 'rule_wrong', andra: outcome === 'change' }[visa];
    return shown && (section === null || sectionOf(item) === section);
  });
}

/** Items that can be checked at once, as the page shows them: alike in what they rest on and in what is answered; the largest group first. */
export function legalGroups(items: readonly LegalItem[], checks: ReadonlyMap<string, LegalCheck>) {
  const keyOf = (item: LegalItem): string => {
    const check = checks.get(item.key);
    return JSON.stringify([item.subject, item.sameAs, check === undefined ? null : [check.kind, check.motive]]);
  };
  return groupItems(items, keyOf)
    .map(({ sameAs, items: own }) => {
      const [first] = own;
      const asks = new Set(first.line.openQuestions);
      return {
        id: fingerprint(sameAs),
        first,
        heading: headingOf(own),
        opening: opens(first.line.section),
        /** What the planner has written about a tolkning that somebody has decided. */
        motive: first.subject === 'verdict' ? (first.line.shaped?.motive ?? '') : '',
        disputed: first.disputed === null ? null : responseInWords(first.disputed),
        questions:
          first.subject === 'conditions' ? [...asks].map(questionOf) : first.subject === 'provider' && asks.has('provider') ? [questionOf('provider')] : [],
        answer: checks.get(first.key) ?? null,
        rules: commonRules(own),
        lines: own.map(({ key, line }) => ({
          key,
          name: line.name,
          group: line.targetGroupName,
          insats: line.insats,
          targetGroup: line.targetGroup,
          revision: checks.get(key)?.revision ?? 0,
        })),
      };
    })
    .sort((a, b) => b.lines.length - a.lines.length);
}

const alike = {
  verdict: 'samma grunder i lagen',
  documentation: 'samma undantag från dokumentation',
  provider: 'samma svar om utföraren',
  conditions: 'samma villkor',
} as const;

function headingOf(items: readonly [LegalItem, ...LegalItem[]]): string {
  const [{ subject, flag, line }] = items;
  const candidate = `${line.name} – ${line.targetGroupName.toLowerCase()}`;
  if (subject === 'flag') return `${flag?.title ?? ''}: ${items.length === 1 ? candidate : `${items.length} rader`}`;
  return items.length === 1 ? candidate : `${items.length} rader med ${alike[subject]}`;
}

/** Rules that every one of the items has: only such a rule can be wrong for all of them. */
export function commonRules(items: readonly Pick<LegalItem, 'rules'>[]): LegalItem['rules'] {
  const [first, ...others] = items;
  const unique = [...new Map((first?.rules ?? []).map((one) => [one.rule, one])).values()];
  return unique.filter(({ rule }) => others.every(({ rules }) => rules.some((other) => other.rule === rule)));
}
