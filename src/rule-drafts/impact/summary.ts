import { sectionHeadings } from '../../drafts/draft-schema.ts';
import { summarise } from '../../rule-changes/impact-groups.ts';
import { changeKindLabels, changeKinds } from '../../rule-changes/impact-kinds.ts';
import type { DraftImpact } from './draft-impact.ts';

/** What a change comes to in a few numbers, for a form and for the page of a draft. */
export function impactSummary({ city, proposals, open }: DraftImpact) {
  const { asked, changed, changedAnswers, counts, moves } = summarise(city);
  return {
    date: city.date,
    asked,
    changed,
    changedAnswers,
    kinds: changeKinds.flatMap((kind) => (counts[kind] === 0 ? [] : [{ kind, label: changeKindLabels[kind], candidates: counts[kind] }])),
    moves: moves.map(({ from, to, candidates }) => ({ from: sectionOf(from), to: sectionOf(to), candidates })),
    proposals: { open, changed: proposals.length, lines: proposals.reduce((sum, one) => sum + one.changed.length, 0) },
  };
}
export type ImpactNumbers = ReturnType<typeof impactSummary>;

const headings: ReadonlyMap<string, string> = new Map(Object.entries(sectionHeadings));
/** The heading of a draft's section: where candidates come from and go to. */
export const sectionOf = (section: string): string => headings.get(section) ?? section;
