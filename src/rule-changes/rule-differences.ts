/** The rules that two rulesets answer differently by, under one basis at one date. */
import { type RulesAt, type Ruleset, rulesAt } from '../assessment/ruleset.ts';
import type { Test } from '../rules/compile.ts';
import type { AnyRule, LawRule, RiskRule, SignalRule } from '../rules/format.ts';

/** A rule as it was and as it is; null where it does not apply. */
export type Differing = { theme: string } & (
  | { kind: 'law'; before: One<LawRule> | null; after: One<LawRule> | null }
  | { kind: 'risk'; before: One<RiskRule> | null; after: One<RiskRule> | null }
  | { kind: 'signal'; before: One<SignalRule> | null; after: One<SignalRule> | null }
);
interface One<R extends AnyRule> {
  rule: R;
  test: Test;
}

export interface Differences {
  before: RulesAt;
  after: RulesAt;
  differing: Differing[];
  /** Rules that are the same on both sides. */
  same: Pick<RulesAt, 'lawRules' | 'risks' | 'signals'>;
  /** The pathway table itself differs, if only in its texts. */
  pathway: boolean;
}

const equal = (a: AnyRule, b: AnyRule): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Puts two lists beside each other by the rules' names. */
function pairUp<R extends AnyRule, O extends One<R>>(
  before: readonly O[],
  after: readonly O[],
): { same: O[]; differing: { before: O | null; after: O | null }[] } {
  const was = new Map(before.map((one) => [one.rule.name, one]));
  const is = new Set(after.map(({ rule }) => rule.name));
  const same: O[] = [];
  const differing: { before: O | null; after: O | null }[] = before.filter(({ rule }) => !is.has(rule.name)).map((one) => ({ before: one, after: null }));
  for (const one of after) {
    const old = was.get(one.rule.name) ?? null;
    if (old && equal(old.rule, one.rule)) same.push(one);
    else differing.push({ before: old, after: one });
  }
  return { same, differing };
}

/** @throws LegalBasisError where the basis is unknown or not yet there at the date. */
export function differencesAt(rulesets: { before: Ruleset; after: Ruleset }, legalBasis: string, date: string): Differences {
  const before = rulesAt(rulesets.before, legalBasis, date);
  const after = rulesAt(rulesets.after, legalBasis, date);
  const law = pairUp<LawRule, RulesAt['lawRules'][number]>(before.lawRules, after.lawRules);
  const risk = pairUp<RiskRule, RulesAt['risks'][number]>(before.risks, after.risks);
  const signal = pairUp<SignalRule, RulesAt['signals'][number]>(before.signals, after.signals);
  return {
    before,
    after,
    differing: [
      ...law.differing.map((d): Differing => ({ kind: 'law', theme: legalBasis, ...d })),
      ...risk.differing.map((d): Differing => ({ kind: 'risk', theme: d.after?.theme ?? d.before?.theme ?? '', ...d })),
      ...signal.differing.map((d): Differing => ({ kind: 'signal', theme: 'signals', ...d })),
    ],
    same: { lawRules: law.same, risks: risk.same, signals: signal.same },
    pathway: before.pathway.some(({ rule }, i) => !after.pathway[i] || !equal(rule, after.pathway[i].rule)) || before.pathway.length !== after.pathway.length,
  };
}
