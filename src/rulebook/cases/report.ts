/** What the cases prove about a ruleset: whether they hold, what they turn, and which faults they would notice. */
import { everyRule, type Ruleset } from '../../assessment/ruleset.ts';
import { type CaseReport, isComplete, runCases } from '../../rules/cases.ts';
import type { RuleCase, RuleKind } from '../../rules/format.ts';
import { checkMutations, mutationScore, type Survivor } from '../../rules/mutation.ts';
import { ruleThemes } from '../themes.ts';

/** The share of faults that the cases must notice, by kind of rule. */
const scoreNeeded: Readonly<Record<RuleKind, number>> = { law: 0.95, risk: 0.9, signal: 0.9, pathway: 0.95 };

export interface ThemeScore {
  id: string;
  title: string;
  kind: RuleKind;
  rules: number;
  cases: number;
  /** Faults that change what a rule means, those that some case notices, and those that change nothing and so do not count. */
  total: number;
  killed: number;
  equivalent: number;
  /** 0–1. */
  score: number;
}

export interface KindScore {
  kind: RuleKind;
  total: number;
  killed: number;
  score: number;
  needed: number;
}

export interface RulesetReport {
  ruleset: string;
  cases: CaseReport;
  themes: ThemeScore[];
  kinds: KindScore[];
  survivors: (Survivor & { rule: string })[];
  /** Every case holds, everything is exercised from both sides, and the scores are what they must be. */
  ok: boolean;
  /** How long it took, in milliseconds. */
  took: number;
}

/** Runs every case against the ruleset and measures them. Cases that name no rule of it, or cannot be read, are faults and prove nothing. */
export function reportOn(ruleset: Ruleset, cases: readonly RuleCase[]): RulesetReport {
  const start = performance.now();
  const rules = everyRule(ruleset);
  const report = runCases(rules, cases);
  const mutations = new Map(checkMutations(rules, report.faults.length > 0 ? [] : cases).map((result) => [result.rule, result]));
  const groups = ruleThemes(ruleset).map((theme) => ({ theme, results: theme.rules.flatMap(({ name }) => mutations.get(name) ?? []) }));
  const perRule = Map.groupBy(cases, (c) => c.rule);
  const sum = (results: readonly { total: number; killed: number; equivalent: number }[], key: 'total' | 'killed' | 'equivalent') =>
    results.reduce((total, result) => total + result[key], 0);
  const themes = groups.map(({ theme: { id, title, kind, rules: own }, results }) => ({
    id,
    title,
    kind,
    rules: own.length,
    cases: own.reduce((count, { name }) => count + (perRule.get(name)?.length ?? 0), 0),
    total: sum(results, 'total'),
    killed: sum(results, 'killed'),
    equivalent: sum(results, 'equivalent'),
    score: mutationScore(results),
  }));
  const kinds = [...Map.groupBy(themes, ({ kind }) => kind)].map(([kind, own]) => ({
    kind,
    total: sum(own, 'total'),
    killed: sum(own, 'killed'),
    score: mutationScore(own),
    needed: scoreNeeded[kind],
  }));
  return {
    ruleset: ruleset.hash,
    cases: report,
    themes,
    kinds,
    survivors: [...mutations.values()].flatMap(({ rule, survivors }) => survivors.map((survivor) => ({ rule, ...survivor }))),
    ok: isComplete(report) && kinds.every(({ score, needed }) => score >= needed),
    took: performance.now() - start,
  };
}

/** Keeps the report of each ruleset for as long as the ruleset and the cases are in use. */
export function createReports(cases: () => readonly RuleCase[]) {
  const made = new WeakMap<Ruleset, { cases: readonly RuleCase[]; report: RulesetReport }>();
  return (ruleset: Ruleset, afresh = false): RulesetReport => {
    const now = cases();
    const known = made.get(ruleset);
    if (known?.cases === now && !afresh) return known.report;
    const report = reportOn(ruleset, now);
    made.set(ruleset, { cases: now, report });
    return report;
  };
}
export type Reports = ReturnType<typeof createReports>;
