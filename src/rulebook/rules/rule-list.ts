import { fold } from '../../catalogue/filter.ts';
import type { Knowledge } from '../../knowledge.ts';
import { reviewers, ruleKinds, severities } from '../../rules/format.ts';
import type { SourceCheck } from '../checks/repository.ts';
import { dueWords, restsOnPlaces } from '../checks/standing.ts';
import type { Rulebook } from '../rulebook.ts';
import { nearest } from '../search-words.ts';
import { readPlace } from '../sources/read-place.ts';
import { kindLabels, ruleThemes } from '../themes.ts';
import { filterRules, insatsNamed, type RuleQuery } from './rule-filter.ts';
import { putRight } from './rule-search.ts';
import { allRules, type RuleView } from './rule-view.ts';

/** The rules of a query, and which of all rules rest on something that waits for a check. */
export async function foundRules(rulebook: Pick<Rulebook, 'knowledge' | 'today' | 'figures'>, query: RuleQuery, checks: readonly SourceCheck[]) {
  const { knowledge, today } = rulebook;
  const rules = allRules(knowledge);
  const date = today();
  const due = new Map(rules.map((rule) => [rule.id, restsOnPlaces(knowledge, rule, checks, date).find((place) => place.due !== null)?.due ?? null]));
  const figures = query.insats === '' && query.malgrupp === '' ? null : await rulebook.figures();
  const found = filterRules(rules, query, {
    knowledge,
    fires: (rule, insatser, group) => figures?.fires(rule, insatser, group) === true,
    isDue: ({ id }) => due.get(id) != null,
  });
  return { rules, found, due };
}

/** As many rules as are shown without a press; all of them are some 80 screens on a phone. */
const openUpTo = 40;

/** What the list shows beside the rules: the choices of its form with how many rules each has, and why nothing was found. */
export function listView(
  { knowledge }: Rulebook,
  query: RuleQuery,
  rules: readonly RuleView[],
  found: readonly RuleView[],
  due: ReadonlyMap<string, keyof typeof dueWords | null>,
) {
  const { ruleset, sources, catalogue } = knowledge;
  const countOf = (holds: (rule: RuleView) => boolean): number => rules.filter(holds).length;
  const themes = ruleThemes(ruleset).map(({ id, title, kind, rules: own }) => ({ id, title, kind, rules: own.length }));
  return {
    query,
    found: themes.flatMap((theme) => {
      const own = found.filter((rule) => rule.theme === theme.id);
      return own.length === 0 ? [] : [{ ...theme, found: own.map((rule) => ({ ...rule, due: dueOf(due.get(rule.id)) })) }];
    }),
    count: found.length,
    total: rules.length,
    /** The themes stand open where there is not much to leaf through. */
    unfolded: found.length <= openUpTo,
    unknown: found.length > 0 ? [] : unknownIn(knowledge, query),
    instead: insteadOf(knowledge, query, found.length === 0 ? rules : null),
    insatser: query.insats === '' ? [] : namedShort(knowledge, query.insats),
    kindLabels,
    themes,
    kinds: ruleKinds.map((id) => ({ id, title: kindLabels[id], rules: countOf((rule) => rule.kind === id) })),
    severities: severities.map((id) => ({ id, rules: countOf((rule) => rule.severity === id) })).filter((one) => one.rules > 0),
    reviewers: reviewers.map((id) => ({ id, rules: countOf((rule) => rule.reviewer.includes(id)) })),
    sources: sources.all
      .map(({ id, short }) => ({ id, short, rules: countOf((rule) => rule.sources.some((key) => key.startsWith(`${id}/`))) }))
      .filter((one) => one.rules > 0)
      .sort((a, b) => b.rules - a.rules),
    insatsNames: [...new Set(catalogue.insatser.map(({ name }) => name))].sort(new Intl.Collator('sv').compare),
    groups: catalogue.groups.map(({ id, name }) => ({ id, name })),
    waiting: [...due.values()].filter((one) => one !== null).length,
  };
}

const dueOf = (due: keyof typeof dueWords | null | undefined): string | null => (due == null ? null : dueWords[due]);

/** What of the query is in no list of ours. */
function unknownIn({ sources, catalogue }: Knowledge, query: RuleQuery): string[] {
  return [
    ...(query.insats !== '' && insatsNamed(catalogue, query.insats).length === 0
      ? [`Ingen insats heter ”${query.insats}”. Välj ett namn som fältet föreslår.`]
      : []),
    ...(query.stalle !== '' && !readPlace(sources, query.stalle, query.kalla).isKnown
      ? [`Källregistret har inget ställe ”${query.stalle}”. Skriv till exempel 14:5, 14 kap. 5 §, 11:5 p. 5 eller s. 728.`]
      : []),
  ];
}

/** Names of the insatser that the query is about, the first few of them; one that is written in full goes without saying. */
function namedShort({ catalogue }: Knowledge, text: string): string[] {
  const names = [...new Set(insatsNamed(catalogue, text).map((id) => catalogue.insatsById.get(id)?.name ?? id))];
  if (names.length === 1 && names[0] === text) return [];
  return names.length <= shownNames + 1 ? names : [...names.slice(0, shownNames), `${names.length - shownNames} till`];
}
const shownNames = 5;

/**
 * What somebody may have meant: what was searched for as an insats and, where nothing was found (`rules`: all there are, otherwise null), the query with
 * a word or a name put right.
 */
function insteadOf({ catalogue }: Knowledge, query: RuleQuery, rules: readonly RuleView[] | null) {
  const { q, insats } = query;
  const named = q === '' || insats !== '' ? [] : insatsNamed(catalogue, q);
  const isName = named.some((id) => fold(catalogue.insatsById.get(id)?.name ?? '') === fold(q));
  const asInsats = isName || (rules !== null && named.length > 0);
  const right = rules === null || q === '' ? null : putRight(q, rules);
  const isUnknown = insats !== '' && insatsNamed(catalogue, insats).length === 0;
  const near = isUnknown ? nearest(insats, new Set(catalogue.insatser.flatMap(({ name }) => [name, ...name.split(/[ /()]+/)]))) : null;
  return [
    ...(right === null ? [] : [{ label: `regler med ”${right}”`, query: { ...query, q: right } }]),
    ...(asInsats ? [{ label: `regler som träffar insatsen ”${q}”`, query: { ...query, q: '', insats: q } }] : []),
    ...(near === null ? [] : [{ label: `regler som träffar insatsen ”${near}”`, query: { ...query, insats: near } }]),
  ];
}
