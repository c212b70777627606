import type { Ruleset } from '../../assessment/ruleset.ts';
import type { AnyRule } from '../../rules/format.ts';
import type { Comparison } from './compare.ts';
import { rulesByName } from './reasons.ts';
import type { Side } from './sides.ts';

/** How a rule differs: it applies on one side only, or it is written otherwise. What is otherwise in it, the rule's own history tells. */
export type DifferenceKind = 'only_from' | 'only_to' | 'changed';
/** Why it applies on one side only: another basis, another date, or another version of the rules. */
export type DifferenceCause = 'basis' | 'date' | 'version';

export interface RuleDifference {
  name: string;
  title: string;
  kind: DifferenceKind;
  cause: DifferenceCause;
  validFrom: string | null;
  validTo: string | null;
}

function allNames({ laws, themes, signals, pathway }: Ruleset): ReadonlySet<string> {
  return new Set([...laws.flatMap((law) => law.rules), ...themes.flatMap((theme) => theme.rules), ...signals, ...pathway].map(({ name }) => name));
}

/** Why a rule of one side does not apply on the other. */
function causeOf(rule: AnyRule, other: Side): DifferenceCause {
  if (!allNames(other.assessor.knowledge.ruleset).has(rule.name)) return 'version';
  const isOther = rule.event.type === 'ground' && !other.rules.law.rules.some(({ name }) => name === rule.name);
  return isOther ? 'basis' : 'date';
}

/** Every rule that applies on one side only, or is written otherwise on the other, in the order of the rules. */
export function ruleDifferences({ from, to }: Pick<Comparison, 'from' | 'to'>): RuleDifference[] {
  const [before, after] = [rulesByName(from.rules), rulesByName(to.rules)];
  const told = ({ name, event, validFrom, validTo }: AnyRule) => ({ name, title: event.params.title, validFrom: validFrom ?? null, validTo: validTo ?? null });
  const only = (rules: Iterable<AnyRule>, others: ReadonlyMap<string, AnyRule>, kind: DifferenceKind, other: Side): RuleDifference[] =>
    [...rules].filter(({ name }) => !others.has(name)).map((rule) => ({ ...told(rule), kind, cause: causeOf(rule, other) }));
  const changed = [...after.values()].flatMap((rule): RuleDifference[] => {
    const old = before.get(rule.name);
    return old === undefined || JSON.stringify(old) === JSON.stringify(rule) ? [] : [{ ...told(rule), kind: 'changed', cause: 'version' }];
  });
  return [...only(before.values(), after, 'only_from', to), ...only(after.values(), before, 'only_to', from), ...changed];
}
