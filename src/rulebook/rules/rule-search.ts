import { fold } from '../../catalogue/filter.ts';
import { wordsOf } from '../../web/input.ts';
import { type Rendered, renderedLines } from './rendering.ts';
import type { RuleView } from './rule-view.ts';

/** What is searched in a rule: everything that its page says of it, as it is written and with the marks of its letters taken away. */
interface Searched {
  written: string;
  folded: string;
}

const kept = new WeakMap<RuleView, Searched>();

function searchedOf(rule: RuleView): Searched {
  const known = kept.get(rule);
  if (known !== undefined) return known;
  const { number, id, title, text, reason, clearedBy, remedy, themeTitle, citations } = rule;
  const conditions: Rendered = rule.conditions;
  const all = [number, id, title, text, reason ?? '', ...clearedBy, remedy ?? '', themeTitle, ...citations, ...renderedLines(conditions)];
  const written = all.join('\n').toLowerCase();
  const made = { written, folded: fold(written) };
  kept.set(rule, made);
  return made;
}

/** "r68", "R 068" → "R-068"; null for what is no number of a rule. */
function numberIn(text: string): string | null {
  const [, letter, number] = /^([lrsv])[ -]?0*(\d{1,3})$/i.exec(text.trim()) ?? [];
  return letter === undefined || number === undefined ? null : `${letter.toUpperCase()}-${number.padStart(3, '0')}`;
}

/** A word with å, ä or ö is meant as it is written; one without may have lost them. */
const holds = ({ written, folded }: Searched, word: string): boolean => (fold(word) === word ? folded : written).includes(word);

/** Whether a rule has the number that is searched for, or all the words; everything is found by no words. */
export function searchOf(text: string): (rule: RuleView) => boolean {
  const number = numberIn(text);
  const words = wordsOf(text);
  return (rule) => (number === null ? words.every((word) => holds(searchedOf(rule), word)) : rule.number === number);
}

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

/** The search with each word that no rule has put right, the commonest spelling first; null where nothing is near, or every word is there. */
export function putRight(text: string, rules: readonly RuleView[]): string | null {
  const counts = new Map<string, number>();
  for (const rule of rules) for (const [word] of searchedOf(rule).written.matchAll(/\p{L}{4,}/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vocabulary = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const words = wordsOf(text);
  const right = words.map((word) => (rules.some((rule) => holds(searchedOf(rule), word)) ? word : nearest(word, vocabulary)));
  return right.includes(null) || right.every((word, i) => word === words[i]) ? null : right.join(' ');
}
