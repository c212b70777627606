import { compile, fillRow } from '../rules/compile.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { RuleFault } from '../rules/errors.ts';
import { type PathwayRule, verdicts } from '../rules/format.ts';
import { type Outcome, outcomeFactsOf } from './outcome.ts';

const truths = [false, true];

/** Every outcome that rules with these limits can tell apart. */
function* outcomesUpTo(most: number): Generator<Outcome> {
  const counts = Array.from({ length: most + 1 }, (_, n) => n);
  for (const verdict of verdicts)
    for (const blocking of counts)
      for (const high of counts)
        for (const medium of counts)
          for (const highUnclearable of counts)
            for (const cityAdvice of truths) for (const practice of truths) yield { verdict, blocking, high, medium, highUnclearable, cityAdvice, practice };
}

const dayAfter = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** The days on which the table changes, and one before them all. */
function daysOf(rules: readonly PathwayRule[]): string[] {
  const starts = rules.flatMap(({ validFrom, validTo }) => [validFrom ?? [], validTo === undefined ? [] : dayAfter(validTo)].flat());
  return [...new Set(['0000-01-01', ...starts])].sort();
}

const validOn = ({ validFrom, validTo }: PathwayRule, day: string) => (validFrom ?? day) <= day && day <= (validTo ?? day);

/** A table with a gap or an overlap would leave a candidate without an answer, or with two: the first such outcome is a fault. */
export function checkPathwayTable(file: string, rules: readonly PathwayRule[]): RuleFault[] {
  const limits = rules.flatMap((rule) => leavesOf(rule.conditions).map(({ leaf }) => (typeof leaf.value === 'number' ? leaf.value : 0)));
  const tests = rules.map((rule) => ({ rule, test: compile(rule.conditions) }));
  for (const day of daysOf(rules)) {
    const valid = tests.filter(({ rule }) => validOn(rule, day));
    for (const outcome of outcomesUpTo(Math.max(0, ...limits) + 1)) {
      const row = fillRow([], outcomeFactsOf(outcome));
      const applying = valid.filter(({ test }) => test(row)).map(({ rule }) => rule.name);
      if (applying.length === 1) continue;
      const problem = `${applying.length === 0 ? 'Ingen regel' : 'Mer än en regel'} gäller för ${JSON.stringify(outcome)}.`;
      const remedy =
        applying.length === 0
          ? `Varje utfall ska ha precis en regel. Lägg till en i ${file}, eller vidga villkoren i en av dem som finns där.`
          : `Varje utfall ska ha precis en regel. Snäva in villkoren i en av dem, eller ta bort den, i ${file}.`;
      return [{ file, place: applying.join(', ') || 'hela filen', problem, remedy }];
    }
  }
  return [];
}
