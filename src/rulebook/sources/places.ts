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
