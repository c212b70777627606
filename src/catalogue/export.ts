import { csv } from '../web/csv.ts';
import { verdictLabels } from '../web/labels.ts';
import { type CatalogueRow, outcomesShown } from './filter.ts';
import { kinds } from './kinds.ts';
import { pictureStatistics } from './picture.ts';
import type { CatalogueQuery } from './query.ts';
import { areas } from './schema.ts';

const header = [
  'Id',
  'Verksamhetsområde',
  'Kategori',
  'Riktad till',
  'Insats',
  'Slag',
  'Målgrupper',
  'Rättslig grund',
  'Svar per målgrupp',
  'Kommuner som ger insatsen',
  'Andel (%)',
  'Kommuner som ger den digitalt',
  'Andel (%)',
  'Kommuner med enskild utförare',
  'Andel (%)',
  'Kommuner som ger den utan beslut',
  'Andel (%)',
  'Källa',
];

/** The rows shown, as CSV. Empty cells are figures that the source does not give. */
export function catalogueCsv(rows: readonly CatalogueRow[], query: CatalogueQuery, legalBasis: string): string {
  const lines = rows.map((row) => {
    const { insats } = row;
    const groupName = (id: string): string => row.groups.find((group) => group.id === id)?.name ?? id;
    return [
      insats.id,
      areas[insats.area],
      insats.category,
      insats.subcategory,
      insats.name,
      kinds[insats.classification.kind].label,
      row.groups.map((group) => group.name).join(', '),
      legalBasis,
      outcomesShown(row, query)
        .map((outcome) => `${groupName(outcome.targetGroup)}: ${verdictLabels[outcome.verdict]}`)
        .join(', '),
      ...pictureStatistics.flatMap((name) => [insats.statistics[name]?.count ?? null, insats.statistics[name]?.share ?? null]),
      `SKR 2022, bilaga 3, avsnitt ${insats.section}`,
    ];
  });
  return csv([header, ...lines]);
}
