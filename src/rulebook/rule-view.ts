import { factText } from '../assessment/words.ts';
import { factTable, outcomeFacts } from '../candidate/facts.ts';
import type { Knowledge } from '../knowledge.ts';
import type { AnyRule, Condition } from '../rules/format.ts';
import { operatorLabels } from '../web/labels.ts';

/** A condition tree in words, without any candidate's values. */
export type ConditionView = { type: 'leaf'; text: string } | { type: 'group'; heading: string; children: ConditionView[] };

const facts = { ...factTable, ...outcomeFacts };

/** Puts a condition into words. */
export function conditionView(condition: Condition): ConditionView {
  if ('fact' in condition) {
    const label = facts[condition.fact]?.label ?? condition.fact;
    return { type: 'leaf', text: `${label} ${operatorLabels[condition.operator]} ${factText(condition.fact, condition.value)}` };
  }
  if ('all' in condition) return { type: 'group', heading: 'Allt detta gäller', children: condition.all.map(conditionView) };
  if ('any' in condition) return { type: 'group', heading: 'Minst ett av detta gäller', children: condition.any.map(conditionView) };
  return { type: 'group', heading: 'Detta gäller inte', children: [conditionView(condition.not)] };
}

export interface RuleView {
  id: string;
  kind: 'law' | 'risk' | 'signal';
  theme: string;
  themeTitle: string;
  severity: string | null;
  verdict: string | null;
  title: string;
  text: string;
  reason: string | null;
  clearedBy: string[];
  reviewer: readonly string[];
  citations: string[];
  sources: string[];
  conditions: ConditionView;
}

function ruleView(knowledge: Knowledge, rule: AnyRule, kind: RuleView['kind'], theme: string, themeTitle: string): RuleView {
  const { event } = rule;
  const sources = event.type === 'ground' ? [event.params.citation] : event.type === 'pathway' ? [] : event.params.citations;
  return {
    id: rule.name,
    kind,
    theme,
    themeTitle,
    severity: event.type === 'flag' ? event.params.severity : null,
    verdict: event.type === 'ground' ? event.params.verdict : null,
    title: event.params.title,
    text: event.type === 'flag' || event.type === 'signal' ? event.params.message : event.params.text,
    reason: event.type === 'flag' ? event.params.reason : null,
    clearedBy:
      event.type === 'flag' ? [...event.params.clearedBy.map((way) => way.text), ...(event.params.remedy === undefined ? [] : [event.params.remedy])] : [],
    reviewer: event.type === 'flag' ? event.params.reviewer : [],
    citations: sources.map(knowledge.cite),
    sources,
    conditions: conditionView(rule.conditions),
  };
}

export const signalTheme = 'stod';

/** Every rule of law, risk and support, in the files' order. */
export function allRules(knowledge: Knowledge): RuleView[] {
  const { laws, themes, signals } = knowledge.ruleset;
  return [
    ...laws.flatMap((law) => law.rules.map((rule) => ruleView(knowledge, rule, 'law', law.id, law.shortTitle))),
    ...themes.flatMap((theme) => theme.rules.map((rule) => ruleView(knowledge, rule, 'risk', theme.id, theme.title))),
    ...signals.map((rule) => ruleView(knowledge, rule, 'signal', signalTheme, 'Stödjande omständigheter')),
  ];
}
