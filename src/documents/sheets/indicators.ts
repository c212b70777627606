import { type Indicator, loadIndicators } from '../../catalogue/indicators.ts';
import { areas } from '../../catalogue/schema.ts';
import type { Draft } from '../../drafts/draft-schema.ts';
import type { Sheet, SheetValue } from '../../files/model.ts';
import { resolveCitation } from '../../sources/resolve-citation.ts';
import { loadSources } from '../../sources/sources.ts';
import { count, inOneCell, text } from './columns.ts';

type National = Indicator & { label: string };
let read: readonly National[] | undefined;

/** The national figures with their places in words; they are not part of a draft and are read once. */
function nationalFigures(): readonly National[] {
  if (read === undefined) {
    const sources = loadSources();
    read = loadIndicators().map((indicator) => ({ ...indicator, label: resolveCitation(sources, indicator.citation).label }));
  }
  return read;
}

/** What can be counted without personal data, as the draft proposes it, and the country's figures to read it beside. */
export function indicatorSheet(draft: Draft): Sheet {
  const here = new Set<string>(draft.lines.map((line) => line.area));
  let part = '';
  const proposed: SheetValue[][] = [];
  for (const passage of draft.chapters.find(({ id }) => id === 'follow-up')?.passages ?? []) {
    if (passage.kind === 'subheading') part = passage.text;
    if (passage.kind === 'bullet') proposed.push([part, null, passage.text, null, null, null, null, null, inOneCell(passage.citations), null]);
  }
  const national = nationalFigures()
    .filter(({ area }) => area === null || here.has(area))
    .map((one): SheetValue[] => [
      'Siffra för landet, inte för stadsdelen',
      one.area === null ? null : areas[one.area],
      one.name,
      one.value,
      one.upTo ?? null,
      one.unit,
      one.year,
      one.population,
      one.label,
      one.caveat,
    ]);
  return {
    name: 'Mått',
    columns: [
      text('Slag', 28),
      text('Område', 18),
      text('Mått', 70),
      count('Värde'),
      count('Till och med'),
      text('Enhet', 16),
      text('År', 12),
      text('Gäller', 34),
      text('Källa', 34),
      text('Att tänka på', 60),
    ],
    rows: [...proposed, ...national],
  };
}
