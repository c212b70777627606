import { sql } from 'kysely';
import type { CurrentState } from '../candidate/build-facts.ts';
import type { Db } from '../database/types.ts';
import { currentStateRepository } from './repository.ts';
import { isGiven, type State, stateSchema } from './schema.ts';

/** The newest year that the district has answered for, not after the year of the date; null where it has answered nothing. */
export async function feedingYear(db: Db, district: string, date: string): Promise<number | null> {
  const last = Number(date.slice(0, 4));
  return (await currentStateRepository(db).years(district)).find((year) => year <= last) ?? null;
}

/**
 * What a district has said of its insatser, as the rules read it: of one year, and never of another district. A predecessor's answers
 * count only where somebody has taken them over.
 */
export async function currentStatesOf(db: Db, district: string, date: string): Promise<ReadonlyMap<string, CurrentState>> {
  const year = await feedingYear(db, district, date);
  const states = year === null ? [] : await currentStateRepository(db).list(district, year);
  return new Map(states.map((state) => [state.insats, factsOf(state)]));
}

/** What a district has answered for one year, as the rules read it. */
export interface Feed {
  year: number;
  states: ReadonlyMap<string, CurrentState>;
}

const answersSchema = stateSchema.pick({ given: true, provision: true, decision: true, wish: true });

/** Everything that these districts have answered, by district, the newest year first: one question to the database for all of them. */
export async function feedsOf(db: Db, districts: readonly string[]): Promise<ReadonlyMap<string, readonly Feed[]>> {
  if (districts.length === 0) return new Map();
  // Insatser with the same answers come as one row: few combinations occur.
  const rows = await db
    .selectFrom('current_state')
    .select(['district', 'year', 'given', 'provision', 'decision', 'wish', sql<string>`string_agg(insats, ' ')`.as('insatser')])
    .where('district', 'in', districts)
    .groupBy(['district', 'year', 'given', 'provision', 'decision', 'wish'])
    .orderBy('year', 'desc')
    .execute();
  const feeds = new Map<string, { year: number; states: Map<string, CurrentState> }[]>();
  for (const { district, year, insatser, ...answers } of rows) {
    const own = feeds.get(district) ?? [];
    feeds.set(district, own);
    const last = own.at(-1);
    const feed = last?.year === year ? last : { year, states: new Map<string, CurrentState>() };
    if (feed !== last) own.push(feed);
    const facts = factsOf(answersSchema.parse(answers));
    for (const insats of insatser.split(' ')) feed.states.set(insats, facts);
  }
  return feeds;
}

/** The feed that a draft of the date reads: the newest year that is not after it. */
export function feedAt(feeds: readonly Feed[], date: string): Feed | null {
  return feeds.find(({ year }) => year <= Number(date.slice(0, 4))) ?? null;
}

/** What is not given has neither private providers nor an opening without a decision. */
export function factsOf(state: Pick<State, 'given' | 'provision' | 'decision' | 'wish'>): CurrentState {
  const givenToday = state.given === 'local_variant' ? 'yes' : state.given;
  const ofGiven = (answer: CurrentState['givenToday']) => (isGiven(state.given) ? answer : givenToday);
  return {
    givenToday,
    withoutDecisionToday: ofGiven(({ with: 'no', without: 'yes', both: 'yes', unknown: 'unknown' } as const)[state.decision]),
    privateToday: ofGiven(({ own: 'no', private: 'yes', both: 'yes', unknown: 'unknown' } as const)[state.provision]),
    wishesOpen: state.wish === 'not_answered' ? 'unknown' : state.wish,
  };
}
