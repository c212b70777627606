import { indicatorText } from '../catalogue/indicators.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Source } from '../sources/schema.ts';
import type { RuleView } from './rule-view.ts';

const kindLabels = { statute: 'Lagar och förordningar', bill: 'Lagförslag', report: 'Rapporter', survey: 'Kartläggningar' } as const;

/** A cited place, with the rules that rest on it. */
interface PlaceView {
  id: string;
  label: string;
  heading: string;
  fragment: string | null;
  aliases: readonly string[];
  inForceFrom: string | null;
  rules: { id: string; title: string }[];
}

/** First page or section of a range; "s.728-732" → "s.728". */
const start = (place: string): string => place.replace(/^(s\.|\d+:)(\d+)-\d+$/, '$1$2');

function placesOf(source: Source, rules: readonly RuleView[]): PlaceView[] {
  const cited = new Map<string, { id: string; title: string }[]>();
  for (const rule of rules) {
    for (const key of rule.sources.filter((item) => item.startsWith(`${source.id}/`))) {
      const place = start(key.slice(source.id.length + 1));
      cited.set(place, [...(cited.get(place) ?? []), { id: rule.id, title: rule.title }]);
    }
  }
  return source.places.map((place) => ({
    id: place.id,
    label: place.label,
    heading: place.heading,
    fragment: place.fragment ?? null,
    aliases: place.aliases ?? [],
    inForceFrom: place.inForceFrom ?? null,
    rules: [place.id, ...(place.aliases ?? [])].flatMap((id) => cited.get(id) ?? []),
  }));
}

/** Every source with its places, most cited first; places that a rule rests on stand apart from the others. */
export function sourcesView({ sources, indicators, cite }: Knowledge, rules: readonly RuleView[]) {
  const views = sources.all.map((source) => {
    const places = placesOf(source, rules);
    return {
      ...source,
      kindLabel: kindLabels[source.kind],
      url: source.url ?? null,
      cited: places.filter((place) => place.rules.length > 0),
      other: places.filter((place) => place.rules.length === 0),
      indicators: indicatorsOf(source.id, indicators, cite),
    };
  });
  return views.sort((a, b) => b.cited.length - a.cited.length);
}

/** National figures that rules and texts build on, each with its place, year, base and caveat. */
function indicatorsOf(source: string, indicators: Knowledge['indicators'], cite: Knowledge['cite']) {
  return indicators
    .filter(({ citation }) => citation.startsWith(`${source}/`))
    .map((indicator) => ({ ...indicator, text: indicatorText(indicator), cited: cite(indicator.citation) }));
}
