/** The mutation check: would any case notice if a rule said something else? */
import { type FactValue, neutralFacts } from '../candidate/facts.ts';
import { caseRow } from './cases.ts';
import { compile, type FactRow, factIndex } from './compile.ts';
import { domainsOf } from './domains.ts';
import type { AnyRule, Condition, RuleCase } from './format.ts';
import { type Mutation, mutationsOf } from './mutate.ts';
import { compilePartly, search } from './solve.ts';

/** Facts in which two conditions answer differently, and what each then says. */
export interface Witness {
  /** Only the facts that have to differ from the neutral ones. */
  given: Record<string, FactValue>;
  original: boolean;
}

/**
 * A combination of fact values in which the two conditions answer differently, as near the neutral facts as the search finds;
 * null where they mean the same for every combination. Complete: every value of every fact is tried or stood for by one that is.
 */
export function findDifference(a: Condition, b: Condition): Witness | null {
  const domains = domainsOf([a, b]);
  const [partlyA, partlyB] = [compilePartly(a), compilePartly(b)];
  const found = search([], {
    domains,
    goal: (row) => {
      const x = partlyA(row);
      const y = partlyB(row);
      return x === undefined || y === undefined ? undefined : x !== y;
    },
  });
  if (found.found !== 'yes') return null;
  const [testA, testB] = [compile(a), compile(b)];
  const row: FactRow = [];
  for (const [fact, value] of Object.entries(found.facts)) row[factIndex[fact] ?? -1] = value;
  const given: Record<string, FactValue> = {};
  for (const [fact, value] of Object.entries(found.facts)) {
    const at = factIndex[fact] ?? -1;
    const neutral = neutralFacts[fact];
    if (neutral === undefined || value === neutral) continue;
    row[at] = neutral;
    if (testA(row) !== testB(row)) continue;
    row[at] = value;
    given[fact] = value;
  }
  return { given, original: testA(row) };
}

/** A fault that no case notices, with the facts of a case that would. */
export interface Survivor extends Mutation {
  witness: Witness;
}

export interface RuleMutations {
  rule: string;
  /** Faults that change what the rule means. */
  total: number;
  killed: number;
  /** Faults that change nothing: for no combination of fact values is the answer another. */
  equivalent: number;
  survivors: Survivor[];
}

/** Checks one rule's faults against its cases; a case notices a fault when the faulty rule answers it otherwise than the rule does. */
export function checkRule(rule: AnyRule, cases: readonly RuleCase[]): RuleMutations {
  const test = compile(rule.conditions);
  const rows = cases.map((c) => caseRow(c.given)).map((row) => ({ row, answer: test(row) }));
  let killed = 0;
  let equivalent = 0;
  const survivors: Survivor[] = [];
  for (const mutation of mutationsOf(rule.conditions)) {
    const faulty = compile(mutation.mutant);
    if (rows.some(({ row, answer }) => faulty(row) !== answer)) {
      killed += 1;
      continue;
    }
    const witness = findDifference(rule.conditions, mutation.mutant);
    if (witness === null) equivalent += 1;
    else survivors.push({ ...mutation, witness });
  }
  return { rule: rule.name, total: killed + survivors.length, killed, equivalent, survivors };
}

/** Checks every rule. The cases must be without faults (`runCases`). */
export function checkMutations(rules: readonly AnyRule[], cases: readonly RuleCase[]): RuleMutations[] {
  const own = Map.groupBy(cases, (c) => c.rule);
  return rules.map((rule) => checkRule(rule, own.get(rule.name) ?? []));
}

/** Share of the faults that some case notices, 0–1; 1 where there are none. */
export function mutationScore(results: readonly Pick<RuleMutations, 'total' | 'killed'>[]): number {
  const total = results.reduce((sum, r) => sum + r.total, 0);
  return total === 0 ? 1 : results.reduce((sum, r) => sum + r.killed, 0) / total;
}
