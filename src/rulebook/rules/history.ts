import type { RuleView } from './rule-view.ts';

/** Something that happened to a rule, newest first in a history. */
export interface RuleEvent {
  /** ISO date; null for the rule files, which carry no date of their own. */
  at: string | null;
  /** Who did it; null where it is the product itself. */
  by: string | null;
  /** Swedish, a sentence. */
  text: string;
  href?: string;
}

/** Where a rule comes from and what has happened to it. */
export interface RuleHistory {
  /** Who set the severity (for a law rule: the verdict) that stands now. */
  severitySetBy: string;
  events: readonly RuleEvent[];
}

export type HistoryOf = (rule: RuleView) => RuleHistory | Promise<RuleHistory>;

/** What the base version knows: the rule comes from its file, and nobody has changed it. */
export function baseHistory(): HistoryOf {
  const folders = { law: 'law', risk: 'risk', signal: 'risk', pathway: 'pathway' } as const;
  const nameOf = (rule: RuleView) => (rule.kind === 'signal' ? 'signals' : rule.kind === 'pathway' ? 'pathway' : rule.theme);
  return (rule) => ({
    severitySetBy: 'Insatsplans regelfil',
    events: [
      { at: null, by: null, text: `Regeln står i Insatsplans regelfil rules/${folders[rule.kind]}/${nameOf(rule)}.json. Ingen har ändrat den sedan dess.` },
    ],
  });
}
