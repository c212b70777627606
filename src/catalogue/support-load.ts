import { z } from 'zod';
import { readJsonFile } from '../json-file.ts';
import type { Area } from './schema.ts';
import { type AreaSupport, type InsatsSupport, type SupportFile, supportFileSchema } from './support.ts';

/** A support file that does not fit the catalogue; the message says where and what to do. */
export class SupportError extends Error {
  override readonly name = 'SupportError';
}

/** What the sources say about the insatser in the city and the county. */
export interface Support {
  readonly file: SupportFile;
  /** undefined where no source speaks of the insats. */
  forInsats(id: string): InsatsSupport | undefined;
  forArea(area: Area): AreaSupport;
}

const supportFile = new URL('../../data/support.json', import.meta.url);

/** Reads `data/support.json` and checks it against the catalogue's insats ids, in both directions. */
export function loadSupport(insatsIds: Iterable<string>, from: URL = supportFile): Support {
  const parsed = supportFileSchema.safeParse(readJsonFile(from, 'data/support.json'));
  if (!parsed.success) throw new SupportError(`data/support.json har fel form: ${z.prettifyError(parsed.error)}`);
  return createSupport(parsed.data, insatsIds);
}

/** Builds the look-up; throws a SupportError for an unknown or double id. */
export function createSupport(file: SupportFile, insatsIds: Iterable<string>): Support {
  const known = new Set(insatsIds);
  const openToday = idsOf('openToday', file.openToday);
  const evidence = idsOf('evidence', file.evidence);
  const byInsats = new Map<string, InsatsSupport>();
  for (const row of file.insatser) {
    if (!known.has(row.insats))
      throw new SupportError(`data/support.json nämner insatsen ${row.insats}, som inte finns i katalogen. Rätta id eller ta bort raden.`);
    if (byInsats.has(row.insats)) throw new SupportError(`Insatsen ${row.insats} har två rader i data/support.json. Slå ihop dem.`);
    if (row.openToday !== null && !openToday.has(row.openToday))
      throw new SupportError(`Insatsen ${row.insats} pekar på ${row.openToday}, som inte finns under openToday.`);
    if (row.evidence !== null && !evidence.has(row.evidence))
      throw new SupportError(`Insatsen ${row.insats} pekar på ${row.evidence}, som inte finns under evidence.`);
    if (saysNothing(row)) throw new SupportError(`Raden för ${row.insats} i data/support.json säger ingenting. Ta bort den.`);
    byInsats.set(row.insats, row);
  }
  const byArea = new Map<Area, AreaSupport>(file.areas.map((a) => [a.area, a]));
  if (byArea.size !== file.areas.length) throw new SupportError('Ett verksamhetsområde finns två gånger under areas i data/support.json.');
  return {
    file,
    forInsats: (id) => byInsats.get(id),
    forArea: (area) => {
      const found = byArea.get(area);
      if (found === undefined) throw new SupportError(`Verksamhetsområdet ${area} saknas under areas i data/support.json.`);
      return found;
    },
  };
}

function saysNothing(row: InsatsSupport): boolean {
  return row.openToday === null && row.wishDistricts === null && row.wishCategoryShare === null && row.evidence === null;
}

function idsOf(list: string, entries: readonly { id: string }[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of entries) {
    if (ids.has(id)) throw new SupportError(`${id} finns två gånger under ${list} i data/support.json.`);
    ids.add(id);
  }
  return ids;
}

/** Every citation of the file, so that the caller can check them against the source register. */
export function supportCitations(file: SupportFile): string[] {
  return [...file.openToday, ...file.evidence, ...file.areas].flatMap((entry) => entry.citations);
}
