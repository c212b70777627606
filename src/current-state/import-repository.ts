import { sql } from 'kysely';
import { z } from 'zod';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { type State, stateSchema } from './schema.ts';

const revisioned = stateSchema.safeExtend({ revision: z.int().min(1) });
/** An answer as it stood, with the revision that it had. */
export type RevisionedState = z.infer<typeof revisioned>;

const readRowSchema = z.strictObject({ row: z.int().min(1), insats: stateSchema.shape.insats, answers: stateSchema.omit({ insats: true }).partial() });

/** What was read: every row, so that the preview can be made again, and the counts that only the file can tell. */
const contentSchema = z.strictObject({
  rows: z.array(readRowSchema),
  counts: z.strictObject({ unchanged: z.int(), unanswered: z.int(), otherDistricts: z.int(), otherYears: z.int() }),
  ignoredColumns: z.array(z.string()),
  /** What confirming writes; the revision is set when it has been written. */
  states: z.array(stateSchema.safeExtend({ revision: z.int().min(1).nullable() })),
});
export type ImportContent = z.infer<typeof contentSchema>;

export interface ImportHead {
  id: string;
  district: string;
  year: number;
  fileName: string;
  rowsNew: number;
  rowsChanged: number;
  createdAt: Date;
  confirmedAt: Date | null;
  undoneAt: Date | null;
}
export interface StoredImport extends ImportHead {
  /** The answers that stood where the import writes; those that nobody had answered are not here. */
  before: RevisionedState[];
  content: ImportContent;
}
export interface NewImport {
  district: string;
  year: number;
  fileName: string;
  before: readonly RevisionedState[];
  content: ImportContent;
}

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const headColumns = [
  ...(['id', 'district', 'year', 'file_name as fileName', 'rows_new as rowsNew', 'rows_changed as rowsChanged'] as const),
  ...(['created_at as createdAt', 'confirmed_at as confirmedAt', 'undone_at as undoneAt'] as const),
] as const;

/** Reads and writes imports; takes the database or a transaction. */
export function importRepository(db: Db) {
  const table = 'current_state_import';
  return {
    /** Stores what was read for a preview; previews that nobody confirmed within a day are cleared away. */
    async add({ district, year, fileName, before, content }: NewImport): Promise<string> {
      await db.deleteFrom(table).where('confirmed_at', 'is', null).where('created_at', '<', sql<Date>`now() - interval '1 day'`).execute();
      const rowsChanged = before.length;
      const { id } = await db
        .insertInto(table)
        .values({
          ...{ district, year, file_name: fileName, rows_new: content.states.length - rowsChanged, rows_changed: rowsChanged },
          ...{ before: toJson(before), after: toJson(content) },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },

    /** Undefined where there is none of this district. `lock` holds it until the transaction ends, so that two presses come one after the other. */
    async find(id: string, district: string, lock = false): Promise<StoredImport | undefined> {
      if (!idPattern.test(id)) return undefined;
      const query = db
        .selectFrom(table)
        .select([...headColumns, 'before', 'after'])
        .where('id', '=', id)
        .where('district', '=', district);
      const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
      if (row === undefined) return undefined;
      const { before, after, ...head } = row;
      return { ...head, before: z.array(revisioned).parse(before), content: contentSchema.parse(after) };
    },

    /** The district's imports that were confirmed, newest first. */
    async list(district: string): Promise<ImportHead[]> {
      return db
        .selectFrom(table)
        .select(headColumns)
        .where('district', '=', district)
        .where('confirmed_at', 'is not', null)
        .orderBy('confirmed_at', 'desc')
        .orderBy('id')
        .limit(200)
        .execute();
    },

    async confirm(id: string, content: ImportContent): Promise<void> {
      await db
        .updateTable(table)
        .set({ confirmed_at: sql<Date>`now()`, after: toJson(content) })
        .where('id', '=', id)
        .execute();
    },

    async undo(id: string): Promise<void> {
      await db.updateTable(table).set({ undone_at: sql<Date>`now()` }).where('id', '=', id).execute();
    },
  };
}

/** Only the fields of a state, as they are stored in JSON. */
export function plainState({ insats, given, form, provision, decision, people, wish, comment }: State): State {
  return { insats, given, form, provision, decision, people, wish, comment };
}
