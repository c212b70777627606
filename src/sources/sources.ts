import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { SourceError } from './errors.ts';
import { type Place, type Source, sourceSchema } from './schema.ts';

/** The register: the sources in order of id, and their places by id and by alias. */
export interface Sources {
  readonly all: readonly Source[];
  source(id: string): Source | undefined;
  place(sourceId: string, placeId: string): Place | undefined;
}

const folder = new URL('../../data/sources/', import.meta.url);

/** Reads and checks every source file; throws with the file's name when one is wrong. */
export function loadSources(from: URL = folder): Sources {
  const files = readdirSync(from)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return createSources(files.map((name) => parseSource(name, readFileSync(new URL(name, from), 'utf8'))));
}

function parseSource(file: string, text: string): Source {
  const result = sourceSchema.safeParse(parseJson(file, text));
  if (!result.success) throw new SourceError(`Källfilen data/sources/${file} har fel form: ${z.prettifyError(result.error)}`);
  if (`${result.data.id}.json` !== file) throw new SourceError(`Källfilen data/sources/${file} har id ${result.data.id}. Filnamn och id ska vara lika.`);
  return result.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SourceError(`Källfilen data/sources/${file} är inte giltig JSON.`);
  }
}

/** Builds the register; throws when an id or an alias occurs twice. */
export function createSources(list: readonly Source[]): Sources {
  const byId = new Map<string, Source>();
  const places = new Map<string, Map<string, Place>>();
  for (const source of list) {
    if (byId.has(source.id)) throw new SourceError(`Källan ${source.id} finns två gånger i källregistret.`);
    byId.set(source.id, source);
    places.set(source.id, indexPlaces(source));
  }
  return {
    all: list,
    source: (id) => byId.get(id),
    place: (sourceId, placeId) => places.get(sourceId)?.get(placeId),
  };
}

function indexPlaces(source: Source): Map<string, Place> {
  const index = new Map<string, Place>();
  for (const place of source.places) {
    for (const id of [place.id, ...(place.aliases ?? [])]) {
      if (index.has(id)) throw new SourceError(`Stället ${id} finns två gånger i källan ${source.id}.`);
      index.set(id, place);
    }
  }
  return index;
}
