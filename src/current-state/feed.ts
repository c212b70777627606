import type { CurrentState } from '../candidate/build-facts.ts';
import type { Db } from '../database/types.ts';
import { currentStateRepository } from './repository.ts';
import { isGiven, type State } from './schema.ts';

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

/** What is not given has neither private providers nor an opening without a decision. */
export function factsOf(state: State): CurrentState {
  const givenToday = state.given === 'local_variant' ? 'yes' : state.given;
  const ofGiven = (answer: CurrentState['givenToday']) => (isGiven(state.given) ? answer : givenToday);
  return {
    givenToday,
    withoutDecisionToday: ofGiven(({ with: 'no', without: 'yes', both: 'yes', unknown: 'unknown' } as const)[state.decision]),
    privateToday: ofGiven(({ own: 'no', private: 'yes', both: 'yes', unknown: 'unknown' } as const)[state.provision]),
    wishesOpen: state.wish === 'not_answered' ? 'unknown' : state.wish,
  };
}
