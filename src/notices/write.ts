import type { Db } from '../database/types.ts';
import { type Delivery, deliverySchema, type NoticeKind, usualDelivery } from './kinds.ts';

/** What happened, as far as notices need to know. */
export interface News {
  kind: NoticeKind;
  proposal: string;
  district: string;
  /** The version that it is about. */
  number: number;
  /** Who did it; never told of it. */
  actor: string | null;
  /** The comment of a mention. */
  comment?: string;
}
/** Who is told, each with the roles that are why. */
export type Recipients = ReadonlyMap<string, readonly string[]>;

export interface NoticeWriter {
  /** Writes the notices in the transaction of what they tell of. */
  tell(trx: Db, news: News, recipients: Recipients): Promise<void>;
}

/** Recipients who are told whatever their roles are. */
export const recipientsOf = (accounts: Iterable<string>): Recipients => new Map([...accounts].map((account) => [account, []]));

/** Writes notices. `mails`: whether letters can be sent from here; where they cannot, none are queued to come all at once later. */
export function createNoticeWriter({ mails }: { mails: boolean }): NoticeWriter {
  return {
    async tell(trx, { kind, proposal, district, number, actor, comment }, recipients) {
      const others = [...recipients].filter(([account]) => account !== actor);
      if (others.length === 0) return;
      const accounts = others.map(([account]) => account);
      const known = kind === 'referred' ? await alreadyTold(trx, { proposal, number }, accounts) : new Set<string>();
      const told = others.filter(([account]) => !known.has(account));
      if (told.length === 0) return;
      const chosen = mails ? await deliveriesOf(trx, accounts) : null;
      const deliveryOf = (account: string): Delivery => (chosen === null ? 'none' : (chosen.get(account) ?? usualDelivery));
      const now = new Date();
      const written = await trx
        .insertInto('notice')
        .values(
          told.map(([account, roles]) => ({
            ...{ account_id: account, kind, proposal_id: proposal, district, number, actor_id: actor, at: now },
            ...{ comment_id: comment ?? null, as_roles: roles.join(','), delivery: deliveryOf(account) },
            mailed_at: deliveryOf(account) === 'at_once' ? now : null,
          })),
        )
        .returning(['id', 'account_id', 'delivery'])
        .execute();
      for (const { id, account_id } of written.filter(({ delivery }) => delivery === 'at_once')) {
        const letter = await trx.insertInto('mail').values({ account_id, day: null, queued_at: now, next_at: now }).returning('id').executeTakeFirstOrThrow();
        await trx.insertInto('mail_notice').values({ notice_id: id, mail_id: letter.id }).execute();
      }
    },
  };
}

/** Who has an unread notice of questions in the same version: a manager who asks forty times is one thing to look at. */
async function alreadyTold(trx: Db, { proposal, number }: Pick<News, 'proposal' | 'number'>, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('notice')
    .select('account_id')
    .where('kind', '=', 'referred')
    .where('proposal_id', '=', proposal)
    .where('number', '=', number)
    .where('read_at', 'is', null)
    .where('account_id', 'in', accounts)
    .execute();
  return new Set(rows.map(({ account_id }) => account_id));
}

/** What each of these accounts has chosen; nothing for those who have not. */
async function deliveriesOf(db: Db, accounts: readonly string[]): Promise<ReadonlyMap<string, Delivery>> {
  const rows = await db.selectFrom('notice_choice').select(['account_id', 'choice']).where('account_id', 'in', accounts).execute();
  return new Map(rows.map(({ account_id, choice }) => [account_id, deliverySchema.parse(choice)]));
}
