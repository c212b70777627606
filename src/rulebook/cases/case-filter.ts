import { z } from 'zod';
import type { CaseResult } from '../../rules/cases.ts';
import { ruleKinds } from '../../rules/format.ts';
import { oneOf, pageNumber, searchText, wordsOf } from '../../web/input.ts';
import { type RuleTheme, ruleHref } from '../themes.ts';
import { factsInWords } from './words.ts';

export const results = ['fel', 'slar-till', 'inte'] as const;
export const resultLabels = { fel: 'Stämmer inte', 'slar-till': 'Regeln ska slå till', inte: 'Regeln ska inte slå till' } as const;

/** What the list of cases reads from its address. */
export function caseQuerySchema(themes: readonly RuleTheme[]) {
  return z.object({
    q: searchText,
    regel: oneOf(
      themes.flatMap(({ rules }) => rules.map(({ name }) => name)),
      'Regeln',
    ),
    tema: oneOf(
      themes.map(({ id }) => id),
      'Temat',
    ),
    slag: oneOf(ruleKinds, 'Slaget'),
    resultat: oneOf(results, 'Resultatet'),
    sida: pageNumber,
    kor: oneOf(['nu'], 'Körningen'),
  });
}
export type CaseQuery = z.infer<ReturnType<typeof caseQuerySchema>>;

export interface CaseView {
  name: string;
  rule: string;
  ruleTitle: string;
  ruleHref: string;
  theme: string;
  themeTitle: string;
  kind: RuleTheme['kind'];
  facts: { label: string; value: string }[];
  fires: boolean;
  passed: boolean;
}

/** Each case with its rule and its facts in words; cases of rules that are not in the ruleset are left to the list of faults. */
export function caseViews(ran: readonly CaseResult[], themes: readonly RuleTheme[]): CaseView[] {
  const home = new Map(themes.flatMap((theme) => theme.rules.map((rule) => [rule.name, { theme, rule }] as const)));
  return ran.flatMap(({ case: { rule, name, given, fires }, passed }) => {
    const found = home.get(rule);
    if (found === undefined) return [];
    const { theme } = found;
    return [
      {
        name,
        rule,
        ruleTitle: found.rule.event.params.title,
        ruleHref: ruleHref(rule),
        theme: theme.id,
        themeTitle: theme.title,
        kind: theme.kind,
        facts: factsInWords(given),
        fires,
        passed,
      },
    ];
  });
}

/** The cases that the query leaves, in their order. */
export function filterCases(cases: readonly CaseView[], query: CaseQuery): CaseView[] {
  const words = wordsOf(query.q);
  return cases.filter(({ name, rule, ruleTitle, theme, kind, facts, fires, passed }) => {
    const text = words.length === 0 ? '' : [name, rule, ruleTitle, ...facts.flatMap(({ label, value }) => [label, value])].join(' ').toLowerCase();
    return (
      (query.regel === '' || rule === query.regel) &&
      (query.tema === '' || theme === query.tema) &&
      (query.slag === '' || kind === query.slag) &&
      (query.resultat === '' || (query.resultat === 'fel' ? !passed : fires === (query.resultat === 'slar-till'))) &&
      words.every((word) => text.includes(word))
    );
  });
}
