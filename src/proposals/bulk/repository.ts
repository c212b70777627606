import { sql } from 'kysely';
import { z } from 'zod';
import { currentContext } from '../../audit/context.ts';
import { slug } from '../../catalogue/schema.ts';
import { toJson } from '../../database/json.ts';
import type { Db } from '../../database/types.ts';
import { type LineShaping, lineShapingSchema } from '../../drafts/shaping.ts';
import { type BulkChange, changeSchema } from './change.ts';

const changedLineSchema = z.strictObject({
  insats: slug,
  targetGroup: slug,
  before: lineShapingSchema,
  after: lineShapingSchema,
});
export type ChangedLine = z.infer<typeof changedLineSchema>;

export interface BulkHead {
  id: string;
  change: BulkChange;
  lineCount: number;
  appliedAt: Date;
  undoneAt: Date | null;
}
export interface StoredBulk extends BulkHead {
  lines: ChangedLine[];
}

/** A line to be written with the revision that it is to get. */
export interface LineWrite {
  insats: string;
  targetGroup: string;
  shaping: LineShaping;
  revision: number;
}

export const bulkIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const headColumns = ['id', 'change', 'line_count as lineCount', 'applied_at as appliedAt', 'undone_at as undoneAt'] as const;
/** Far below the number of parameters that a statement may have. */
const linesAtOnce = 500;

/** Reads and writes changes of many lines; takes the database or a transaction. */
export function bulkRepository(db: Db) {
  return {
    async find(proposal: string, id: string): Promise<StoredBulk | undefined> {
      if (!bulkIdPattern.test(id)) return undefined;
      const row = await db
        .selectFrom('bulk_change')
        .select([...headColumns, 'lines'])
        .where('id', '=', id)
        .where('proposal_id', '=', proposal)
        .executeTakeFirst();
      return row === undefined ? undefined : { ...row, change: changeSchema.parse(row.change), lines: z.array(changedLineSchema).parse(row.lines) };
    },

    /** The changes of a proposal, the newest first. */
    async list(proposal: string): Promise<BulkHead[]> {
      const rows = await db
        .selectFrom('bulk_change')
        .select(headColumns)
        .where('proposal_id', '=', proposal)
        .orderBy('applied_at', 'desc')
        .orderBy('id')
        .limit(50)
        .execute();
      return rows.map((row) => ({ ...row, change: changeSchema.parse(row.change) }));
    },

    async add(proposal: string, id: string, change: BulkChange, lines: readonly ChangedLine[]): Promise<void> {
      await db
        .insertInto('bulk_change')
        .values({ id, proposal_id: proposal, change: toJson(change), lines: toJson(lines), line_count: lines.length, undone_at: null })
        .execute();
    },

    async markUndone(id: string): Promise<void> {
      await db.updateTable('bulk_change').set({ undone_at: sql<Date>`now()` }).where('id', '=', id).execute();
    },

    /**
     * Writes pathway, stage, design and motive of many lines; answers to flags, and what is added or removed, stay. Call it inside a
     * transaction that holds the proposal and has compared the revisions.
     */
    async writeLines(proposal: string, lines: readonly LineWrite[]): Promise<void> {
      const now = new Date();
      const { account } = currentContext();
      for (let from = 0; from < lines.length; from += linesAtOnce) {
        const values = lines.slice(from, from + linesAtOnce).map(({ insats, targetGroup, shaping, revision }) => ({
          ...{ proposal_id: proposal, insats, target_group: targetGroup, revision, updated_at: now, saved_by: account, removed_at: null },
          ...{ pathway: shaping.pathway, stage: shaping.stage, motive: shaping.motive, design: toJson(shaping.design) },
        }));
        await db
          .insertInto('working_line')
          .values(values)
          .onConflict((conflict) =>
            conflict.columns(['proposal_id', 'insats', 'target_group']).doUpdateSet(({ ref }) => ({
              pathway: ref('excluded.pathway'),
              stage: ref('excluded.stage'),
              motive: ref('excluded.motive'),
              design: ref('excluded.design'),
              revision: ref('excluded.revision'),
              updated_at: ref('excluded.updated_at'),
              saved_by: ref('excluded.saved_by'),
            })),
          )
          .execute();
      }
    },
  };
}
