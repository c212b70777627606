import type { Ruleset } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { AnyRule, Reviewer, Severity, Verdict } from '../../rules/format.ts';
import { contentHash } from '../../rules/load.ts';
import { kindOf, type RuleKind, ruleNumber } from './numbers.ts';
import { type RenderedGroup, renderGroup } from './rendering.ts';

/** A rule as the rulebook shows it. */
export interface RuleView {
  id: string;
  number: string;
  kind: RuleKind;
  theme: string;
  themeTitle: string;
  severity: Severity | null;
  verdict: Verdict | null;
  title: string;
  text: string;
  reason: string | null;
  clearedBy: string[];
  remedy: string | null;
  reviewer: readonly Reviewer[];
  /** Readable citations, and the register's keys in the same order. */
  citations: string[];
  sources: string[];
  validFrom: string | null;
  validTo: string | null;
  conditions: RenderedGroup;
  /** Of the rule's whole content: the same hash means the same wording. */
  hash: string;
  rule: AnyRule;
}

export const signalTheme = 'stod';
export const pathwayTheme = 'vag';
export const kindLabels: Readonly<Record<RuleKind, string>> = { law: 'Lag', risk: 'Risk', signal: 'Talar för', pathway: 'Väg och etapp' };

export interface ThemeView {
  id: string;
  title: string;
  kind: RuleKind;
}

export function themesOf({ laws, themes }: Ruleset): ThemeView[] {
  return [
    ...laws.map((law) => ({ id: law.id, title: law.shortTitle, kind: 'law' as const })),
    ...themes.map((theme) => ({ id: theme.id, title: theme.title, kind: 'risk' as const })),
    { id: signalTheme, title: 'Stödjande omständigheter', kind: 'signal' },
    { id: pathwayTheme, title: 'Väg och etapp', kind: 'pathway' },
  ];
}

function sourcesOf({ event }: AnyRule): string[] {
  return event.type === 'ground' ? [event.params.citation] : event.type === 'pathway' ? [] : event.params.citations;
}

function ruleView(knowledge: Knowledge, rule: AnyRule, theme: ThemeView): RuleView {
  const { event } = rule;
  const flag = event.type === 'flag' ? event.params : null;
  const sources = sourcesOf(rule);
  return {
    id: rule.name,
    number: ruleNumber(rule),
    kind: kindOf(rule),
    theme: theme.id,
    themeTitle: theme.title,
    severity: flag?.severity ?? null,
    verdict: event.type === 'ground' ? event.params.verdict : null,
    title: event.params.title,
    text: event.type === 'flag' || event.type === 'signal' ? event.params.message : event.params.text,
    reason: flag?.reason ?? null,
    clearedBy: flag?.clearedBy.map((way) => way.text) ?? [],
    remedy: flag?.remedy ?? null,
    reviewer: flag?.reviewer ?? [],
    citations: sources.map(knowledge.cite),
    sources,
    validFrom: rule.validFrom ?? null,
    validTo: rule.validTo ?? null,
    conditions: renderGroup(rule.conditions),
    hash: contentHash(rule),
    rule,
  };
}

const made = new WeakMap<Ruleset, readonly RuleView[]>();

/** Every rule of the ruleset in force when asked: law, risk, support, and pathway, in the files' order. */
export function allRules(knowledge: Knowledge): readonly RuleView[] {
  const { ruleset } = knowledge;
  const known = made.get(ruleset);
  if (known !== undefined) return known;
  const { laws, themes, signals, pathway } = ruleset;
  const rulesOf = new Map<string, readonly AnyRule[]>([
    ...[...laws, ...themes].map(({ id, rules }): [string, readonly AnyRule[]] => [id, rules]),
    [signalTheme, signals],
    [pathwayTheme, pathway],
  ]);
  const views = themesOf(ruleset).flatMap((theme) => (rulesOf.get(theme.id) ?? []).map((rule) => ruleView(knowledge, rule, theme)));
  made.set(ruleset, views);
  return views;
}
