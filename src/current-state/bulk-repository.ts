import { sql } from 'kysely';
import { z } from 'zod';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { stateSchema } from './schema.ts';

/** One answer that was written among many: what stood there before (null: nothing), what was written, and its revision. */
const changeSchema = z.strictObject({ insats: stateSchema.shape.insats, before: stateSchema.nullable(), after: stateSchema, revision: z.int().min(1) });
export type BulkChange = z.infer<typeof changeSchema>;

export interface NewBulk {
  district: string;
  year: number;
  /** What was done, as people read it: "12 insatser i Öppenvård fick svaret Nej." */
  said: string;
  changes: readonly BulkChange[];
}
export interface StoredBulk extends NewBulk {
  id: string;
  createdAt: Date;
  undoneAt: Date | null;
  /** How many answers the undo put back; null where it is not undone. */
  undoneAnswers: number | null;
}

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** How long a choice can be undone, and how many are offered. */
const kept = { days: 30, shown: 10 } as const;

/** Reads and writes choices for many insatser; takes the database or a transaction. */
export function bulkRepository(db: Db) {
  const table = 'current_state_bulk';
  return {
    /** Holds all other choices for the district and year until the transaction ends. */
    async lock(district: string, year: number): Promise<void> {
      await sql`select pg_advisory_xact_lock(hashtext(${`${table} ${district}`}::text), ${year}::int)`.execute(db);
    },

    /** Stores a choice; those that are too old to be undone are cleared away. */
    async add({ district, year, said, changes }: NewBulk): Promise<string> {
      await db.deleteFrom(table).where('created_at', '<', sql<Date>`now() - make_interval(days => ${kept.days}::int)`).execute();
      const { id } = await db
        .insertInto(table)
        .values({ district, year, said, changes: toJson(changes) })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },

    /** Undefined where the district has none with this id. `lock` holds it until the transaction ends, so that two presses come one after the other. */
    async find(id: string, district: string, lock = false): Promise<StoredBulk | undefined> {
      if (!idPattern.test(id)) return undefined;
      const query = db.selectFrom(table).selectAll().where('id', '=', id).where('district', '=', district);
      const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },

    /** The choices of a district and year that can still be undone, the newest first. */
    async undoable(district: string, year: number): Promise<StoredBulk[]> {
      const rows = await db
        .selectFrom(table)
        .selectAll()
        .where('district', '=', district)
        .where('year', '=', year)
        .where('undone_at', 'is', null)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(kept.shown)
        .execute();
      return rows.map(fromRow);
    },

    async markUndone(id: string, answers: number): Promise<void> {
      await db.updateTable(table).set({ undone_at: sql<Date>`now()`, undone_answers: answers }).where('id', '=', id).execute();
    },
  };
}

interface Row {
  id: string;
  district: string;
  year: number;
  said: string;
  changes: unknown;
  created_at: Date;
  undone_at: Date | null;
  undone_answers: number | null;
}

function fromRow({ created_at: createdAt, undone_at: undoneAt, undone_answers: undoneAnswers, changes, ...rest }: Row): StoredBulk {
  return { ...rest, changes: z.array(changeSchema).parse(changes), createdAt, undoneAt, undoneAnswers };
}
