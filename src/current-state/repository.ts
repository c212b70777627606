import { type SqlBool, sql } from 'kysely';
import { currentContext } from '../audit/context.ts';
import type { Db } from '../database/types.ts';
import { type State, type StoredState, storedStateSchema } from './schema.ts';

/** A save that builds on revision `base`; null where nobody had answered. */
export interface Edit {
  state: State;
  base: number | null;
}

/** What a save met. A conflict carries the newer answer; null where somebody has taken the answer away. */
export type SaveResult = { outcome: 'saved'; stored: StoredState } | { outcome: 'conflict'; newer: StoredState | null };

/** Whether two answers say the same. */
export function sameState(a: State, b: State): boolean {
  return (
    a.insats === b.insats &&
    a.given === b.given &&
    a.form === b.form &&
    a.provision === b.provision &&
    a.decision === b.decision &&
    a.people?.from === b.people?.from &&
    a.people?.to === b.people?.to &&
    a.wish === b.wish &&
    a.comment === b.comment
  );
}

/** Reads and writes what districts say of their insatser; takes the database or a transaction. */
export function currentStateRepository(db: Db) {
  const rows = (district: string, year: number) =>
    db
      .selectFrom('current_state')
      .leftJoin('account', 'account.id', 'current_state.saved_by')
      .selectAll('current_state')
      .select('account.name as saved_name')
      .where('district', '=', district)
      .where('year', '=', year);

  const record = sql`(insats text, given text, form text, provision text, decision text, people_from int, people_to int, wish text, comment text, base int)`;
  const asJson = (edits: readonly { state: State; base: number | null }[]) =>
    JSON.stringify(
      edits.map(({ state: { people, ...answers }, base }) => ({ ...answers, people_from: people?.from ?? null, people_to: people?.to ?? null, base })),
    );

  /** `guarded`: only what nobody has answered is inserted, and only the revision that was read is changed. */
  async function write(district: string, year: number, edits: readonly Edit[], guarded: boolean): Promise<void> {
    if (edits.length === 0) return;
    const source = sql`json_to_recordset(${asJson(edits)}::text::json) as edit${record}`;
    const onConflict = guarded
      ? sql`do update set given = excluded.given, form = excluded.form, provision = excluded.provision, decision = excluded.decision,
          people_from = excluded.people_from, people_to = excluded.people_to, wish = excluded.wish, comment = excluded.comment,
          revision = excluded.revision, updated_at = now(), saved_by = excluded.saved_by
          where kept.revision = excluded.revision - 1`
      : sql`do update set given = excluded.given, form = excluded.form, provision = excluded.provision, decision = excluded.decision,
          people_from = excluded.people_from, people_to = excluded.people_to, wish = excluded.wish, comment = excluded.comment,
          revision = kept.revision + 1, updated_at = now(), saved_by = excluded.saved_by`;
    // A row that builds on a revision which is gone must not come back by itself.
    const only = guarded
      ? sql`where edit.base is null or exists
          (select 1 from current_state was where was.district = ${district}::text and was.year = ${year}::int and was.insats = edit.insats)`
      : sql``;
    await sql`
      insert into current_state as kept
        (district, insats, year, given, form, provision, decision, people_from, people_to, wish, comment, revision, saved_by)
      select ${district}::text, edit.insats, ${year}::int, edit.given, edit.form, edit.provision, edit.decision, edit.people_from, edit.people_to,
        edit.wish, edit.comment, coalesce(edit.base, 0) + 1, ${currentContext().account}::uuid
      from ${source} ${only}
      order by edit.insats
      on conflict (district, year, insats) ${onConflict}`.execute(db);
  }

  return {
    /** Every answer of a district for a year, by insats. */
    async list(district: string, year: number): Promise<StoredState[]> {
      return (await rows(district, year).orderBy('insats').execute()).map(fromRow);
    },

    async get(district: string, year: number, insats: string): Promise<StoredState | undefined> {
      const row = await rows(district, year).where('insats', '=', insats).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },

    /** Saves one answer if nobody has saved a newer one. The same answer twice is no conflict. */
    async save(district: string, year: number, state: State, base: number | null): Promise<SaveResult> {
      const [result] = (await this.saveEdits(district, year, [{ state, base }])).values();
      if (result === undefined) throw new Error('a save gives a result');
      return result;
    },

    /** Saves many answers, each against its own revision, in a fixed number of statements. Unchanged answers keep their revision. */
    async saveEdits(district: string, year: number, edits: readonly Edit[]): Promise<Map<string, SaveResult>> {
      const ids = edits.map(({ state }) => state.insats);
      const read = async () => (ids.length === 0 ? [] : (await rows(district, year).where('insats', 'in', ids).execute()).map(fromRow));
      const before = new Map((await read()).map((stored) => [stored.insats, stored]));
      const changed = edits.filter(({ state }) => {
        const stored = before.get(state.insats);
        return stored === undefined || !sameState(stored, state);
      });
      await write(district, year, changed, true);
      const after = changed.length === 0 ? before : new Map((await read()).map((stored) => [stored.insats, stored]));
      return new Map(
        edits.map(({ state }): [string, SaveResult] => {
          const stored = after.get(state.insats);
          return [
            state.insats,
            stored !== undefined && sameState(stored, state) ? { outcome: 'saved', stored } : { outcome: 'conflict', newer: stored ?? null },
          ];
        }),
      );
    },

    /** Writes the answers whatever stands there, in one statement. */
    async saveMany(district: string, year: number, states: readonly State[]): Promise<void> {
      await write(
        district,
        year,
        states.map((state) => ({ state, base: null })),
        false,
      );
    },

    /** Takes one answer away. Gives back false where a newer one stands there, which is then left. */
    async remove(district: string, year: number, insats: string, base: number): Promise<boolean> {
      return (await this.removeMany(district, year, [{ insats, base }])).includes(insats) || (await this.get(district, year, insats)) === undefined;
    },

    /** Takes answers away where the revision is still the one given, in one statement; returns those that were taken away. */
    async removeMany(district: string, year: number, gone: readonly { insats: string; base: number }[]): Promise<string[]> {
      if (gone.length === 0) return [];
      const removed = await db
        .deleteFrom('current_state')
        .where('district', '=', district)
        .where('year', '=', year)
        .where(
          sql<SqlBool>`(insats, revision) in (select gone.insats, gone.base from json_to_recordset(${JSON.stringify(gone)}::text::json) as gone(insats text, base int))`,
        )
        .returning('insats')
        .execute();
      return removed.map(({ insats }) => insats);
    },

    /** The years for which a district has answered anything, newest first. */
    async years(district: string): Promise<number[]> {
      const found = await db.selectFrom('current_state').select('year').distinct().where('district', '=', district).orderBy('year', 'desc').execute();
      return found.map(({ year }) => year);
    },

    /** The insatser that each district has answered for a year. */
    async answered(year: number): Promise<Map<string, ReadonlySet<string>>> {
      const found = await db
        .selectFrom('current_state')
        .select(['district', sql<string>`string_agg(insats, ' ')`.as('insatser')])
        .where('year', '=', year)
        .groupBy('district')
        .execute();
      return new Map(found.map(({ district, insatser }) => [district, new Set(insatser.split(' '))]));
    },
  };
}

function fromRow(row: Record<string, unknown>): StoredState {
  const { people_from: from, people_to: to } = row;
  return storedStateSchema.parse({
    insats: row.insats,
    given: row.given,
    form: row.form,
    provision: row.provision,
    decision: row.decision,
    people: from === null ? null : { from, to },
    wish: row.wish,
    comment: row.comment,
    revision: row.revision,
    updatedAt: row.updated_at,
    ...(row.saved_name === null ? {} : { savedBy: row.saved_name }),
  });
}
