import { countFlag, countSignal, emptyOutcome, type Outcome, outcomeFactsOf } from '../assessment/outcome.ts';
import type { RulesAt } from '../assessment/ruleset.ts';
import { outcomeFacts } from '../candidate/facts.ts';
import { decideVerdict } from '../law/verdict.ts';
import { compile, fillRow } from '../rules/compile.ts';
import { type AnyRule, type Condition, type Leaf, type Pathway, type PathwayRule, type Verdict, verdicts } from '../rules/format.ts';

/**
 * Something that may or may not hold of a candidate, as a tree over its facts. A rule's conditions are one; the law's verdict and the pathway,
 * which follow from many rules, are put together of their conditions.
 */
export type Goal =
  | Leaf
  | { all: readonly Goal[] }
  | { any: readonly Goal[] }
  | { not: Goal }
  /** How many of these hold, compared as the leaf says. */
  | { count: readonly Goal[]; leaf: Leaf };

const conditionsOf = (rules: readonly { rule: AnyRule }[]): Goal[] => rules.map(({ rule }) => rule.conditions);

/** The law's verdict is this one: a ground of it applies and none that is stricter. No ground at all is a verdict too. */
export function verdictGoal(at: RulesAt, verdict: Verdict): Goal {
  const of = (wanted: Verdict) => at.lawRules.filter(({ rule }) => rule.event.params.verdict === wanted);
  const own = of(verdict);
  const stricter = verdicts.filter((other) => {
    const [rule] = of(other);
    return other !== verdict && rule !== undefined && decideVerdict([rule.rule, ...own.map((r) => r.rule)]) === other;
  });
  const applies: Goal = { any: conditionsOf(own) };
  const none: Goal = { not: { any: conditionsOf(at.lawRules) } };
  const decides: Goal = decideVerdict([]) === verdict ? { any: [applies, none] } : applies;
  return { all: [decides, { not: { any: conditionsOf(stricter.flatMap(of)) } }] };
}

const nothing = outcomeFactsOf(emptyOutcome('allowed'));

/** The rules that move a fact of the outcome when they fire. */
function membersOf(fact: string, at: RulesAt): Goal[] {
  const moves = (count: (outcome: Outcome) => void): boolean => {
    const outcome = emptyOutcome('allowed');
    count(outcome);
    return outcomeFactsOf(outcome)[fact] !== nothing[fact];
  };
  return conditionsOf([
    ...at.risks.filter(({ rule }) => moves((outcome) => countFlag(outcome, rule))),
    ...at.signals.filter(({ rule }) => moves((outcome) => countSignal(outcome, rule))),
  ]);
}

/** A leaf about the outcome, said of the rules that make it. */
function outcomeGoal(leaf: Leaf, at: RulesAt): Goal {
  const test = compile(leaf);
  const holds = (value: string | number | boolean): boolean => test(fillRow([], { [leaf.fact]: value }));
  if (leaf.fact === 'law.verdict') return { any: verdicts.filter(holds).map((verdict) => verdictGoal(at, verdict)) };
  const members = membersOf(leaf.fact, at);
  const isFlag = outcomeFacts[leaf.fact]?.type === 'boolean';
  const [none, some] = isFlag ? [holds(false), [holds(true)]] : [holds(0), members.map((_, i) => holds(i + 1))];
  if (none && some.every((held) => !held)) return { not: { any: members } };
  if (!none && some.every(Boolean)) return { any: members };
  return isFlag ? { all: none ? [] : [{ any: [] }] } : { count: members, leaf };
}

/** A pathway rule's conditions, said of the facts beneath them. */
export function pathwayRuleGoal(at: RulesAt, rule: PathwayRule): Goal {
  const expand = (condition: Condition): Goal => {
    if ('all' in condition) return { all: condition.all.map(expand) };
    if ('any' in condition) return { any: condition.any.map(expand) };
    if ('not' in condition) return { not: expand(condition.not) };
    return Object.hasOwn(outcomeFacts, condition.fact) ? outcomeGoal(condition, at) : condition;
  };
  return expand(rule.conditions);
}

/** The recommendation is this pathway; null stands for none, where another law decides. */
export function pathwayGoal(at: RulesAt, pathway: Pathway | null): Goal {
  return { any: at.pathway.filter(({ rule }) => rule.event.params.pathway === pathway).map(({ rule }) => pathwayRuleGoal(at, rule)) };
}

/** Every leaf of a goal. */
export function goalLeaves(goal: Goal): Leaf[] {
  if ('fact' in goal) return [goal];
  if ('all' in goal) return goal.all.flatMap(goalLeaves);
  if ('any' in goal) return goal.any.flatMap(goalLeaves);
  if ('not' in goal) return goalLeaves(goal.not);
  return goal.count.flatMap(goalLeaves);
}
