/** Runs the rules' cases and measures what they exercise. */
import { neutralFacts } from '../candidate/facts.ts';
import { unknownGiven } from './check-cases.ts';
import { compile, type FactRow, fillRow } from './compile.ts';
import { combine, leavesOf } from './conditions.ts';
import type { AnyRule, RuleCase } from './format.ts';

export interface CaseResult {
  case: RuleCase;
  actual: boolean;
  passed: boolean;
}

export interface LeafCoverage {
  rule: string;
  path: string;
  fact: string;
  /** A case in which the leaf holds and flipping it would change the rule's answer. */
  heldDecisively: boolean;
  /** A case in which the leaf does not hold and flipping it would change the rule's answer. */
  failedDecisively: boolean;
}

export interface CaseReport {
  results: CaseResult[];
  faults: string[];
  /** Per rule: a case that fires and one that does not. */
  rules: { rule: string; fires: boolean; doesNot: boolean }[];
  leaves: LeafCoverage[];
  /** Share of rules and of leaves that are fully exercised, 0–1. */
  ruleCoverage: number;
  leafCoverage: number;
}

/** The facts of a case laid over the neutral ones. */
export function caseRow(given: RuleCase['given']): FactRow {
  return fillRow(fillRow([], neutralFacts), given);
}

function faultsOf(c: RuleCase, known: ReadonlySet<string>): string[] {
  const where = `${c.rule}: "${c.name}"`;
  if (!known.has(c.rule)) return [`${where}: regeln finns inte. Rätta namnet eller ta bort fallet.`];
  return unknownGiven(c.given).map(({ problem }) => `${where}: ${problem}`);
}

/**
 * Runs all cases. A leaf is exercised when both its outcomes have been seen in a case where it alone turns the rule's
 * answer (modified condition/decision coverage).
 */
export function runCases(rules: readonly AnyRule[], cases: readonly RuleCase[]): CaseReport {
  const byRule = new Map(
    rules.map((rule) => [rule.name, { rule, test: compile(rule.conditions), leaves: leavesOf(rule.conditions).map((l) => ({ ...l, test: compile(l.leaf) })) }]),
  );
  const faults = cases.flatMap((c) => faultsOf(c, new Set(byRule.keys())));
  const coverage = new Map<string, LeafCoverage>();
  for (const { rule, leaves } of byRule.values()) {
    for (const { path, leaf } of leaves)
      coverage.set(`${rule.name} ${path}`, { rule: rule.name, path, fact: leaf.fact, heldDecisively: false, failedDecisively: false });
  }
  const results: CaseResult[] = [];
  for (const c of faults.length > 0 ? [] : cases) {
    const entry = byRule.get(c.rule);
    if (!entry) continue;
    const row = caseRow(c.given);
    const actual = entry.test(row);
    results.push({ case: c, actual, passed: actual === c.fires });
    const truth = new Map(entry.leaves.map(({ path, test }) => [path, test(row)]));
    for (const { path } of entry.leaves) {
      const flipped = combine(entry.rule.conditions, (p) => (p === path ? !truth.get(p) : (truth.get(p) ?? false)));
      const leaf = coverage.get(`${c.rule} ${path}`);
      if (flipped === actual || !leaf) continue;
      if (truth.get(path)) leaf.heldDecisively = true;
      else leaf.failedDecisively = true;
    }
  }
  const perRule = rules.map(({ name }) => {
    const own = results.filter((r) => r.case.rule === name && r.passed);
    return { rule: name, fires: own.some((r) => r.actual), doesNot: own.some((r) => !r.actual) };
  });
  const leaves = [...coverage.values()];
  const share = (n: number, of: number) => (of === 0 ? 1 : n / of);
  return {
    results,
    faults,
    rules: perRule,
    leaves,
    ruleCoverage: share(perRule.filter((r) => r.fires && r.doesNot).length, perRule.length),
    leafCoverage: share(leaves.filter((l) => l.heldDecisively && l.failedDecisively).length, leaves.length),
  };
}

/** Whether every case holds, and every rule and every condition is exercised from both sides. */
export function isComplete(report: CaseReport): boolean {
  return report.faults.length === 0 && report.results.every((r) => r.passed) && report.ruleCoverage === 1 && report.leafCoverage === 1;
}
