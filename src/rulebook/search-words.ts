/** How words that somebody searches for are found, on every page of the rulebook. */
import { fold } from '../catalogue/filter.ts';

/** A text to search in: as it is written, and with the marks of its letters taken away; both in lower case. */
export interface Searched {
  written: string;
  folded: string;
}

export const searched = (text: string): Searched => ({ written: text.toLowerCase(), folded: fold(text) });

/** Whether a word (in lower case) is in the text. One with å, ä or ö is meant as it is written; one without may have lost them. */
export const hasWord = ({ written, folded }: Searched, word: string): boolean => (fold(word) === word ? folded : written).includes(word);

/** How many letters are otherwise, missing, too many or have changed places with their neighbour; at most `limit` + 1. */
function mistakes(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const [above = [], before = []] = [rows[i - 1], rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    if (Math.min(...row) > limit) return limit + 1;
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? limit + 1;
}

/** The candidate that is nearest to a word that somebody may have mistyped; null where none is near. Short words are hardly ever meant as others. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  let [best, least]: [string | null, number] = [null, limit + 1];
  for (const candidate of candidates) {
    const found = mistakes(fold(word), fold(candidate), limit);
    if (found < least) [best, least] = [candidate, found];
  }
  return best;
}
