import { type Kind, kindIds, kinds } from '../../catalogue/kinds.ts';
import { areas } from '../../catalogue/schema.ts';
import { sectionHeadings } from '../../drafts/draft-schema.ts';
import { severities } from '../../rules/format.ts';
import { severityLabels } from '../../web/labels.ts';
import { sectionSlugs } from '../page-query.ts';
import type { LineState } from '../working-copy.ts';
import { groupTraits, openingSlug } from './selection.ts';

interface Choice {
  id: string;
  title: string;
}

const byTitle = new Intl.Collator('sv').compare;
const sorted = (choices: Iterable<Choice>) => [...choices].sort((a, b) => byTitle(a.title, b.title));

/** What the filters offer: only what some line of the proposal has. */
export function filterLists(lines: ReadonlyMap<string, LineState>, themes: readonly { id: string; title: string }[]) {
  const pairs = [...lines.values()].map(({ pair }) => pair);
  const kindsUsed = new Set<Kind>(pairs.map(({ insats }) => insats.classification.kind));
  const flagged = new Set([...lines.values()].flatMap(({ flags }) => flags.map((flag) => flag.theme)));
  return {
    areas: Object.entries(areas).flatMap(([id, title]) => (pairs.some(({ insats }) => insats.area === id) ? [{ id, title }] : [])),
    kinds: sorted(kindIds.filter((id) => kindsUsed.has(id)).map((id) => ({ id, title: kinds[id].label }))),
    categories: sorted([...new Set(pairs.map(({ insats }) => insats.category))].map((id) => ({ id, title: id }))),
    traits: Object.entries(groupTraits).map(([id, { label }]) => ({ id, title: label })),
    groups: sorted(new Map(pairs.map(({ group }) => [group.id, { id: group.id, title: group.name }])).values()),
    sections: [{ id: openingSlug, title: 'Etapp 1–3' }, ...Object.entries(sectionSlugs).map(([id, section]) => ({ id, title: sectionHeadings[section] }))],
    severities: severities.map((id) => ({ id, title: severityLabels[id] })),
    themes: themes.filter(({ id }) => flagged.has(id)).map(({ id, title }) => ({ id, title })),
  };
}
