import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import { currentStateRepository, type Edit, sameState } from './repository.ts';
import { isGiven, type State, type StoredState } from './schema.ts';

/** One answer for many insatser. */
export interface BulkChoice {
  insatser: readonly string[];
  given: State['given'];
  /** Also those that have an answer already; otherwise they are left as they are. */
  overwrite: boolean;
}

/** What is needed to take a bulk choice back. */
export interface BulkUndo {
  district: string;
  year: number;
  changes: { insats: string; before: State | null; revision: number }[];
}

/** The answer as a bulk choice leaves it: wish and comment are kept, and the rest where it still applies. */
function answered(insats: string, given: State['given'], before: StoredState | undefined): State {
  if (before === undefined)
    return { insats, given, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null, wish: 'not_answered', comment: '' };
  const { revision: _, updatedAt: __, ...state } = before;
  return isGiven(given) ? { ...state, given } : { ...state, given, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null };
}

/** Gives many insatser the same answer, and says how to take it back. What somebody answers meanwhile is left. */
export async function answerMany(db: Kysely<Database>, district: string, year: number, choice: BulkChoice): Promise<BulkUndo> {
  return db.transaction().execute(async (trx) => {
    const repository = currentStateRepository(trx);
    const stored = new Map((await repository.list(district, year)).map((state) => [state.insats, state]));
    const edits = choice.insatser.flatMap((insats): Edit[] => {
      const before = stored.get(insats);
      const state = answered(insats, choice.given, before);
      const wanted = before === undefined || (choice.overwrite && !sameState(before, state));
      return wanted ? [{ state, base: before?.revision ?? null }] : [];
    });
    const results = await repository.saveEdits(district, year, edits);
    const changes = [...results].flatMap(([insats, result]) => {
      if (result.outcome !== 'saved') return [];
      const before = stored.get(insats);
      return [{ insats, before: before === undefined ? null : withoutRevision(before), revision: result.stored.revision }];
    });
    return { district, year, changes };
  });
}

export function withoutRevision({ revision: _, updatedAt: __, ...state }: StoredState): State {
  return state;
}

/** Takes a bulk choice back where nobody has changed the answer since; returns how many were taken back. */
export async function undoBulk(db: Kysely<Database>, { district, year, changes }: BulkUndo): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const repository = currentStateRepository(trx);
    const now = new Map((await repository.list(district, year)).map((state) => [state.insats, state]));
    const mine = changes.filter(({ insats, revision }) => now.get(insats)?.revision === revision);
    const gone = mine.filter(({ before }) => before === null).map(({ insats, revision }) => ({ insats, base: revision }));
    const back = mine.flatMap(({ before, revision }) => (before === null ? [] : [{ state: before, base: revision }]));
    const removed = await repository.removeMany(district, year, gone);
    const restored = await repository.saveEdits(district, year, back);
    return removed.length + [...restored.values()].filter(({ outcome }) => outcome === 'saved').length;
  });
}
