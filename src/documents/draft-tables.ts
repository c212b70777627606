import type { Draft } from '../drafts/draft-schema.ts';
import type { Sheet, SheetValue } from '../files/model.ts';
import { type CsvDialect, csv } from '../web/csv.ts';
import { conditionSheet } from './sheets/conditions.ts';
import { flagSheet } from './sheets/flags.ts';
import { lineSheet } from './sheets/lines.ts';

/** The tables of a draft that can be had as CSV: the same rows as the workbook's sheets. */
export const draftTables = {
  rader: { label: 'Rader', sheet: lineSheet },
  flaggor: { label: 'Flaggor', sheet: flagSheet },
  villkor: { label: 'Villkor', sheet: conditionSheet },
} as const satisfies Record<string, { label: string; sheet: (draft: Draft) => Sheet }>;
export type DraftTable = keyof typeof draftTables;
export const draftTableIds = Object.keys(draftTables) as DraftTable[];

const written = (value: SheetValue): string | number | null => (typeof value === 'boolean' ? (value ? 'ja' : 'nej') : value);

/** A table of the draft as CSV. */
export function draftCsv(draft: Draft, table: DraftTable, dialect: CsvDialect): string {
  const { columns, rows } = draftTables[table].sheet(draft);
  return csv([columns.map((column) => column.header), ...rows.map((row) => row.map(written))], dialect);
}
