import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { count } from '../web/format.ts';
import { NotFoundError } from '../web/input.ts';
import { answersEntry } from './audit.ts';
import { type BulkChange, bulkRepository } from './bulk-repository.ts';
import { currentStateRepository, type Edit, sameState } from './repository.ts';
import { answers, isGiven, type State, type StoredState } from './schema.ts';

/** One answer for many insatser. */
export interface BulkChoice {
  insatser: readonly string[];
  /** What they are together, as people read it. */
  group: string;
  given: State['given'];
  /** Also those that have an answer already; otherwise they are left as they are. */
  overwrite: boolean;
}

/** What a bulk choice came to; `id` is what undoes it, null where nothing was changed. */
export interface BulkResult {
  id: string | null;
  answers: number;
}

/** The answer as a bulk choice leaves it: wish and comment are kept, and the rest where it still applies. */
function answered(insats: string, given: State['given'], before: StoredState | undefined): State {
  if (before === undefined)
    return { insats, given, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null, wish: 'not_answered', comment: '' };
  const state = withoutRevision(before);
  return isGiven(given) ? { ...state, given } : { ...state, given, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null };
}

/** Gives many insatser the same answer and stores how to take it back. What somebody answers meanwhile is left. */
export async function answerMany(db: Kysely<Database>, district: string, year: number, choice: BulkChoice): Promise<BulkResult> {
  return db.transaction().execute(async (trx) => {
    const repository = currentStateRepository(trx);
    // Two presses come one after the other, so that the second finds nothing left to answer and nothing to undo.
    await bulkRepository(trx).lock(district, year);
    const stored = new Map((await repository.list(district, year)).map((state) => [state.insats, state]));
    const edits = choice.insatser.flatMap((insats): Edit[] => {
      const before = stored.get(insats);
      const state = answered(insats, choice.given, before);
      const wanted = before === undefined || (choice.overwrite && !sameState(before, state));
      return wanted ? [{ state, base: before?.revision ?? null }] : [];
    });
    const results = await repository.saveEdits(district, year, edits);
    const changes = [...results].flatMap(([insats, result]): BulkChange[] => {
      if (result.outcome !== 'saved') return [];
      const before = stored.get(insats);
      return [
        { insats, before: before === undefined ? null : withoutRevision(before), after: withoutRevision(result.stored), revision: result.stored.revision },
      ];
    });
    if (changes.length === 0) return { id: null, answers: 0 };
    const said = `${count(changes.length, 'insats', 'insatser')} i ${choice.group} fick svaret ${answers.given[choice.given]}.`;
    const id = await bulkRepository(trx).add({ district, year, said, changes });
    // The choice itself is kept for as long as it can be undone, the trail for longer: it tells every answer.
    await record(trx, answersEntry('current_state.bulk', district, year, changes));
    return { id, answers: changes.length };
  });
}

/** Stores that one answer was replaced by an earlier district's, so that it can be had back. */
export function keepReplaced(db: Kysely<Database>, district: string, year: number, before: StoredState, now: StoredState, said: string): Promise<string> {
  const change = { insats: before.insats, before: withoutRevision(before), after: withoutRevision(now), revision: now.revision };
  return db.transaction().execute(async (trx) => {
    const id = await bulkRepository(trx).add({ district, year, said, changes: [change] });
    await record(trx, answersEntry('current_state.take_over', district, year, [change]));
    return id;
  });
}

const withoutRevision = ({ revision: _, updatedAt: __, savedBy: ___, ...state }: StoredState): State => state;

/** `changed`: insatser that somebody has answered since; then nothing was written. */
export type UndoOutcome = { outcome: 'done' | 'already' } | { outcome: 'changed'; insatser: string[]; left: number };

/**
 * Takes a bulk choice back: all of it, or with `others` the answers that nobody has changed since.
 * @throws NotFoundError where there is nothing to undo.
 */
export async function undoBulk(db: Kysely<Database>, id: string, district: string, others: boolean): Promise<UndoOutcome> {
  return db.transaction().execute(async (trx): Promise<UndoOutcome> => {
    const bulks = bulkRepository(trx);
    const found = await bulks.find(id, district, true);
    if (found === undefined) throw new NotFoundError('Det finns inget att ångra på den adressen. Svar för många insatser går att ångra i 30 dagar.');
    if (found.undoneAt !== null) return { outcome: 'already' };
    const { year, changes } = found;
    const repository = currentStateRepository(trx);
    const now = new Map((await repository.list(district, year)).map((state) => [state.insats, state]));
    const stands = ({ insats, after, revision }: BulkChange): boolean => {
      const stored = now.get(insats);
      return stored !== undefined && stored.revision === revision && sameState(stored, after);
    };
    const mine = changes.filter(stands);
    const changed = changes.filter((change) => !stands(change)).map(({ insats }) => insats);
    if (changed.length > 0 && !others) return { outcome: 'changed', insatser: changed, left: mine.length };
    const gone = mine.flatMap(({ insats, before, revision }) => (before === null ? [{ insats, base: revision }] : []));
    const back = mine.flatMap(({ before, revision }): Edit[] => (before === null ? [] : [{ state: before, base: revision }]));
    const removed = await repository.removeMany(district, year, gone);
    const restored = await repository.saveEdits(district, year, back);
    const answers = removed.length + [...restored.values()].filter(({ outcome }) => outcome === 'saved').length;
    await bulks.markUndone(id, answers);
    const undone = mine.map(({ insats, before, after }) => ({ insats, before: after, after: before }));
    await record(trx, answersEntry('current_state.undo', district, year, undone));
    return { outcome: 'done' };
  });
}
