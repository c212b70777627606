import type { Db } from '../database/types.ts';
import type { District, Districts } from '../districts/districts.ts';
import { currentStateRepository } from './repository.ts';
import type { StoredState } from './schema.ts';

/** What one district answered for one year, beside the answer of today. Never added up with another's. */
export interface EarlierAnswers {
  district: string;
  name: string;
  year: number;
  states: ReadonlyMap<string, StoredState>;
}

/** The newest earlier answers of the district itself, and the newest of each district that it was formed of. */
export async function historyOf(db: Db, districts: Districts, district: District, year: number): Promise<EarlierAnswers[]> {
  const repository = currentStateRepository(db);
  const earlier: EarlierAnswers[] = [];
  const predecessors = districts.all.filter(({ successors }) => successors.includes(district.id));
  for (const { id, name } of [district, ...predecessors]) {
    const newest = (await repository.years(id)).find((one) => (id === district.id ? one < year : one <= year));
    if (newest === undefined) continue;
    earlier.push({ district: id, name, year: newest, states: new Map((await repository.list(id, newest)).map((state) => [state.insats, state])) });
  }
  return earlier;
}
