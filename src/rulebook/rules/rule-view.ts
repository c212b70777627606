import type { Ruleset } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import { type AnyRule, type Reviewer, type RuleKind, type Severity, switchedOffMotive, type Verdict } from '../../rules/format.ts';
import { contentHash } from '../../rules/load.ts';
import { type RuleTheme, ruleThemes } from '../themes.ts';
import { ruleNumber } from './numbers.ts';
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
  /** Why the rule is switched off; null where it is asked. */
  switchedOff: string | null;
  conditions: RenderedGroup;
  /** Of the rule's whole content: the same hash means the same wording. */
  hash: string;
  rule: AnyRule;
}

function sourcesOf({ event }: AnyRule): string[] {
  return event.type === 'ground' ? [event.params.citation] : event.type === 'pathway' ? [] : event.params.citations;
}

function ruleView(knowledge: Knowledge, rule: AnyRule, theme: RuleTheme): RuleView {
  const { event } = rule;
  const flag = event.type === 'flag' ? event.params : null;
  const sources = sourcesOf(rule);
  return {
    id: rule.name,
    number: ruleNumber(rule),
    kind: theme.kind,
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
    switchedOff: switchedOffMotive(rule),
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
  const views = ruleThemes(ruleset).flatMap((theme) => theme.rules.map((rule) => ruleView(knowledge, rule, theme)));
  made.set(ruleset, views);
  return views;
}
