import { z } from 'zod';
import { fold } from '../../catalogue/filter.ts';
import type { Catalogue } from '../../catalogue/load.ts';
import type { Knowledge } from '../../knowledge.ts';
import { reviewers, ruleKinds, severities } from '../../rules/format.ts';
import { oneOf, searchText } from '../../web/input.ts';
import { liesIn, placeOf } from '../sources/places.ts';
import { readPlace } from '../sources/read-place.ts';
import { ruleThemes } from '../themes.ts';
import { searchOf } from './rule-search.ts';
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

/** Ids of the insatser with this id, this name or, where there is none, with the words in their names; marks and capitals make no difference. */
export function insatsNamed({ insatser, insatsById }: Catalogue, text: string): string[] {
  if (insatsById.has(text)) return [text];
  const asked = fold(text);
  const named = insatser.filter(({ name }) => fold(name) === asked);
  return (named.length > 0 ? named : insatser.filter(({ name }) => fold(name).includes(asked))).map(({ id }) => id);
}

export interface FilterParts {
  knowledge: Knowledge;
  /** Whether a rule fires on some candidate of these insatser (any, where none is named) and this group ('' for any). */
  fires: (rule: string, insatser: readonly string[] | null, group: string) => boolean;
  /** Whether something that the rule rests on waits for a check. */
  isDue: (rule: RuleView) => boolean;
}

/** Whether a rule rests on the place, or on something within it. */
function restsOn({ sources }: Knowledge, rule: RuleView, source: string, place: string): boolean {
  return rule.sources.some((key) => {
    const cited = placeOf(sources, key);
    return (source === '' || cited.source === source) && (place === '' || liesIn(cited.place, place));
  });
}

/** The rules that the query leaves, in their order. */
export function filterRules(rules: readonly RuleView[], query: RuleQuery, { knowledge, fires, isDue }: FilterParts): RuleView[] {
  const { source, place } = query.stalle === '' ? { source: query.kalla, place: '' } : readPlace(knowledge.sources, query.stalle, query.kalla);
  const insatser = query.insats === '' ? null : insatsNamed(knowledge.catalogue, query.insats);
  // A section is searched for as a place: "2:4" is not in "12:4".
  const searched = query.q === '' ? null : readPlace(knowledge.sources, query.q);
  const isFound =
    searched?.isKnown === true && /\d/.test(query.q) && !/^\d+$/.test(query.q)
      ? (rule: RuleView) => restsOn(knowledge, rule, searched.source, searched.place)
      : searchOf(query.q);
  return rules.filter(
    (rule) =>
      (query.slag === '' || rule.kind === query.slag) &&
      (query.tema === '' || rule.theme === query.tema) &&
      (query.allvar === '' || rule.severity === query.allvar) &&
      (query.granskas === '' || rule.reviewer.some((reviewer) => reviewer === query.granskas)) &&
      ((source === '' && place === '') || restsOn(knowledge, rule, source, place)) &&
      ((insatser === null && query.malgrupp === '') || fires(rule.id, insatser, query.malgrupp)) &&
      (query.kontroll === '' || isDue(rule)) &&
      isFound(rule),
  );
}
