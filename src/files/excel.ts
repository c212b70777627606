import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import { autoFilter } from './auto-filter.ts';
import { inlineStrings } from './inline-strings.ts';
import type { Sheet, SheetValue, Workbook } from './model.ts';
import { safeText } from './spreadsheet-text.ts';
import { steadyPackage } from './steady-package.ts';

/** In points, for the font below. */
const lineHeight = 13;
const maxLines = 5;
const headerStyle = { fontWeight: 'bold', backgroundColor: '#E6EEF5', wrap: true, alignVertical: 'top' } as const;

function typedCell(value: SheetValue, type: Sheet['columns'][number]['type']): Cell {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { type: Number, value, alignVertical: 'top' };
  if (typeof value === 'boolean') return { type: Boolean, value, alignVertical: 'top' };
  if (type === 'date') return { type: Date, value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd', alignVertical: 'top' };
  // "@" says text, so that Excel does not read "1-2" as a date.
  return { type: String, value: safeText(value), format: '@', wrap: true, alignVertical: 'top' };
}

/** Rows are given a height, since not every spreadsheet program fits a row to wrapped text by itself. A very long text is cut on screen, not in the cell. */
function rowHeight(row: readonly SheetValue[], columns: Sheet['columns']): number {
  const lines = row.map((value, index) => {
    const width = Math.max(1, columns[index]?.width ?? 1);
    return typeof value === 'string' ? value.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0) : 1;
  });
  return Math.min(maxLines, Math.max(1, ...lines)) * lineHeight + 2;
}

function excelSheet(sheet: Sheet) {
  const header: Row = sheet.columns.map((column) => ({ type: String, value: safeText(column.header), height: 2 * lineHeight + 2, ...headerStyle }));
  const rows = sheet.rows.map((row): Row => {
    const height = rowHeight(row, sheet.columns);
    return row.map((value, index) => {
      const cell = typedCell(value, sheet.columns[index]?.type ?? 'text');
      return index === 0 ? { ...(typeof cell === 'object' ? cell : {}), height } : cell;
    });
  });
  return {
    sheet: sheet.name,
    data: [header, ...rows],
    columns: sheet.columns.map((column) => ({ width: column.width })),
    stickyRowsCount: 1,
    stickyColumnsCount: sheet.frozenColumns ?? 0,
    orientation: 'landscape' as const,
  };
}

/** The workbook as an Excel file: the header row frozen, a filter on every column, cells typed, no text that a spreadsheet may run. The same workbook is the same bytes. */
export async function toExcel(workbook: Workbook): Promise<Uint8Array> {
  const sheets = workbook.sheets.map(excelSheet);
  return steadyPackage(await writeExcelFile(sheets, { fontFamily: 'Calibri', fontSize: 10, features: [autoFilter(sheets), inlineStrings(sheets)] }).toBuffer());
}
