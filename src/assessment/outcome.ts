import type { Facts } from '../candidate/facts.ts';
import type { FactRow } from '../rules/compile.ts';
import { fillRow } from '../rules/compile.ts';
import type { PathwayRule, RiskRule, SignalRule, Verdict } from '../rules/format.ts';
import type { Compiled } from './ruleset.ts';

/** What law and risk have said, counted: the only thing that the pathway rules read. No weights, no sum. */
export interface Outcome {
  verdict: Verdict;
  blocking: number;
  high: number;
  medium: number;
  highUnclearable: number;
  cityAdvice: boolean;
  practice: boolean;
}

export function emptyOutcome(verdict: Verdict): Outcome {
  return { verdict, blocking: 0, high: 0, medium: 0, highUnclearable: 0, cityAdvice: false, practice: false };
}

export function countFlag(outcome: Outcome, rule: RiskRule): void {
  const { severity, clearedBy, cityAdvice } = rule.event.params;
  if (severity === 'blocking') outcome.blocking += 1;
  if (severity === 'high') outcome.high += 1;
  if (severity === 'medium') outcome.medium += 1;
  if ((severity === 'blocking' || severity === 'high') && clearedBy.length === 0) outcome.highUnclearable += 1;
  if (cityAdvice === true) outcome.cityAdvice = true;
}

export function countSignal(outcome: Outcome, rule: SignalRule): void {
  if (rule.event.params.practice === true) outcome.practice = true;
}

export function outcomeFactsOf(outcome: Outcome): Facts {
  return {
    'law.verdict': outcome.verdict,
    'flags.blocking': outcome.blocking,
    'flags.high': outcome.high,
    'flags.medium': outcome.medium,
    'flags.highUnclearable': outcome.highUnclearable,
    'flags.cityAdvice': outcome.cityAdvice,
    'signals.practice': outcome.practice,
  };
}

/**
 * The one pathway rule that applies.
 * @throws Error where none or several apply: the table is complete and without overlap, or the start has failed (`pathway-table.ts`).
 */
export function choosePathway(rules: readonly Compiled<PathwayRule>[], outcome: Outcome, row: FactRow): PathwayRule {
  fillRow(row, outcomeFactsOf(outcome));
  const applying = rules.filter((r) => r.test(row));
  const [first] = applying;
  if (first === undefined || applying.length > 1) throw new Error(`tabellen för väg och etapp ger ${applying.length} svar för ${JSON.stringify(outcome)}`);
  return first.rule;
}
