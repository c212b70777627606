import { z } from 'zod';

/** A cell that a spreadsheet may run as a formula. */
export const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * The two ways to write CSV. Semicolon with decimal comma is what Swedish Excel opens by a double click; comma with decimal point is
 * what most other programs expect.
 */
export const csvDialectSchema = z.enum(['semikolon', 'komma'], 'Välj semikolon eller komma.');
export type CsvDialect = z.infer<typeof csvDialectSchema>;

interface Signs {
  separator: string;
  decimal: string;
  needsQuotes: RegExp;
}
const signsOf: Readonly<Record<CsvDialect, Signs>> = {
  semikolon: { separator: ';', decimal: ',', needsQuotes: /[";\r\n]/ },
  komma: { separator: ',', decimal: '.', needsQuotes: /[",\r\n]/ },
};

type Value = string | number | null;

function cell(value: Value, { decimal, needsQuotes }: Signs): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', decimal);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV with CRLF, and no cell that is run as a formula. UTF-8 with BOM: without it Excel reads å, ä and ö as something else. */
export function csv(rows: readonly (readonly Value[])[], dialect: CsvDialect = 'semikolon'): string {
  const signs = signsOf[dialect];
  return `\uFEFF${rows.map((row) => `${row.map((value) => cell(value, signs)).join(signs.separator)}\r\n`).join('')}`;
}
