import type { Sources } from '../../sources/sources.ts';

/** "s.728-732" → from 728 to 732 with what stands before; null for a place that is no range. */
function rangeOf(place: string): { prefix: string; from: number; to: number } | null {
  const [, prefix, from, to] = /^(s\.|\d+:)(\d+)-(\d+)$/.exec(place) ?? [];
  return prefix === undefined ? null : { prefix, from: Number(from), to: Number(to) };
}

/** The first page or section of a range: "s.728-732" → "s.728". */
export const startOf = (place: string): string => {
  const range = rangeOf(place);
  return range === null ? place : `${range.prefix}${range.from}`;
};

/** Whether a cited place lies in another one: a point in its section, a section in its chapter, a range around it. */
export function liesIn(cited: string, place: string): boolean {
  if (cited === place || cited.startsWith(`${place}-`) || cited.startsWith(`${place}:`)) return true;
  const range = rangeOf(cited);
  const [, prefix, number] = /^(s\.|\d+:)(\d+)$/.exec(place) ?? [];
  return range !== null && prefix === range.prefix && Number(number) >= range.from && Number(number) <= range.to;
}

/** The register's own name of a cited place, without its source; a range keeps its own name. */
export function placeOf(sources: Sources, key: string): { source: string; place: string } {
  const slash = key.indexOf('/');
  const [source, place] = [key.slice(0, slash), key.slice(slash + 1)];
  return { source, place: sources.place(source, place)?.id ?? place };
}

/** What a person writes for a place: "14:5", "14 kap. 5 §", "SoL 14:5", "s. 728", "11:5 p. 5". The source's name may stand before it. */
export function readPlace(sources: Sources, text: string): { source: string | null; place: string } {
  const lower = text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const source = sources.all
    .toSorted((a, b) => b.short.length - a.short.length)
    .find(({ short }) => lower.startsWith(`${short.toLowerCase()} `) || lower.endsWith(` ${short.toLowerCase()}`));
  const bare = source === undefined ? lower : lower.replace(source.short.toLowerCase(), '');
  const place = bare
    .replace(/(\d+) ?kap\.? ?(\d+) ?([a-z]?) ?§/, '$1:$2$3')
    .replace(/ ?(?:p\.|punkt(?:en)?) ?(\d+)$/, '-p$1')
    .replace(/^[ ,]+|[ ,§]+$/g, '')
    .replace(/^s\. ?/, 's.')
    .replaceAll(' ', '');
  return { source: source?.id ?? null, place };
}
