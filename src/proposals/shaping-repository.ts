import { sql } from 'kysely';
import { currentContext } from '../audit/context.ts';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { canonical, type LineShaping, lineKey } from '../drafts/shaping.ts';

/** A line of the working copy as it is stored. */
export interface WorkingLine {
  insats: string;
  targetGroup: string;
  shaping: LineShaping;
  revision: number;
  updatedAt: Date;
  /** The name of the one who saved; null at a machine without accounts. */
  savedBy: string | null;
}

export interface LineId {
  proposal: string;
  insats: string;
  targetGroup: string;
}

/** Reads and writes the working copy of proposals; takes the database or a transaction. */
export function shapingRepository(db: Db) {
  async function read(proposal: string, only?: LineId): Promise<WorkingLine[]> {
    const rows = await db
      .selectFrom('working_line')
      .leftJoin('account', 'account.id', 'working_line.saved_by')
      .selectAll('working_line')
      .select('account.name as saved_name')
      .where('proposal_id', '=', proposal)
      .$if(only !== undefined, (query) => query.where('insats', '=', only?.insats ?? '').where('target_group', '=', only?.targetGroup ?? ''))
      .orderBy('insats')
      .orderBy('target_group')
      .execute();
    const answers = await db
      .selectFrom('flag_response')
      .selectAll()
      .where('proposal_id', '=', proposal)
      .$if(only !== undefined, (query) => query.where('insats', '=', only?.insats ?? '').where('target_group', '=', only?.targetGroup ?? ''))
      .orderBy('rule')
      .execute();
    const byLine = Map.groupBy(answers, (answer) => lineKey(answer.insats, answer.target_group));
    return rows.map((row) => {
      const responses = (byLine.get(lineKey(row.insats, row.target_group)) ?? []).map(({ rule, kind, motive, who, due_date: due }) => [
        rule,
        { kind, motive, who, due },
      ]);
      const { pathway, stage, design, motive, removed_at: removedAt, added_at: addedAt } = row;
      const added = addedAt === null ? {} : { added: true };
      return {
        insats: row.insats,
        targetGroup: row.target_group,
        shaping: canonical({ removed: removedAt !== null, pathway, stage, design, motive, responses: Object.fromEntries(responses), ...added }),
        revision: row.revision,
        updatedAt: row.updated_at,
        savedBy: row.saved_name,
      };
    });
  }

  return {
    all: (proposal: string): Promise<WorkingLine[]> => read(proposal),

    async line(id: LineId): Promise<WorkingLine | undefined> {
      const [line] = await read(id.proposal, id);
      return line;
    },

    /**
     * Writes a line that nobody has saved since `revision` (0 where there was none), with all its responses. Says false, and writes
     * nothing, where somebody has. Call it inside a transaction.
     */
    async write({ proposal, insats, targetGroup }: LineId, shaping: LineShaping, revision: number): Promise<boolean> {
      const { pathway, stage, motive } = shaping;
      const values = {
        ...{ pathway, stage, motive, design: toJson(shaping.design), removed_at: shaping.removed ? new Date() : null },
        ...{ updated_at: new Date(), saved_by: currentContext().account },
      };
      const written =
        revision === 0
          ? await db
              .insertInto('working_line')
              .values({
                proposal_id: proposal,
                insats,
                target_group: targetGroup,
                revision: 1,
                added_at: shaping.added === true ? new Date() : null,
                ...values,
              })
              .onConflict((conflict) => conflict.columns(['proposal_id', 'insats', 'target_group']).doNothing())
              .returning('revision')
              .executeTakeFirst()
          : await db
              .updateTable('working_line')
              .set({ ...values, revision: revision + 1, added_at: shaping.added === true ? sql<Date>`coalesce(added_at, now())` : null })
              .where('proposal_id', '=', proposal)
              .where('insats', '=', insats)
              .where('target_group', '=', targetGroup)
              .where('revision', '=', revision)
              .returning('revision')
              .executeTakeFirst();
      if (written === undefined) return false;
      await db.deleteFrom('flag_response').where('proposal_id', '=', proposal).where('insats', '=', insats).where('target_group', '=', targetGroup).execute();
      const rows = Object.entries(shaping.responses).map(([rule, { kind, motive: why, who, due }]) => ({
        proposal_id: proposal,
        insats,
        target_group: targetGroup,
        rule,
        kind,
        motive: why,
        who,
        due_date: due,
      }));
      if (rows.length > 0) await db.insertInto('flag_response').values(rows).execute();
      return true;
    },

    /** Says whether it was not marked before. */
    async markReady(proposal: string, number: number): Promise<boolean> {
      const marked = await db
        .insertInto('ready_version')
        .values({ proposal_id: proposal, number, marked_at: sql<Date>`clock_timestamp()` })
        .onConflict((conflict) => conflict.columns(['proposal_id', 'number']).doNothing())
        .returning('number')
        .executeTakeFirst();
      return marked !== undefined;
    },

    /** Says whether it was marked before. */
    async unmarkReady(proposal: string, number: number): Promise<boolean> {
      const { numDeletedRows } = await db.deleteFrom('ready_version').where('proposal_id', '=', proposal).where('number', '=', number).executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** When each ready version was marked, by number. */
    async ready(proposal: string): Promise<Map<number, Date>> {
      const rows = await db.selectFrom('ready_version').select(['number', 'marked_at']).where('proposal_id', '=', proposal).execute();
      return new Map(rows.map((row) => [row.number, row.marked_at]));
    },
  };
}
