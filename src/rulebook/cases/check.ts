import type { FactValue } from '../../candidate/facts.ts';
import type { RuleCase, RuleKind } from '../../rules/format.ts';
import type { RulesetReport } from './report.ts';

/** The report as programs read it; the same from the command line and over HTTP. */
export interface RulesCheck {
  ok: boolean;
  ruleset: string;
  cases: { total: number; failed: { rule: string; name: string; expected: boolean }[]; faults: string[] };
  coverage: { rules: number; conditions: number; missing: { rule: string; path: string | null; needs: boolean }[] };
  mutations: {
    themes: { id: string; title: string; kind: RuleKind; total: number; killed: number; equivalent: number; score: number }[];
    kinds: { kind: RuleKind; total: number; killed: number; score: number; needed: number }[];
    survivors: { rule: string; kind: string; path: string; given: RuleCase['given']; fires: boolean }[];
  };
}

const asGiven = (facts: Record<string, FactValue>): RuleCase['given'] =>
  Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, typeof value === 'object' ? [...value] : value]));

/** What a report says, without the trees that it was made from. */
export function rulesCheck({ ok, ruleset, cases, themes, kinds, survivors }: RulesetReport): RulesCheck {
  const sides = (rule: string, path: string | null, holds: boolean, fails: boolean) =>
    [...(holds ? [] : [true]), ...(fails ? [] : [false])].map((needs) => ({ rule, path, needs }));
  return {
    ok,
    ruleset,
    cases: {
      total: cases.results.length,
      failed: cases.results.filter(({ passed }) => !passed).map((r) => ({ rule: r.case.rule, name: r.case.name, expected: r.case.fires })),
      faults: cases.faults,
    },
    coverage: {
      rules: cases.ruleCoverage,
      conditions: cases.leafCoverage,
      missing: [
        ...cases.rules.flatMap(({ rule, fires, doesNot }) => sides(rule, null, fires, doesNot)),
        ...cases.leaves.flatMap(({ rule, path, heldDecisively, failedDecisively }) => sides(rule, path, heldDecisively, failedDecisively)),
      ],
    },
    mutations: {
      themes: themes.map(({ id, title, kind, total, killed, equivalent, score }) => ({ id, title, kind, total, killed, equivalent, score })),
      kinds,
      survivors: survivors.map(({ rule, kind, path, witness }) => ({ rule, kind, path, given: asGiven(witness.given), fires: witness.original })),
    },
  };
}
