import { z } from 'zod';
import { reviewers, severities } from '../rules/format.ts';
import { oneOf, searchText } from '../web/input.ts';
import type { RuleView } from './rule-view.ts';

/** What the rule list reads from its address. */
export function ruleQuerySchema(themes: readonly string[]) {
  return z.object({
    q: searchText,
    tema: oneOf(themes, 'Temat'),
    allvar: oneOf(severities, 'Allvarsgraden'),
    granskas: oneOf(reviewers, 'Granskaren'),
  });
}
export type RuleQuery = z.infer<ReturnType<typeof ruleQuerySchema>>;

/** The rules that the query leaves, in their order. */
export function filterRules(rules: readonly RuleView[], query: RuleQuery): RuleView[] {
  const words = query.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rules.filter((rule) => {
    const text = [rule.id, rule.title, rule.text, rule.reason ?? '', rule.themeTitle, ...rule.citations].join(' ').toLowerCase();
    return (
      (query.tema === '' || rule.theme === query.tema) &&
      (query.allvar === '' || rule.severity === query.allvar) &&
      (query.granskas === '' || rule.reviewer.includes(query.granskas)) &&
      words.every((word) => text.includes(word))
    );
  });
}
