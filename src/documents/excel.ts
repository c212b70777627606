import writeExcelFile, { type Cell, type Sheet as ExcelSheet, type Row } from 'write-excel-file/node';
import type { Sheet, SheetValue, Workbook } from './model.ts';
import { safeText } from './spreadsheet-text.ts';

const headerStyle = { fontWeight: 'bold', backgroundColor: '#E6EEF5', wrap: true, alignVertical: 'top' } as const;

function typedCell(value: SheetValue, type: Sheet['columns'][number]['type']): Cell {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { type: Number, value, alignVertical: 'top' };
  if (typeof value === 'boolean') return { type: Boolean, value, alignVertical: 'top' };
  if (type === 'date') return { type: Date, value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd', alignVertical: 'top' };
  // "@" says text, so that Excel does not read "1-2" as a date.
  return { type: String, value: safeText(value), format: '@', wrap: true, alignVertical: 'top' };
}

function excelSheet(sheet: Sheet): ExcelSheet<Buffer> {
  const header: Row = sheet.columns.map((column) => ({ type: String, value: safeText(column.header), ...headerStyle }));
  const rows = sheet.rows.map((row): Row => row.map((value, index) => typedCell(value, sheet.columns[index]?.type ?? 'text')));
  return {
    sheet: sheet.name,
    data: [header, ...rows],
    columns: sheet.columns.map((column) => ({ width: column.width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
  };
}

/** The workbook as an Excel file: the header row frozen, cells typed, no text that a spreadsheet may run. */
export async function toExcel(workbook: Workbook): Promise<Uint8Array> {
  return writeExcelFile(workbook.sheets.map(excelSheet), { fontFamily: 'Calibri', fontSize: 10 }).toBuffer();
}
