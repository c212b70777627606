import { wordsOf } from '../../web/input.ts';
import { hasWord, nearest, type Searched, searched } from '../search-words.ts';
import { renderedLines } from './rendering.ts';
import type { RuleView } from './rule-view.ts';

const kept = new WeakMap<RuleView, Searched>();

/** Everything that its page says of a rule. */
function searchedOf(rule: RuleView): Searched {
  const known = kept.get(rule);
  if (known !== undefined) return known;
  const { number, id, title, text, reason, clearedBy, remedy, themeTitle, citations } = rule;
  const all = [number, id, title, text, reason ?? '', ...clearedBy, remedy ?? '', themeTitle, ...citations, ...renderedLines(rule.conditions)];
  const made = searched(all.join('\n'));
  kept.set(rule, made);
  return made;
}

/** "r68", "R 068" → "R-068"; null for what is no number of a rule. */
function numberIn(text: string): string | null {
  const [, letter, number] = /^([lrsv])[ -]?0*(\d{1,3})$/i.exec(text.trim()) ?? [];
  return letter === undefined || number === undefined ? null : `${letter.toUpperCase()}-${number.padStart(3, '0')}`;
}

/** Whether a rule has the number that is searched for, or all the words; everything is found by no words. */
export function searchOf(text: string): (rule: RuleView) => boolean {
  const number = numberIn(text);
  const words = wordsOf(text);
  return (rule) => (number === null ? words.every((word) => hasWord(searchedOf(rule), word)) : rule.number === number);
}

/** The search with each word that no rule has put right, the commonest spelling first; null where nothing is near, or every word is there. */
export function putRight(text: string, rules: readonly RuleView[]): string | null {
  const counts = new Map<string, number>();
  for (const rule of rules) for (const [word] of searchedOf(rule).written.matchAll(/\p{L}{4,}/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const vocabulary = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const words = wordsOf(text);
  const right = words.map((word) => (rules.some((rule) => hasWord(searchedOf(rule), word)) ? word : nearest(word, vocabulary)));
  return right.includes(null) || right.every((word, i) => word === words[i]) ? null : right.join(' ');
}
