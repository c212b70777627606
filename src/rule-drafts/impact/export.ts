import { areas } from '../../catalogue/schema.ts';
import { count, inOneCell, text } from '../../documents/sheets/columns.ts';
import type { Workbook } from '../../files/model.ts';
import { changeKindLabels } from '../../rule-changes/impact-kinds.ts';
import { type CsvDialect, csv } from '../../web/csv.ts';
import { verdictLabels } from '../../web/labels.ts';
import type { SeenRow } from './query.ts';
import { effectWords } from './row-words.ts';
import { sectionOf } from './summary.ts';
import { foundRows, namesOf, type ShownImpact } from './view.ts';

const header = [
  ...['Insats', 'Målgrupp', 'Insats-id', 'Målgrupp-id', 'Verksamhetsområde', 'Rättslig grund', 'Vad som ändras'],
  ...['Lagens svar nu', 'Lagens svar efter', 'Väg och etapp nu', 'Väg och etapp efter', 'Regler', 'Stadsdelar och enheter'],
] as const;
const widths = [38, 30, 24, 20, 24, 24, 26, 24, 24, 34, 34, 60, 60];

function rowCells(shown: ShownImpact): (row: SeenRow) => string[] {
  const names = namesOf(shown);
  return (row) => [
    names.insats(row.insats),
    names.group(row.targetGroup),
    row.insats,
    row.targetGroup,
    areas[row.area],
    names.basis(row.legalBasis),
    inOneCell(row.kinds.map((kind) => changeKindLabels[kind])),
    verdictLabels[row.before.verdict],
    verdictLabels[row.after.verdict],
    sectionOf(row.before.section),
    sectionOf(row.after.section),
    inOneCell(row.effects.map((effect) => `${names.rule(effect.rule)}: ${effectWords(effect)}`)),
    inOneCell(row.districts.map(names.district)),
  ];
}

/** The candidates that change, as the reader has narrowed them down: one row for each that is the same in several districts. */
export function impactCsv(shown: ShownImpact, dialect: CsvDialect): string {
  const cells = rowCells(shown);
  return csv(
    [
      [...header, 'Antal', 'Datum', 'Regler nu', 'Regler efter'],
      ...foundRows(shown).map((row) => [...cells(row), String(row.districts.length), shown.impact.city.date, shown.before.hash, shown.after.hash]),
    ],
    dialect,
  );
}

/** The same as a workbook. */
export function impactWorkbook(shown: ShownImpact): Workbook {
  const cells = rowCells(shown);
  return {
    sheets: [
      {
        name: 'Kandidater',
        columns: [...header.map((title, i) => text(title, widths[i] ?? 20)), count('Antal')],
        rows: foundRows(shown).map((row) => [...cells(row), row.districts.length]),
        frozenColumns: 2,
      },
    ],
  };
}
