import { z } from 'zod';
import { reviewers, severities } from '../rules/format.ts';
import type { RuleView } from './rule-view.ts';

const oneOf = (values: readonly string[], name: string) =>
  z
    .string()
    .max(200)
    .default('')
    .refine((value) => value === '' || values.includes(value), `${name} finns inte i listan. Välj ett värde i formuläret.`);

/** What the rule list reads from its address. */
export function ruleQuerySchema(themes: readonly string[]) {
  return z.object({
    q: z
      .string()
      .max(200, 'Sökordet är för långt. Skriv högst 200 tecken.')
      .default('')
      .transform((text) => text.trim()),
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
