import type { Assessor } from '../assessment/assess.ts';
import { countFlag, countSignal, emptyOutcome, outcomeFactsOf } from '../assessment/outcome.ts';
import { rulesIn, switchedOffAt } from '../assessment/ruleset.ts';
import type { Assessment, Candidate, RuleTrace } from '../assessment/types.ts';
import { factTable } from '../candidate/facts.ts';
import { compile, type FactRow, fillRow } from '../rules/compile.ts';
import { isLeaf } from '../rules/conditions.ts';
import { traceRules } from '../rules/engine.ts';
import { type AnyRule, kindOf, type RuleKind, switchedOffMotive, type TopCondition } from '../rules/format.ts';
import { goalLeaves } from './goal.ts';
import { smallestChanges } from './smallest-changes.ts';
import { targetHolds } from './target.ts';
import { type Lever, variableOf, variablesOf } from './variables.ts';

/** A rule of a candidate, without its conditions. */
export interface RuleState {
  rule: string;
  kind: RuleKind;
  /** Id of the risk theme; for other rules their kind. */
  theme: string;
  title: string;
  fired: boolean;
  /** Silent, and one answer of the design or one fact of the district or the group would make it fire. */
  near: boolean;
  /** Why the rule is switched off and so was not asked; null where it was. */
  off: string | null;
}

const nearLevers: ReadonlySet<Lever> = new Set(['design', 'district', 'group']);
const isNearLever = (origin: string | undefined): boolean => [...nearLevers].some((lever) => lever === origin);

/** Whether two things, or one that cannot be changed here, keep the rule silent by themselves. Most rules are, and the search need not be made for them. */
function isFar(conditions: TopCondition, row: FactRow): boolean {
  if (!('all' in conditions)) return false;
  const failing = conditions.all.filter(isLeaf).filter((leaf) => !compile(leaf)(row));
  return failing.some(({ fact }) => !isNearLever(factTable[fact]?.origin)) || new Set(failing.map(({ fact }) => variableOf(fact))).size > 1;
}

/** Every rule that was asked of the candidate: whether it fired, and if not, whether it was near. Last those that are switched off. */
export function ruleStates(assessor: Assessor, candidate: Candidate, assessment: Assessment): RuleState[] {
  const at = assessor.rulesAt(candidate.legalBasis, candidate.date);
  const themes = new Map(at.risks.map(({ rule, theme }) => [rule.name, theme]));
  const row = fillRow([], assessor.factsOf(candidate));
  const isNear = ({ conditions, event }: AnyRule): boolean => {
    if (event.type === 'pathway' || isFar(conditions, row)) return false;
    const variables = variablesOf(assessor, candidate, goalLeaves(conditions)).filter(({ lever }) => nearLevers.has(lever));
    return smallestChanges(conditions, true, row, variables, { size: 1, states: 200 }).outcome === 'found';
  };
  const asked = rulesIn(at).map((rule): RuleState => {
    const fired = targetHolds({ rule: rule.name }, assessment);
    const kind = kindOf(rule);
    return { rule: rule.name, kind, theme: themes.get(rule.name) ?? kind, title: rule.event.params.title, fired, near: !fired && isNear(rule), off: null };
  });
  const off = switchedOffAt(assessor.knowledge.ruleset, candidate.legalBasis, candidate.date).map(({ rule, theme }): RuleState => {
    const kind = kindOf(rule);
    return { rule: rule.name, kind, theme: theme ?? kind, title: rule.event.params.title, fired: false, near: false, off: switchedOffMotive(rule) };
  });
  return [...asked, ...off];
}

/**
 * One rule with every condition and the value it met, by json-rules-engine. Null where no such rule is in force.
 * @throws Error where the trace and the assessment differ.
 */
export async function traceRule(assessor: Assessor, candidate: Candidate, name: string): Promise<RuleTrace | null> {
  const at = assessor.rulesAt(candidate.legalBasis, candidate.date);
  const rule = rulesIn(at).find((one) => one.name === name);
  if (rule === undefined) return null;
  const assessment = assessor.assess(candidate);
  const outcome = emptyOutcome(assessment.law.verdict);
  for (const risk of at.risks) if (targetHolds({ rule: risk.rule.name }, assessment)) countFlag(outcome, risk.rule);
  for (const signal of at.signals) if (targetHolds({ rule: signal.rule.name }, assessment)) countSignal(outcome, signal.rule);
  const [traced] = await traceRules([rule], { ...assessor.factsOf(candidate), ...outcomeFactsOf(outcome) });
  if (traced === undefined || traced.fired !== targetHolds({ rule: name }, assessment)) throw new Error(`${name}: spåret och bedömningen säger olika`);
  const theme = at.risks.find((risk) => risk.rule.name === name)?.theme ?? kindOf(rule);
  return { rule: name, kind: kindOf(rule), theme, title: rule.event.params.title, fired: traced.fired, conditions: traced.conditions };
}
