import { resolveCitation } from '../sources/resolve-citation.ts';
import type { Sources } from '../sources/sources.ts';
import type { Draft } from './draft-schema.ts';

/** Every place that the draft cites, once, under its source; sources and places in the register's order, ranges last. */
export function sourceList(register: Sources, keys: Iterable<string>): Draft['sources'] {
  const cited = new Map([...new Set(keys)].map((key) => resolveCitation(register, key)).map((place) => [place.key, place]));
  return register.all.flatMap((source) => {
    const order = new Map(source.places.map((place, index) => [`${source.id}/${place.id}`, index]));
    const places = [...cited.values()]
      .filter((place) => place.source.id === source.id)
      .sort((a, b) => (order.get(a.key) ?? Number.MAX_SAFE_INTEGER) - (order.get(b.key) ?? Number.MAX_SAFE_INTEGER) || (a.key < b.key ? -1 : 1));
    if (places.length === 0) return [];
    return [
      {
        source: source.id,
        title: source.title,
        publisher: source.publisher,
        date: source.date,
        url: source.url ?? null,
        note: source.note,
        places: places.map(({ key, label, place }) => ({ key, citation: label, heading: place.heading })),
      },
    ];
  });
}

/** The keys of everything that the draft cites. */
export function citedKeys(draft: Omit<Draft, 'sources'>): string[] {
  return [
    draft.legalBasis.source,
    ...draft.scope.sources,
    ...draft.summary.passages.flatMap((passage) => passage.sources),
    ...draft.chapters.flatMap((chapter) => chapter.passages.flatMap((passage) => passage.sources)),
    ...draft.risk.rules.flatMap((rule) => rule.sources),
    ...(draft.economy ?? []).flatMap(({ experience }) => experience?.sources ?? []),
    ...draft.lines.flatMap((line) => [
      ...line.grounds.map((ground) => ground.source),
      ...line.signals.flatMap((signal) => signal.sources),
      line.statisticsSource,
    ]),
  ];
}
