import { everyRule, type Ruleset } from '../assessment/ruleset.ts';
import { type AnyRule, kindOf, type RuleKind } from '../rules/format.ts';

/** The rules that people think of together: a law, a field of risk, what speaks for, the pathway. */
export interface RuleTheme {
  id: string;
  title: string;
  kind: RuleKind;
  rules: readonly AnyRule[];
}

export const signalTheme = 'stod';
export const pathwayTheme = 'vag';
export const kindLabels: Readonly<Record<RuleKind, string>> = { law: 'Lag', risk: 'Risk', signal: 'Talar för', pathway: 'Väg och etapp' };

/** Every rule of the ruleset under its theme, in the order of the files. */
export function ruleThemes({ laws, themes, signals, pathway }: Ruleset): RuleTheme[] {
  return [
    ...laws.map(({ id, shortTitle, rules }) => ({ id, title: shortTitle, kind: 'law' as const, rules })),
    ...themes.map(({ id, title, rules }) => ({ id, title, kind: 'risk' as const, rules })),
    { id: signalTheme, title: 'Stödjande omständigheter', kind: 'signal', rules: signals },
    { id: pathwayTheme, title: 'Väg och etapp', kind: 'pathway', rules: pathway },
  ];
}

/** How a page names a rule and leads to it. */
export interface RuleRef {
  id: string;
  title: string;
  kind: RuleKind;
  /** The rule's page; null where the ruleset does not have it. */
  href: string | null;
}

/** A rule's page. */
export const ruleHref = (name: string): string => `/metod/regler/${name}`;

/** Finds a rule's title and kind by its name; a name that the ruleset does not have stands as it is. */
export function ruleRefs(ruleset: Ruleset): (name: string) => RuleRef {
  const refs = new Map(
    everyRule(ruleset).map((rule): [string, RuleRef] => [
      rule.name,
      { id: rule.name, title: rule.event.params.title, kind: kindOf(rule), href: ruleHref(rule.name) },
    ]),
  );
  return (name) => refs.get(name) ?? { id: name, title: name, kind: 'risk', href: null };
}
