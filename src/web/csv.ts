/** A cell that a spreadsheet may run as a formula. */
export const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * The two ways to write CSV. Semicolon with decimal comma is what Swedish Excel opens by a double click; comma with decimal point is
 * what most other programs expect.
 */
export const csvDialects = {
  semikolon: { separator: ';', decimal: ',', needsQuotes: /[";\r\n]/ },
  komma: { separator: ',', decimal: '.', needsQuotes: /[",\r\n]/ },
} as const;
export type CsvDialect = keyof typeof csvDialects;

type Value = string | number | null;

function cell(value: Value, { decimal, needsQuotes }: (typeof csvDialects)[CsvDialect]): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', decimal);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV with CRLF, and no cell that is run as a formula. UTF-8 with BOM: without it Excel reads å, ä and ö as something else. */
export function csv(rows: readonly (readonly Value[])[], dialect: CsvDialect = 'semikolon'): string {
  const signs = csvDialects[dialect];
  return `\uFEFF${rows.map((row) => `${row.map((value) => cell(value, signs)).join(signs.separator)}\r\n`).join('')}`;
}
