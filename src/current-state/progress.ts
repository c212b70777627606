import { type Area, areas, type Insats } from '../catalogue/schema.ts';
import type { Db } from '../database/types.ts';
import type { District } from '../districts/districts.ts';
import { feedingYear } from './feed.ts';
import { currentStateRepository } from './repository.ts';

export interface Progress {
  answered: number;
  of: number;
}

export interface AreaProgress extends Progress {
  id: Area;
  name: string;
}

/** Insatser that belong together on the page: a category, or one of its subcategories, in the catalogue's order. */
export interface InsatsGroup {
  id: string;
  name: string;
  insatser: Insats[];
}

export function groupsOf(insatser: readonly Insats[], area: Area): InsatsGroup[] {
  const groups: InsatsGroup[] = [];
  for (const insats of insatser) {
    if (insats.area !== area) continue;
    const name = insats.subcategory === null ? insats.category : `${insats.category}: ${insats.subcategory}`;
    const last = groups.at(-1);
    if (last?.name === name) last.insatser.push(insats);
    else groups.push({ id: `grupp-${groups.length + 1}`, name, insatser: [insats] });
  }
  return groups;
}

/** Everything of an area as one group, for an answer that holds for all of it. */
export function wholeArea(insatser: readonly Insats[], area: Area): InsatsGroup {
  return { id: 'omradet', name: areas[area], insatser: insatser.filter((insats) => insats.area === area) };
}

/** How much of each area is answered. */
export function areaProgress(insatser: readonly Insats[], answered: ReadonlySet<string>): AreaProgress[] {
  const ids = Object.keys(areas) as Area[];
  return ids.map((id) => ({
    id,
    name: areas[id],
    ...progressOf(
      insatser.filter(({ area }) => area === id),
      answered,
    ),
  }));
}

export function progressOf(insatser: readonly Insats[], answered: ReadonlySet<string>): Progress {
  return { answered: insatser.filter(({ id }) => answered.has(id)).length, of: insatser.length };
}

/** What a draft of a date would build on: the year, and how many of these insatser are answered; null where nothing is. */
export async function enteredAt(db: Db, district: string, date: string, insatser: readonly Insats[]): Promise<({ year: number } & Progress) | null> {
  const year = await feedingYear(db, district, date);
  if (year === null) return null;
  const answered = new Set((await currentStateRepository(db).list(district, year)).map(({ insats }) => insats));
  return { year, ...progressOf(insatser, answered) };
}

/** How much each district and unit that has answered anything for a year has answered of what it works with. */
export async function enteredIn(
  db: Db,
  year: number,
  districts: readonly District[],
  insatserOf: (district: District) => readonly Insats[],
): Promise<ReadonlyMap<string, Progress>> {
  const answered = await currentStateRepository(db).answered(year);
  return new Map(
    districts.flatMap((district) => {
      const own = answered.get(district.id);
      return own === undefined ? [] : [[district.id, progressOf(insatserOf(district), own)] as const];
    }),
  );
}
