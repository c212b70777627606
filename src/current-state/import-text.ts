import Papa from 'papaparse';
import { AppError } from '../web/errors.ts';
import { findHeader } from './import-header.ts';
import { type Cell, formula, limits, type Table, tooManyRows } from './import-table.ts';

const notText = 'Filen är inte text som går att läsa. Spara den som ”CSV UTF-8” eller som Excel-fil (.xlsx) och ladda upp den igen.';
const delimiters = [';', ',', '\t'] as const;

/** Reads CSV: UTF-8 with or without a byte order mark, UTF-16 as Excel writes it, or Windows-1252; semicolon, comma or tab. */
export function readText(bytes: Uint8Array): Table {
  const text = decode(bytes);
  if (text.trim() === '') throw new AppError('bad_request', 'Filen är tom. Fyll i mallen och ladda upp den.');
  const candidates = delimiters.map((delimiter) => ({ delimiter, score: score(text, delimiter) }));
  const best = candidates.reduce((a, b) => (b.score > a.score ? b : a));
  return { sheet: null, rows: parse(text, best.delimiter) };
}

function parse(text: string, delimiter: string): Cell[][] {
  // One row more than we read, so that a file with too many is told from one that fits.
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, preview: limits.rows + 2 });
  const quote = errors.find(({ type }) => type === 'Quotes');
  if (quote !== undefined) {
    throw new AppError(
      'bad_request',
      `Rad ${(quote.row ?? 0) + 1}: ett citattecken är inte avslutat. Rätta raden, eller spara om filen från kalkylprogrammet.`,
    );
  }
  if (data.at(-1)?.join('') === '') data.pop();
  if (data.length > limits.rows) throw tooManyRows();
  return data.map((row) => row.slice(0, limits.columns).map(cellOf));
}

function cellOf(text: string): Cell {
  if (text === '') return null;
  return /^\s*[=＝]/.test(text) ? formula : text;
}

/** How many columns we know when the text is divided by this sign. */
function score(text: string, delimiter: string): number {
  const { data } = Papa.parse<string[]>(text.slice(0, 200_000), { delimiter, preview: 60 });
  const header = findHeader(data);
  return header === undefined ? 0 : header.columns.size * 1000 - (data[header.row]?.length ?? 0);
}

function decode(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return strict('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return strict('utf-16be', bytes);
  if (bytes.subarray(0, 100_000).includes(0)) throw new AppError('unsupported_media_type', notText);
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  if (marked) return strict('utf-8', bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return windows1252(bytes);
  }
}

/** å, ä, ö and their capitals, as they look when UTF-8 is read as Windows-1252. */
const brokenLetters = /Ã[¥¤¶…„–]/;

function windows1252(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells that it is no text.
  if (/[\u0000-\u0008\u000E-\u001F]/.test(text)) throw new AppError('unsupported_media_type', notText);
  if (brokenLetters.test(text)) throw brokenEncoding('UTF-8');
  return text;
}

function strict(encoding: 'utf-8' | 'utf-16le' | 'utf-16be', bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw brokenEncoding(encoding.slice(0, 6).toUpperCase());
  }
}

function brokenEncoding(name: string): AppError {
  return new AppError('bad_request', `Filen är delvis trasig: den är inte giltig ${name} rakt igenom. Spara om den som ”CSV UTF-8” och ladda upp den igen.`);
}
