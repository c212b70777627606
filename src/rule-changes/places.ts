/** Where a rule stands in a ruleset, and a ruleset with one rule changed or added. Everything that is not changed is the same object as before. */
import type { Ruleset } from '../assessment/ruleset.ts';
import type { AnyRule, LawRule, PathwayRule, RiskRule, SignalRule } from '../rules/format.ts';

/** A rule with its kind and where it stands: the id of its legal basis or theme. */
export type Placed =
  | { kind: 'law'; place: string; rule: LawRule }
  | { kind: 'risk'; place: string; rule: RiskRule }
  | { kind: 'signal'; place: 'signals'; rule: SignalRule }
  | { kind: 'pathway'; place: 'pathway'; rule: PathwayRule };

export type Rules = Omit<Ruleset, 'hash'>;

/** Every rule in the files' order. */
export function placedRules({ laws, themes, signals, pathway }: Rules): Placed[] {
  return [
    ...laws.flatMap((law) => law.rules.map((rule): Placed => ({ kind: 'law', place: law.id, rule }))),
    ...themes.flatMap((theme) => theme.rules.map((rule): Placed => ({ kind: 'risk', place: theme.id, rule }))),
    ...signals.map((rule): Placed => ({ kind: 'signal', place: 'signals', rule })),
    ...pathway.map((rule): Placed => ({ kind: 'pathway', place: 'pathway', rule })),
  ];
}

export function findPlaced(rules: Rules, name: string): Placed | undefined {
  return placedRules(rules).find(({ rule }) => rule.name === name);
}

/** The rule file of a place, from the repository's root. */
export function fileOf({ kind, place }: Pick<Placed, 'kind' | 'place'>): string {
  return `rules/${kind === 'signal' ? 'risk' : kind}/${place}.json`;
}

const put = <R extends AnyRule>(rules: readonly R[], next: R): R[] =>
  rules.some(({ name }) => name === next.name) ? rules.map((rule) => (rule.name === next.name ? next : rule)) : [...rules, next];

/** The rules with this one in the place of the one of the same name, or last in its file where there is none. */
export function withRule(rules: Rules, { kind, place, rule }: Placed): Rules {
  if (kind === 'law') return { ...rules, laws: rules.laws.map((law) => (law.id === place ? { ...law, rules: put(law.rules, rule) } : law)) };
  if (kind === 'risk') return { ...rules, themes: rules.themes.map((theme) => (theme.id === place ? { ...theme, rules: put(theme.rules, rule) } : theme)) };
  if (kind === 'signal') return { ...rules, signals: put(rules.signals, rule) };
  return { ...rules, pathway: put(rules.pathway, rule) };
}
