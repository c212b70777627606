import { z } from 'zod';
import type { Catalogue } from '../../catalogue/load.ts';
import type { Knowledge } from '../../knowledge.ts';
import { reviewers, ruleKinds, severities } from '../../rules/format.ts';
import { oneOf, searchText, wordsOf } from '../../web/input.ts';
import { liesIn, placeOf, readPlace } from '../sources/places.ts';
import { ruleThemes } from '../themes.ts';
import type { RuleView } from './rule-view.ts';

/** What the rule list reads from its address; empty means all. */
export function ruleQuerySchema({ ruleset, sources, catalogue }: Knowledge) {
  return z.object({
    q: searchText,
    slag: oneOf(ruleKinds, 'Slaget'),
    tema: oneOf(
      ruleThemes(ruleset).map(({ id }) => id),
      'Temat',
    ),
    allvar: oneOf(severities, 'Allvarsgraden'),
    granskas: oneOf(reviewers, 'Granskaren'),
    kalla: oneOf(
      sources.all.map(({ id }) => id),
      'Källan',
    ),
    stalle: z
      .string()
      .max(120, 'Stället är för långt. Skriv till exempel 14:5.')
      .default('')
      .transform((text) => text.trim()),
    insats: z
      .string()
      .max(200, 'Insatsens namn är för långt.')
      .default('')
      .transform((text) => text.trim()),
    malgrupp: oneOf([...catalogue.groupById.keys()], 'Målgruppen'),
    kontroll: oneOf(['behovs'], 'Kontrollen'),
  });
}
export type RuleQuery = z.infer<ReturnType<typeof ruleQuerySchema>>;

/** An insats by its id or its name as the list writes it; undefined where the catalogue has none. */
export function insatsNamed({ insatser, insatsById }: Catalogue, text: string): string[] {
  const lower = text.toLowerCase();
  return insatsById.has(text) ? [text] : insatser.filter(({ name }) => name.toLowerCase() === lower).map(({ id }) => id);
}

export interface FilterParts {
  knowledge: Knowledge;
  /** Whether a rule fires on some candidate of these insatser (any, where none is named) and this group ('' for any). */
  fires: (rule: string, insatser: readonly string[] | null, group: string) => boolean;
  /** Whether something that the rule rests on waits for a check. */
  isDue: (rule: RuleView) => boolean;
}

/** Whether a rule rests on the place, or on something within it. */
export function restsOn({ sources }: Knowledge, rule: RuleView, source: string, place: string): boolean {
  return rule.sources.some((key) => {
    const cited = placeOf(sources, key);
    return (source === '' || cited.source === source) && (place === '' || liesIn(cited.place, place));
  });
}

/** The rules that the query leaves, in their order. */
export function filterRules(rules: readonly RuleView[], query: RuleQuery, { knowledge, fires, isDue }: FilterParts): RuleView[] {
  const words = wordsOf(query.q);
  const asked = readPlace(knowledge.sources, query.stalle);
  // The register's own name, where the place was written by another.
  const place =
    asked.source === null && query.kalla === '' ? asked.place : (knowledge.sources.place(query.kalla || (asked.source ?? ''), asked.place)?.id ?? asked.place);
  const source = query.kalla || (asked.source ?? '');
  const insatser = query.insats === '' ? null : insatsNamed(knowledge.catalogue, query.insats);
  const text = (rule: RuleView) => [rule.number, rule.id, rule.title, rule.text, rule.reason ?? '', rule.themeTitle, ...rule.citations].join(' ').toLowerCase();
  return rules.filter(
    (rule) =>
      (query.slag === '' || rule.kind === query.slag) &&
      (query.tema === '' || rule.theme === query.tema) &&
      (query.allvar === '' || rule.severity === query.allvar) &&
      (query.granskas === '' || rule.reviewer.some((reviewer) => reviewer === query.granskas)) &&
      ((source === '' && place === '') || restsOn(knowledge, rule, source, place)) &&
      ((insatser === null && query.malgrupp === '') || fires(rule.id, insatser, query.malgrupp)) &&
      (query.kontroll === '' || isDue(rule)) &&
      (words.length === 0 || words.every((word) => text(rule).includes(word))),
  );
}
