import { reviewers, ruleKinds, severities } from '../../rules/format.ts';
import type { SourceCheck } from '../checks/repository.ts';
import { dueWords, restsOnPlaces } from '../checks/standing.ts';
import type { Rulebook } from '../rulebook.ts';
import { readPlace } from '../sources/places.ts';
import { kindLabels, ruleThemes } from '../themes.ts';
import { filterRules, insatsNamed, type RuleQuery } from './rule-filter.ts';
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
  const asked = readPlace(sources, query.stalle);
  const source = query.kalla || asked.source;
  const themes = ruleThemes(ruleset).map(({ id, title, kind, rules: own }) => ({ id, title, kind, rules: own.length }));
  const unknown = [
    ...(query.insats !== '' && insatsNamed(catalogue, query.insats).length === 0
      ? [`Ingen insats heter ”${query.insats}”. Välj ett namn som fältet föreslår.`]
      : []),
    ...(query.stalle !== '' && !sources.all.some(({ id, places }) => (source === null || source === '' || id === source) && isKnown(places, asked.place))
      ? [`Källregistret har inget ställe ”${query.stalle}”. Skriv till exempel 14:5, 11:5 p. 5 eller s. 728.`]
      : []),
  ];
  return {
    query,
    found: themes.flatMap((theme) => {
      const own = found.filter((rule) => rule.theme === theme.id);
      return own.length === 0 ? [] : [{ ...theme, found: own.map((rule) => ({ ...rule, due: dueOf(due.get(rule.id)) })) }];
    }),
    count: found.length,
    total: rules.length,
    unknown,
    kindLabels,
    themes,
    kinds: ruleKinds.map((id) => ({ id, title: kindLabels[id], rules: countOf((rule) => rule.kind === id) })),
    severities: severities.map((id) => ({ id, rules: countOf((rule) => rule.severity === id) })).filter((one) => one.rules > 0),
    reviewers: reviewers.map((id) => ({ id, rules: countOf((rule) => rule.reviewer.includes(id)) })),
    sources: sources.all
      .map(({ id, short }) => ({ id, short, rules: countOf((rule) => rule.sources.some((key) => key.startsWith(`${id}/`))) }))
      .filter((one) => one.rules > 0)
      .sort((a, b) => b.rules - a.rules),
    insatser: [...new Set(catalogue.insatser.map(({ name }) => name))].sort(new Intl.Collator('sv').compare),
    groups: catalogue.groups.map(({ id, name }) => ({ id, name })),
    waiting: [...due.values()].filter((one) => one !== null).length,
  };
}

const dueOf = (due: keyof typeof dueWords | null | undefined): string | null => (due == null ? null : dueWords[due]);

/** A section, a chapter ("14") or a page that the register has. */
const isKnown = (places: readonly { id: string; aliases?: readonly string[] | undefined }[], place: string): boolean =>
  places.some(({ id, aliases }) => id === place || id.startsWith(`${place}:`) || aliases?.includes(place) === true) || /^(s\.|\d+:)\d+-\d+$/.test(place);
