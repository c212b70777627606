import { isWithin, type Reach } from '../accounts/reach.ts';
import { wholeCity } from '../accounts/roles.ts';
import type { Db } from '../database/types.ts';
import { type Delivery, deliverySchema, type Notice, type NoticeKind, noticeKindSchema, usualDelivery } from './kinds.ts';

/** Whose notices, and the districts that the account may still read: what a role has lost, its notices no longer tell. */
export interface Reader {
  account: string;
  reach: Reach;
}
export interface NoticeQuery {
  unread?: boolean;
  /** Only with a lower number. */
  before?: number | undefined;
  limit: number;
}

/** What is no less so when the version moves on. */
const lasting = ['mention', 'rule_answered', 'adopted'] as const satisfies readonly NoticeKind[];

/** Reads notices and marks them; takes the database or a transaction. */
export function noticeRepository(db: Db) {
  const selected = () =>
    db
      .selectFrom('notice')
      .leftJoin('account as actor', 'actor.id', 'notice.actor_id')
      .leftJoin('line_comment as comment', 'comment.id', 'notice.comment_id')
      .select(['notice.id', 'notice.kind', 'notice.at', 'notice.read_at', 'notice.proposal_id', 'notice.district', 'notice.number', 'notice.as_roles'])
      .select(['notice.comment_id', 'actor.name', 'comment.insats', 'comment.target_group']);
  type Row = Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number];
  const read = (row: Row): Notice => ({
    id: row.id,
    kind: noticeKindSchema.parse(row.kind),
    at: row.at,
    readAt: row.read_at,
    proposal: row.proposal_id,
    district: row.district,
    number: row.number,
    asRoles: row.as_roles.split(',').filter(Boolean),
    actor: row.name,
    comment:
      row.comment_id === null || row.insats === null || row.target_group === null
        ? null
        : { id: row.comment_id, insats: row.insats, targetGroup: row.target_group },
  });

  return {
    /** The newest first. */
    async list({ account, reach }: Reader, { unread = false, before, limit }: NoticeQuery): Promise<Notice[]> {
      let query = selected().where('notice.account_id', '=', account).orderBy('notice.id', 'desc').limit(limit);
      if (reach !== wholeCity) query = query.where('notice.district', 'in', reach.length === 0 ? [''] : reach);
      if (unread) query = query.where('notice.read_at', 'is', null);
      if (before !== undefined) query = query.where('notice.id', '<', before);
      return (await query.execute()).map(read);
    },

    async unread({ account, reach }: Reader): Promise<number> {
      let query = db.selectFrom('notice').select(({ fn }) => fn.countAll<number>().as('n'));
      query = query.where('account_id', '=', account).where('read_at', 'is', null);
      if (reach !== wholeCity) query = query.where('district', 'in', reach.length === 0 ? [''] : reach);
      return (await query.executeTakeFirstOrThrow()).n;
    },

    /** One of an account's notices; undefined for everybody else's. */
    async find(id: number, { account, reach }: Reader): Promise<Notice | undefined> {
      const row = await selected().where('notice.id', '=', id).where('notice.account_id', '=', account).executeTakeFirst();
      return row === undefined || !isWithin(reach, row.district) ? undefined : read(row);
    },

    async markRead(id: number, account: string): Promise<void> {
      await db.updateTable('notice').set({ read_at: new Date() }).where('id', '=', id).where('account_id', '=', account).where('read_at', 'is', null).execute();
    },

    /** Marks every notice up to and with the one that somebody saw as the newest. */
    async markAllRead(upTo: number, account: string): Promise<void> {
      await db
        .updateTable('notice')
        .set({ read_at: new Date() })
        .where('id', '<=', upTo)
        .where('account_id', '=', account)
        .where('read_at', 'is', null)
        .execute();
    },

    /**
     * Marks what people have been told of a version before it moved on, which is so no longer: everybody's, or only the account's. What stays true
     * stays unread: a mention, an answer about a rule, a decision.
     */
    async markOvertaken({ proposal, number }: { proposal: string; number: number }, account?: string): Promise<void> {
      let query = db.updateTable('notice').set({ read_at: new Date() }).where('proposal_id', '=', proposal).where('number', '<=', number);
      if (account !== undefined) query = query.where('account_id', '=', account);
      await query.where('kind', 'not in', lasting).where('read_at', 'is', null).execute();
    },

    /** The unread notices of a letter, the first first. */
    async ofMail(mail: string): Promise<Notice[]> {
      const rows = await selected()
        .innerJoin('mail_notice', 'mail_notice.notice_id', 'notice.id')
        .where('mail_notice.mail_id', '=', mail)
        .where('notice.read_at', 'is', null)
        .orderBy('notice.id')
        .execute();
      return rows.map(read);
    },

    async choiceOf(account: string): Promise<Delivery> {
      const row = await db.selectFrom('notice_choice').select('choice').where('account_id', '=', account).executeTakeFirst();
      return row === undefined ? usualDelivery : deliverySchema.parse(row.choice);
    },

    async choose(account: string, choice: Delivery): Promise<void> {
      const values = { choice, updated_at: new Date() };
      await db
        .insertInto('notice_choice')
        .values({ account_id: account, ...values })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
        .execute();
    },
  };
}
