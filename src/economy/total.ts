import type { Outcome } from './outcome.ts';
import type { Span } from './scenario.ts';

/** The sum of several scenarios, or why there is none. */
export type Total = { span: Span } | { countedTwice: { line: string; scenarios: string[] }[] };

/**
 * The spans of the differences added together. The sum holds every combination; it may be wider than it need be where scenarios rest on the
 * same unsure number, such as the cost of an hour. A line in two scenarios would be counted twice, and then there is no sum.
 */
export function totalOf(outcomes: readonly Outcome[]): Total {
  const named = new Map<string, string[]>();
  for (const { scenario } of outcomes) for (const line of scenario.lines) named.set(line, [...(named.get(line) ?? []), scenario.name]);
  const countedTwice = [...named].filter(([, names]) => names.length > 1).map(([line, scenarios]) => ({ line, scenarios }));
  if (countedTwice.length > 0) return { countedTwice };
  const sum = (end: keyof Span) => outcomes.reduce((total, { difference }) => total + difference[end], 0);
  return { span: { low: sum('low'), high: sum('high') } };
}
