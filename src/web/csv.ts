/** A cell that a spreadsheet may run as a formula. */
const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** Signs that make a cell end too early. */
const needsQuotes = /[";\r\n]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  const text = formulaStart.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV as Swedish Excel opens it by a double click: UTF-8 with BOM, semicolons, CRLF, and no cell that is run as a formula. */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}
