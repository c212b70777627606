import type { Assessor } from '../assessment/assess.ts';
import { everyRule, type RulesAt, type Ruleset, rulesIn } from '../assessment/ruleset.ts';
import type { Assessment } from '../assessment/types.ts';
import { type Pathway, pathways, type Verdict, verdicts } from '../rules/format.ts';
import { pathwayLabels, verdictLabels } from '../web/labels.ts';
import { type Goal, pathwayGoal, pathwayRuleGoal, verdictGoal } from './goal.ts';

/** What somebody asks about: that a rule applies, that the law's answer is this one, that the way is this one (null: none, another law decides). */
export type Target = { rule: string } | { verdict: Verdict } | { pathway: Pathway | null };

/** As it stands in an address and on the command line: "regel.<name>", "svar.allowed", "vag.open", "vag.ingen". */
export function targetKey(target: Target): string {
  if ('rule' in target) return `regel.${target.rule}`;
  return 'verdict' in target ? `svar.${target.verdict}` : `vag.${target.pathway ?? 'ingen'}`;
}

/** Reads such a key; null where it names nothing that can be asked about. */
export function readTarget(ruleset: Ruleset, key: string): Target | null {
  const [, kind, name = ''] = /^(regel|svar|vag)\.([a-z0-9_-]{1,120})$/.exec(key) ?? [];
  if (kind === 'regel') return everyRule(ruleset).some((rule) => rule.name === name) ? { rule: name } : null;
  const verdict = verdicts.find((one) => one === name);
  if (kind === 'svar') return verdict === undefined ? null : { verdict };
  const pathway = pathways.find((one) => one === name);
  if (kind !== 'vag') return null;
  return pathway !== undefined ? { pathway } : name === 'ingen' ? { pathway: null } : null;
}

/** What must hold for the target to hold; null for a rule that does not apply under this basis at this date. */
export function goalOf(at: RulesAt, target: Target): Goal | null {
  if ('verdict' in target) return verdictGoal(at, target.verdict);
  if ('pathway' in target) return pathwayGoal(at, target.pathway);
  const row = at.pathway.find(({ rule }) => rule.name === target.rule);
  if (row !== undefined) return pathwayRuleGoal(at, row.rule);
  return rulesIn(at).find((rule) => rule.name === target.rule)?.conditions ?? null;
}

/** Whether an assessment is as the target says. */
export function targetHolds(target: Target, { law, flags, signals, recommendation }: Assessment): boolean {
  if ('verdict' in target) return law.verdict === target.verdict;
  if ('pathway' in target) return recommendation.pathway === target.pathway;
  return [...law.grounds, ...flags, ...signals, recommendation].some(({ rule }) => rule === target.rule);
}

export const pathwayText = (pathway: Pathway | null): string => (pathway === null ? 'Ingen väg: en annan lag styr' : pathwayLabels[pathway]);

/** Whether it is so, in words: "Lagens svar är inte ”Får öppnas”". */
export function targetText(assessor: Assessor, target: Target, holds: boolean): string {
  const not = holds ? '' : 'inte ';
  if ('verdict' in target) return `Lagens svar är ${not}”${verdictLabels[target.verdict]}”`;
  if ('pathway' in target) return `Vägen är ${not}”${pathwayText(target.pathway)}”`;
  const rule = everyRule(assessor.knowledge.ruleset).find(({ name }) => name === target.rule);
  return `Regeln ”${rule?.event.params.title ?? target.rule}” slår ${not}till`;
}
