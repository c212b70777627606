import { sql } from 'kysely';
import type { Db } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import { isMentionable, type Mentionable } from './mentions.ts';

/** Something that somebody has said about a line. */
export interface Comment {
  id: string;
  proposal: string;
  insats: string;
  targetGroup: string;
  /** The newest version when it was written. */
  number: number;
  /** Null for the one at a machine without accounts. */
  account: string | null;
  /** The account's name today. */
  by: string | null;
  /** The roles that the writer had then, as ids. */
  roles: readonly string[];
  mentioned: readonly Mentionable[];
  /** Empty once it is struck. */
  body: string;
  at: Date;
  struckAt: Date | null;
}
export type NewComment = Pick<Comment, 'id' | 'proposal' | 'insats' | 'targetGroup' | 'number' | 'account' | 'roles' | 'mentioned' | 'body'>;

const listed = (ids: string): string[] => ids.split(',').filter(Boolean);

/** Reads and writes comments; takes the database or a transaction. */
export function commentRepository(db: Db) {
  const selected = () =>
    db.selectFrom('line_comment').leftJoin('account', 'account.id', 'line_comment.account_id').selectAll('line_comment').select('account.name');
  type Row = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number];
  const read = (row: Row): Comment => ({
    id: row.id,
    proposal: row.proposal_id,
    insats: row.insats,
    targetGroup: row.target_group,
    number: row.number,
    account: row.account_id,
    by: row.name,
    roles: listed(row.roles),
    mentioned: listed(row.mentioned).filter(isMentionable),
    body: row.body,
    at: row.created_at,
    struckAt: row.struck_at,
  });

  return {
    /** A line's comments, the newest last. */
    async ofLine(proposal: string, insats: string, targetGroup: string): Promise<Comment[]> {
      const rows = await selected()
        .where('proposal_id', '=', proposal)
        .where('insats', '=', insats)
        .where('target_group', '=', targetGroup)
        .orderBy('line_comment.created_at')
        .orderBy('line_comment.id')
        .execute();
      return rows.map(read);
    },

    /** How many comments each line has that still say something, by line key. */
    async counts(proposal: string): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('line_comment')
        .select(['insats', 'target_group'])
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('proposal_id', '=', proposal)
        .where('struck_at', 'is', null)
        .groupBy(['insats', 'target_group'])
        .execute();
      return new Map(rows.map(({ insats, target_group, n }) => [lineKey(insats, target_group), n]));
    },

    async find(id: string): Promise<Comment | undefined> {
      const row = await selected().where('line_comment.id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : read(row);
    },

    /** Adds a comment; says false, and writes nothing, where the id is taken. */
    async add({ id, proposal, insats, targetGroup, number, account, roles, mentioned, body }: NewComment): Promise<boolean> {
      const row = await db
        .insertInto('line_comment')
        .values({
          ...{ id, proposal_id: proposal, insats, target_group: targetGroup, number, account_id: account, body },
          ...{ roles: roles.join(','), mentioned: mentioned.join(',') },
          // Not when the transaction began: the example writes many in one.
          created_at: sql<Date>`clock_timestamp()`,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Takes the text away for good; says false where that was done before. */
    async strike(id: string, by: string | null): Promise<boolean> {
      const row = await db
        .updateTable('line_comment')
        .set({ body: '', struck_at: new Date(), struck_by: by })
        .where('id', '=', id)
        .where('struck_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
