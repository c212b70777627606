import { SourceError } from './errors.ts';
import type { Place, Source } from './schema.ts';
import type { Sources } from './sources.ts';

export interface ResolvedCitation {
  /** The register's key, with the place's own id: "sol-2025-400/11:5-p5". */
  key: string;
  /** As shown to the user: "SoL 11:5 p. 5". */
  label: string;
  source: Source;
  place: Place;
}

/**
 * Finds the place that a citation "source/place" points at. A range ("s.728-732", "5:1-2") is found when both its ends are.
 * Throws a SourceError that names the nearest known places when the citation is unknown.
 */
export function resolveCitation(sources: Sources, citation: string): ResolvedCitation {
  const slash = citation.indexOf('/');
  if (slash < 1) throw new SourceError(`Hänvisningen "${citation}" ska skrivas källa/ställe, till exempel sol-2025-400/11:5.`);
  const source = sources.source(citation.slice(0, slash));
  if (source === undefined) {
    throw new SourceError(`Hänvisningen "${citation}" pekar på en okänd källa. Kända källor: ${sources.all.map((s) => s.id).join(', ')}.`);
  }
  const id = citation.slice(slash + 1);
  const place = sources.place(source.id, id) ?? rangePlace(sources, source, id);
  if (place === undefined) throw new SourceError(unknownPlace(citation, source, id));
  return { key: `${source.id}/${place.id}`, label: place.label, source, place };
}

/** A range of pages or sections, put together from its two ends. */
function rangePlace(sources: Sources, source: Source, id: string): Place | undefined {
  const match = /^(s\.|\d+:)(\d+)-(\d+)$/.exec(id);
  if (match === null) return undefined;
  const [, prefix = '', from = '', to = ''] = match;
  const first = sources.place(source.id, prefix + from);
  const last = sources.place(source.id, prefix + to);
  if (first === undefined || last === undefined || Number(from) >= Number(to)) return undefined;
  const heading = first.heading === last.heading ? first.heading : `${first.heading} – ${last.heading}`;
  return { id, label: `${first.label}–${to}`, heading };
}

function unknownPlace(citation: string, source: Source, id: string): string {
  const start = id.slice(0, 3);
  const near = source.places.filter((p) => p.id.startsWith(start)).slice(0, 8);
  const hint = near.length === 0 ? '' : ` Liknande ställen: ${near.map((p) => p.id).join(', ')}.`;
  return `Hänvisningen "${citation}" pekar på ett ställe som inte finns i källan ${source.short}.${hint} Rätta hänvisningen eller lägg till stället i data/sources/${source.id}.json.`;
}
