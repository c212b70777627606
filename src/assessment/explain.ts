import { traceRules } from '../rules/engine.ts';
import { type AnyRule, kindOf } from '../rules/format.ts';
import type { Assessor } from './assess.ts';
import { findSmallestChange } from './clearing.ts';
import { countFlag, countSignal, emptyOutcome, outcomeFactsOf } from './outcome.ts';
import type { Candidate, ExplainedAssessment, RuleTrace } from './types.ts';

/**
 * Assesses a candidate and traces every rule through json-rules-engine.
 * @throws Error if the engine and the compiled rules disagree: an answer that cannot be explained is no answer.
 */
export async function explainAssessment(assessor: Assessor, candidate: Candidate): Promise<ExplainedAssessment> {
  const assessment = assessor.assess(candidate);
  const at = assessor.rulesAt(candidate.legalBasis, candidate.date);
  const facts = assessor.factsOf(candidate);
  const themeOf = new Map(at.risks.map((r) => [r.rule.name, r.theme]));
  const rules: AnyRule[] = [...at.lawRules, ...at.risks, ...at.signals].map((r) => r.rule);

  const outcome = emptyOutcome(assessment.law.verdict);
  for (const { rule } of at.risks) if (assessment.flags.some((f) => f.rule === rule.name)) countFlag(outcome, rule);
  for (const { rule } of at.signals) if (assessment.signals.some((s) => s.rule === rule.name)) countSignal(outcome, rule);

  const traced = [
    ...(await traceRules(rules, facts)),
    ...(await traceRules(
      at.pathway.map((r) => r.rule),
      { ...facts, ...outcomeFactsOf(outcome) },
    )),
  ];
  const byName = new Map<string, AnyRule>([...rules, ...at.pathway.map((r) => r.rule)].map((rule) => [rule.name, rule]));
  const fired = new Set([...assessment.law.grounds, ...assessment.flags, ...assessment.signals, assessment.recommendation].map((x) => x.rule));
  const trace = traced.map((outcomeOf): RuleTrace => {
    const rule = byName.get(outcomeOf.name);
    if (!rule || outcomeOf.fired !== fired.has(outcomeOf.name)) throw new Error(`${outcomeOf.name}: spåret och bedömningen säger olika`);
    const kind = kindOf(rule);
    const { title } = rule.event.params;
    const base: RuleTrace = { rule: rule.name, kind, theme: themeOf.get(rule.name) ?? kind, title, fired: outcomeOf.fired, conditions: outcomeOf.conditions };
    return kind === 'risk' && outcomeOf.fired ? { ...base, smallestChange: findSmallestChange(assessor, candidate, rule, assessment) } : base;
  });
  return { ...assessment, trace };
}
