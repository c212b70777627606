import { AppError } from '../web/errors.ts';
import { answerColumns, type Column, columnOf, columnTitle } from './import-columns.ts';
import { cut } from './import-normal.ts';
import { type Cell, columnLetter } from './import-table.ts';

export interface Header {
  /** Index of the row with the headings. */
  row: number;
  /** Index of each column that we know. */
  columns: ReadonlyMap<Column, number>;
  /** The heading as it is written in the file. */
  headings: ReadonlyMap<Column, string>;
  /** Headings that we do not read. */
  ignored: readonly string[];
  /** Headings that name a column for the second time. */
  repeated: readonly { column: Column; at: number }[];
  /** How many cells the row has, up to the last that is not empty. */
  width: number;
}

/** Above the headings there may be a title and explanations, but not a whole page of them. */
const searchedRows = 50;

/** The row that looks most like headings: it names the insats and at least one answer. Undefined where no row does. */
export function findHeader(rows: readonly (readonly Cell[])[]): Header | undefined {
  let best: Header | undefined;
  for (const [index, cells] of rows.slice(0, searchedRows).entries()) {
    const header = readHeader(cells, index);
    const usable = (header.columns.has('id') || header.columns.has('name')) && answerColumns.some((column) => header.columns.has(column));
    if (usable && (best === undefined || header.columns.size > best.columns.size)) best = header;
  }
  return best;
}

/** The same, but refuses a file without headings or with the same heading twice. */
export function requireHeader(rows: readonly (readonly Cell[])[]): Header {
  const header = findHeader(rows);
  if (header === undefined) {
    throw new AppError(
      'invalid',
      'Filen har ingen rubrikrad som går att förstå. En rad ska ha rubrikerna ”Id” eller ”Insats”, och ”Ges insatsen” eller någon annan fråga. Utgå gärna från mallen.',
    );
  }
  const [twice] = header.repeated;
  if (twice !== undefined) {
    const places = `${columnLetter(header.columns.get(twice.column) ?? 0)} och ${columnLetter(twice.at)}`;
    throw new AppError(
      'invalid',
      `Rad ${header.row + 1}: både kolumn ${places} ser ut att vara ”${columnTitle(twice.column)}”. Ta bort eller byt rubrik på den ena.`,
    );
  }
  return header;
}

function readHeader(cells: readonly Cell[], row: number): Header {
  const columns = new Map<Column, number>();
  const headings = new Map<Column, string>();
  const ignored: string[] = [];
  const repeated: { column: Column; at: number }[] = [];
  for (const [at, cell] of cells.entries()) {
    if (typeof cell !== 'string' || cell.trim() === '' || cell.length > 200) continue;
    const column = columnOf(cell);
    if (column === undefined) ignored.push(cut(cell));
    else if (columns.has(column)) repeated.push({ column, at });
    else {
      columns.set(column, at);
      headings.set(column, cell);
    }
  }
  return { row, columns, headings, ignored, repeated, width: cells.findLastIndex((cell) => String(cell ?? '').trim() !== '') + 1 };
}
