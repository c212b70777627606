import { formulaStart } from '../web/csv.ts';

/** XML 1.0 has no way to write these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
/** Excel's limit for one cell. */
const maxLength = 32_767;

/** Text that no spreadsheet reads as a formula: an apostrophe goes first, as Excel itself shows text that begins with a sign. */
export function safeText(text: string): string {
  const clean = text.replace(forbidden, '').toWellFormed();
  const safe = formulaStart.test(clean) ? `'${clean}` : clean;
  return safe.length > maxLength ? `${safe.slice(0, maxLength - 1)}…` : safe;
}
