import { indicatorText } from '../../catalogue/indicators.ts';
import type { Knowledge } from '../../knowledge.ts';
import type { Place, Source } from '../../sources/schema.ts';
import { checkIntervals } from '../checks/intervals.ts';
import type { SourceCheck } from '../checks/repository.ts';
import { type DueReason, dueWords, type Standing, standingOf } from '../checks/standing.ts';
import type { RuleView } from '../rules/rule-view.ts';
import { liesIn, placeOf, startOf } from './places.ts';

export const kindLabels = { statute: 'Lagar och förordningar', bill: 'Lagförslag', report: 'Rapporter', survey: 'Kartläggningar' } as const;

export interface PlaceRule {
  id: string;
  number: string;
  title: string;
}

/** A place of the register with the rules that rest on it and how it stands with its checking. */
export interface PlaceView extends Omit<Standing, 'due'> {
  id: string;
  label: string;
  heading: string;
  fragment: string | null;
  aliases: readonly string[];
  inForceFrom: string | null;
  rules: PlaceRule[];
  /** How many rules rest on the place or on something within it: a section with its points. */
  within: number;
  due: DueReason | null;
  late: boolean;
  /** Whether it stands as the whole source does: then only the source tells of it. */
  asSource: boolean;
  dueText: string | null;
}

export interface SourceParts {
  knowledge: Knowledge;
  rules: readonly RuleView[];
  checks: readonly SourceCheck[];
  /** ISO date of today. */
  date: string;
}

const ruleOf = ({ id, number, title }: RuleView): PlaceRule => ({ id, number, title });

/** The rules that cite each place of a source, by the register's id; a range counts where it begins. */
function citedIn({ knowledge, rules }: SourceParts, source: Source): Map<string, PlaceRule[]> {
  const cited = new Map<string, PlaceRule[]>();
  for (const rule of rules) {
    for (const key of rule.sources) {
      if (!key.startsWith(`${source.id}/`)) continue;
      const place = startOf(placeOf(knowledge.sources, key).place);
      cited.set(place, [...(cited.get(place) ?? []), ruleOf(rule)]);
    }
  }
  return cited;
}

function placeView(parts: SourceParts, source: Source, place: Place, cited: ReadonlyMap<string, PlaceRule[]>, whole: Standing): PlaceView {
  const standing = standingOf(source, place.id, parts.checks, parts.date);
  return {
    id: place.id,
    label: place.label,
    heading: place.heading,
    fragment: place.fragment ?? null,
    aliases: place.aliases ?? [],
    inForceFrom: place.inForceFrom ?? null,
    rules: cited.get(place.id) ?? [],
    within: new Set([...cited].flatMap(([id, rules]) => (liesIn(id, place.id) ? rules.map((rule) => rule.id) : []))).size,
    ...standing,
    late: standing.due === 'overdue',
    asSource: standing.check === whole.check,
    dueText: standing.due === null ? null : dueWords[standing.due],
  };
}

/** A source with its places, what rests on them, and its checks. */
export function sourceView(parts: SourceParts, source: Source) {
  const cited = citedIn(parts, source);
  const whole = standingOf(source, '', parts.checks, parts.date);
  const places = source.places.map((place) => placeView(parts, source, place, cited, whole));
  return {
    ...source,
    kindLabel: kindLabels[source.kind],
    url: source.url ?? null,
    interval: source.repealed === undefined ? checkIntervals[source.kind] : null,
    whole: { ...whole, late: whole.due === 'overdue', dueText: whole.due === null ? null : dueWords[whole.due] },
    cited: places.filter((place) => place.rules.length > 0),
    other: places.filter((place) => place.rules.length === 0),
    rules: new Set(places.flatMap((place) => place.rules.map(({ id }) => id))).size,
    waiting: places.filter((place) => place.rules.length > 0 && place.due !== null).length,
  };
}
export type SourceView = ReturnType<typeof sourceView>;

/** Every source, most cited first. */
export const sourceViews = (parts: SourceParts): SourceView[] =>
  parts.knowledge.sources.all.map((source) => sourceView(parts, source)).sort((a, b) => b.cited.length - a.cited.length);

/** National figures that rules and texts build on, each with its place, year, base and caveat. */
export function indicatorsOf({ indicators, cite }: Knowledge, source: string) {
  return indicators
    .filter(({ citation }) => citation.startsWith(`${source}/`))
    .map((indicator) => ({ ...indicator, text: indicatorText(indicator), cited: cite(indicator.citation) }));
}

/** What waits for a check: every cited place that is due, the most rules first. */
export function waitingPlaces(parts: SourceParts) {
  return sourceViews(parts)
    .flatMap((source) => source.cited.filter(({ due }) => due !== null).map((place) => ({ source: source.id, sourceTitle: source.title, ...place })))
    .sort((a, b) => b.within - a.within);
}
