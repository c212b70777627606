import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import type { InputFault } from '../web/input.ts';
import { type Answered, answersEntry } from './audit.ts';
import { bulkRepository } from './bulk-repository.ts';
import { type Base, type EntryValues, printOf, readEntry } from './entry-values.ts';
import { currentStateRepository, sameState } from './repository.ts';
import type { State, StoredState } from './schema.ts';

/** A row as it came: what was written, and what the page had shown. */
export interface PostedRow {
  insats: string;
  values: EntryValues;
  base: Base;
}

export type RowOutcome =
  | { outcome: 'untouched'; stored: StoredState | null }
  | { outcome: 'saved'; stored: StoredState }
  | { outcome: 'removed' }
  | { outcome: 'fault'; faults: InputFault[]; stored: StoredState | null }
  | { outcome: 'conflict'; newer: StoredState | null };

/** Saves the rows that a person has changed, each against what the page had shown. One transaction; a row that is refused stops no other. */
export async function saveEntries(db: Kysely<Database>, district: string, year: number, rows: readonly PostedRow[]): Promise<Map<string, RowOutcome>> {
  return db.transaction().execute(async (trx) => {
    // Two presses come one after the other, so that the second finds everything saved and the trail tells it once.
    await bulkRepository(trx).lock(district, year);
    const repository = currentStateRepository(trx);
    const stored = new Map((await repository.list(district, year)).map((state) => [state.insats, state]));
    const outcomes = new Map<string, RowOutcome>();
    const edits: { state: State; base: number | null }[] = [];
    const gone: { insats: string; base: number }[] = [];
    for (const { insats, values, base } of rows) {
      const now = stored.get(insats) ?? null;
      const read = readEntry(insats, values);
      if ('faults' in read) outcomes.set(insats, { outcome: 'fault', faults: read.faults, stored: now });
      else if (printOf(read.state) === base.print) outcomes.set(insats, { outcome: 'untouched', stored: now });
      else if (read.state !== null && now !== null && sameState(read.state, now)) outcomes.set(insats, { outcome: 'saved', stored: now });
      else if (read.state === null && now === null) outcomes.set(insats, { outcome: 'removed' });
      // The fingerprint too: a row that was taken away and answered again starts over at the first revision.
      else if ((now?.revision ?? null) !== base.revision || printOf(now) !== base.print) outcomes.set(insats, { outcome: 'conflict', newer: now });
      else if (read.state !== null) edits.push({ state: read.state, base: base.revision });
      else if (now !== null) gone.push({ insats, base: now.revision });
    }
    for (const [insats, result] of await repository.saveEdits(district, year, edits)) outcomes.set(insats, result);
    const removed = new Set(await repository.removeMany(district, year, gone));
    for (const { insats } of gone) {
      const newer = removed.has(insats) ? undefined : await repository.get(district, year, insats);
      outcomes.set(insats, newer === undefined ? { outcome: 'removed' } : { outcome: 'conflict', newer });
    }
    const changes = [...edits.map(({ state }) => state.insats), ...gone.map(({ insats }) => insats)].flatMap((insats): Answered[] => {
      const result = outcomes.get(insats);
      const before = stored.get(insats) ?? null;
      if (result?.outcome === 'saved') return [{ insats, before, after: result.stored }];
      return result?.outcome === 'removed' ? [{ insats, before, after: null }] : [];
    });
    if (changes.length > 0) await record(trx, answersEntry('current_state.save', district, year, changes));
    return outcomes;
  });
}
