import readWorkbook from 'read-excel-file/universal';
import { AppError } from '../web/errors.ts';
import { findHeader } from './import-header.ts';
import { type Cell, columnLetter, formula, limits, type Table, tooManyRows } from './import-table.ts';
import { readDirectory, unpack, type ZipEntry } from './import-zip.ts';

const damaged = 'Filen går inte att läsa som en Excel-fil. Spara om den som .xlsx från kalkylprogrammet och ladda upp den igen.';

/** Reads the sheet with headings that we know; else the first. Everything that could do harm is refused before the reader sees the file. */
export async function readXlsx(bytes: Buffer): Promise<Table> {
  const entries = readDirectory(bytes);
  refuse(entries);
  const formulas = inspect(bytes, entries);
  const sheets = await readSheets(bytes);
  const index = Math.max(
    sheets.findIndex(({ rows }) => findHeader(rows) !== undefined),
    0,
  );
  const found = sheets[index];
  if (found === undefined || found.rows.length === 0) throw new AppError('bad_request', 'Filen är tom. Fyll i mallen och ladda upp den.');
  return { sheet: found.sheet, rows: markFormulas(found.rows, formulas.get(found.sheet)) };
}

function refuse(entries: readonly ZipEntry[]): void {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (entries.some(({ encrypted }) => encrypted)) {
    throw new AppError('invalid', 'Filen är skyddad med lösenord. Spara den utan lösenord och ladda upp den igen.');
  }
  if ([...names].some((name) => name.endsWith('vbaproject.bin') || name.startsWith('xl/macrosheets/'))) {
    throw new AppError('unsupported_media_type', 'Filen har makron. Spara den som vanlig Excel-arbetsbok (.xlsx) och ladda upp den igen.');
  }
  if (!names.has('xl/workbook.xml') || entries.length !== names.size) {
    throw new AppError('unsupported_media_type', 'Filen är inte en Excel-fil (.xlsx). Spara den som .xlsx eller CSV och ladda upp den igen.');
  }
}

/** Unpacks each XML file within its declared size, checks how far the sheets reach, and finds the cells with formulas, by sheet. */
function inspect(bytes: Buffer, entries: readonly ZipEntry[]): Map<string, Set<string>> {
  const xml = new Map<string, string>();
  for (const entry of entries) {
    if (!/\.(xml|rels)$/.test(entry.name)) continue;
    const content = unpack(bytes, entry);
    if (/^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(entry.name)) xml.set(entry.name, content.toString('utf8'));
  }
  const formulasOf = new Map<string, Set<string>>();
  for (const [name, text] of xml) if (name.startsWith('xl/worksheets/')) formulasOf.set(name, inspectSheet(text));
  const targets = new Map(elements(xml.get('xl/_rels/workbook.xml.rels') ?? '', 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  return new Map(
    elements(xml.get('xl/workbook.xml') ?? '', 'sheet').map((tag) => {
      const target = targets.get(attribute(tag, 'r:id')) ?? '';
      return [unescapeXml(attribute(tag, 'name')), formulasOf.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`) ?? new Set<string>()];
    }),
  );
}

const placePattern = /(?:^|\s)r\s*=\s*["']([^"']*)["']/;

function inspectSheet(text: string): Set<string> {
  const found = new Set<string>();
  let cell = '';
  // One pass over rows, cells and formulas. A far-off address would make the reader fill everything before it with empty cells.
  for (const [, tag = '', attributes = ''] of text.matchAll(/<(?:\w+:)?(row|c|f)\b([^<>]*)>/g)) {
    const place = tag === 'f' ? '' : (placePattern.exec(attributes)?.[1] ?? '');
    if (tag === 'f') found.add(cell);
    else if (place !== '') checkPlace(place);
    if (tag === 'c') cell = place;
  }
  return found;
}

function checkPlace(place: string): void {
  const match = /^([A-Z]{0,3})(\d{1,7})$/.exec(place);
  if (match === null) throw new AppError('bad_request', damaged);
  if (Number(match[2]) > limits.rows) throw tooManyRows();
  const letters = match[1] ?? '';
  if (letters.length > 2 || (letters.length === 2 && letters > columnLetter(limits.columns - 1))) {
    throw new AppError('too_large', 'Filen har fler än 100 kolumner. Ta bort dem som inte behövs.');
  }
}

async function readSheets(bytes: Buffer): Promise<{ sheet: string; rows: Cell[][] }[]> {
  try {
    const copy = new ArrayBuffer(bytes.length);
    new Uint8Array(copy).set(bytes);
    const sheets = await readWorkbook(copy);
    return sheets.map(({ sheet, data }) => ({ sheet, rows: data.map((row) => row.map(cellOf)) }));
  } catch {
    throw new AppError('bad_request', damaged);
  }
}

/** The reader's own type says the class Date where it gives an instance of it. */
function cellOf(value: unknown): Cell {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value;
  return null;
}

function markFormulas(rows: Cell[][], addresses: ReadonlySet<string> | undefined): Cell[][] {
  if (addresses === undefined || addresses.size === 0) return rows;
  return rows.map((row, at) => row.map((cell, column) => (addresses.has(`${columnLetter(column)}${at + 1}`) ? formula : cell)));
}

const elements = (xml: string, name: string): string[] => [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^<>]*)>`, 'g'))].map((match) => match[1] ?? '');
const attribute = (tag: string, name: string): string => new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '';
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescapeXml = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '');
