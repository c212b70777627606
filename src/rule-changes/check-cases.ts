/** Whether the cases fit each other and the rules. */
import { type Facts, neutralFacts } from '../candidate/facts.ts';
import { unknownGiven } from '../rules/check-cases.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { AnyRule, RuleCase } from '../rules/format.ts';
import { leafText } from './condition-text.ts';

/** Facts of a case that no rule knows, or values that a fact cannot have, in a form's words. */
export function givenFaults(given: RuleCase['given']): { field: string; problem: string; remedy: string }[] {
  return unknownGiven(given).map(({ fact, info, problem, remedy }) => ({
    field: `given.${fact}`,
    ...(info === undefined
      ? { problem, remedy: 'Välj ett faktum ur listan.' }
      : { problem: `${JSON.stringify(given[fact])} är inget värde för ”${info.label}”.`, remedy }),
  }));
}

/** What the rule sees of a case, whatever else is given: two cases with the same are the same question. */
function question(rule: AnyRule, { given }: RuleCase): string {
  const all: Facts = { ...neutralFacts, ...given };
  const read = [...new Set(leavesOf(rule.conditions).map(({ leaf }) => leaf.fact))].sort();
  return JSON.stringify(read.map((fact) => (Array.isArray(all[fact]) ? all[fact].toSorted() : all[fact])));
}

/** Pairs of cases that give the rule the same facts and expect different answers. */
export function contradictions(rule: AnyRule, cases: readonly RuleCase[]): { one: RuleCase; other: RuleCase }[] {
  const asked = new Map<string, RuleCase>();
  return cases
    .filter((c) => c.rule === rule.name)
    .flatMap((other) => {
      const key = question(rule, other);
      const one = asked.get(key);
      if (one === undefined) asked.set(key, other);
      return one !== undefined && one.fires !== other.fires ? [{ one, other }] : [];
    });
}

/** "Avgift är Ja" of a leaf that no case turns any more. */
export function leafAt(rule: AnyRule, path: string): string {
  const found = leavesOf(rule.conditions).find((l) => l.path === path);
  return found === undefined ? path : leafText(found.leaf);
}
