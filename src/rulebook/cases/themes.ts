import type { Ruleset } from '../../assessment/ruleset.ts';
import type { AnyRule } from '../../rules/format.ts';

export const ruleKinds = ['law', 'risk', 'signal', 'pathway'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** The rules that people think of together: a law, a field of risk, what speaks for, the pathway. */
export interface RuleTheme {
  id: string;
  title: string;
  kind: RuleKind;
  rules: readonly AnyRule[];
}

/** Every rule of the ruleset under its theme, in the order of the files. */
export function ruleThemes({ laws, themes, signals, pathway }: Ruleset): RuleTheme[] {
  return [
    ...laws.map(({ id, shortTitle, rules }) => ({ id, title: shortTitle, kind: 'law' as const, rules })),
    ...themes.map(({ id, title, rules }) => ({ id, title, kind: 'risk' as const, rules })),
    { id: 'stod', title: 'Stödjande omständigheter', kind: 'signal', rules: signals },
    { id: 'vag', title: 'Väg och etapp', kind: 'pathway', rules: pathway },
  ];
}

/** How a page names a rule and leads to it. */
export interface RuleRef {
  id: string;
  title: string;
  kind: RuleKind;
}

/** Finds a rule's title and kind by its name; a name that the ruleset does not have stands as it is. */
export function ruleRefs(ruleset: Ruleset): (name: string) => RuleRef {
  const refs = new Map(
    ruleThemes(ruleset).flatMap(({ kind, rules }) => rules.map(({ name, event }): [string, RuleRef] => [name, { id: name, title: event.params.title, kind }])),
  );
  return (name) => refs.get(name) ?? { id: name, title: name, kind: 'risk' };
}

/** Every rule of the ruleset, in the order of the files. */
export function allRules(ruleset: Ruleset): AnyRule[] {
  return ruleThemes(ruleset).flatMap(({ rules }) => rules);
}
