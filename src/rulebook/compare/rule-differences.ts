import { everyRule } from '../../assessment/ruleset.ts';
import { type AnyRule, switchedOffMotive } from '../../rules/format.ts';
import type { Comparison } from './compare.ts';
import { rulesByName } from './reasons.ts';
import type { Side } from './sides.ts';

/** How a rule differs: it applies on one side only, or it is written otherwise. What is otherwise in it, the rule's own history tells. */
export type DifferenceKind = 'only_from' | 'only_to' | 'changed';
/** Why it applies on one side only: another basis, another date, another version of the rules, or because it is switched off on the other. */
export type DifferenceCause = 'basis' | 'date' | 'version' | 'switched_off';

export interface RuleDifference {
  name: string;
  title: string;
  kind: DifferenceKind;
  cause: DifferenceCause;
  validFrom: string | null;
  validTo: string | null;
  /** Why it is switched off on the side where it does not apply; null where that is not the cause. */
  motive: string | null;
}

/** Why a rule of one side does not apply on the other. */
function causeOf(rule: AnyRule, other: Side): Pick<RuleDifference, 'cause' | 'motive'> {
  const there = everyRule(other.assessor.knowledge.ruleset).find(({ name }) => name === rule.name);
  if (there === undefined) return { cause: 'version', motive: null };
  if (rule.event.type === 'ground' && !other.rules.law.rules.some(({ name }) => name === rule.name)) return { cause: 'basis', motive: null };
  const motive = switchedOffMotive(there);
  return { cause: motive === null ? 'date' : 'switched_off', motive };
}

/** Every rule that applies on one side only, or is written otherwise on the other, in the order of the rules. */
export function ruleDifferences({ from, to }: Pick<Comparison, 'from' | 'to'>): RuleDifference[] {
  const [before, after] = [rulesByName(from.rules), rulesByName(to.rules)];
  const told = ({ name, event, validFrom, validTo }: AnyRule) => ({ name, title: event.params.title, validFrom: validFrom ?? null, validTo: validTo ?? null });
  const only = (rules: Iterable<AnyRule>, others: ReadonlyMap<string, AnyRule>, kind: DifferenceKind, other: Side): RuleDifference[] =>
    [...rules].filter(({ name }) => !others.has(name)).map((rule) => ({ ...told(rule), kind, ...causeOf(rule, other) }));
  const changed = [...after.values()].flatMap((rule): RuleDifference[] => {
    const old = before.get(rule.name);
    return old === undefined || JSON.stringify(old) === JSON.stringify(rule) ? [] : [{ ...told(rule), kind: 'changed', cause: 'version', motive: null }];
  });
  return [...only(before.values(), after, 'only_from', to), ...only(after.values(), before, 'only_to', from), ...changed];
}
