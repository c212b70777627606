import type { Kysely } from 'kysely';
import type { Database, Db } from '../database/types.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long a server holds a letter that it tries to send; longer than it waits for an e-mail server. */
const holdMilliseconds = 10 * minute;
/** How long a letter is tried before it is given up. */
export const giveUpAfter = 3 * day;
/** How long what has been sent or given up is remembered. */
const rememberFor = 30 * day;
/** The wait after each failure; the last one again and again. */
const waits = [1, 2, 5, 15, 30, 60, 120].map((minutes) => minutes * minute);

export interface WaitingMail {
  id: string;
  account: string;
  /** A digest's day; null for a letter that is sent at once. */
  day: string | null;
  attempts: number;
}

export interface MailFigures {
  waiting: number;
  /** Since when the oldest waits. */
  oldest: Date | null;
  givenUp: number;
  lastSent: Date | null;
  /** The code of the failure that waiting letters met last. */
  lastError: string | null;
}

/** The letters that wait in the database. */
export function mailQueue(db: Kysely<Database>) {
  return {
    /**
     * Writes the day's digests: one for each account that has unread notices from before `until`. Two servers at once write one, and a second time
     * writes nothing. What is older than letters are tried for stays on the page alone.
     */
    async writeDigests(digestDay: string, until: Date, now: Date): Promise<number> {
      const pending = (of: Db) =>
        of
          .selectFrom('notice')
          .where('notice.delivery', '=', 'digest')
          .where('notice.mailed_at', 'is', null)
          .where('notice.read_at', 'is', null)
          .where('notice.at', '<', until)
          .where('notice.at', '>', new Date(until.getTime() - giveUpAfter));
      const accounts = await pending(db)
        .leftJoin('notice_choice', 'notice_choice.account_id', 'notice.account_id')
        .where((eb) => eb.or([eb('notice_choice.choice', 'is', null), eb('notice_choice.choice', '<>', 'none')]))
        .select('notice.account_id')
        .distinct()
        .execute();
      let written = 0;
      for (const { account_id } of accounts)
        await db.transaction().execute(async (trx) => {
          const letter = await trx
            .insertInto('mail')
            .values({ account_id, day: digestDay, queued_at: now, next_at: now })
            .onConflict((conflict) => conflict.columns(['account_id', 'day']).doNothing())
            .returning('id')
            .executeTakeFirst();
          if (letter === undefined) return;
          const notices = await pending(trx).where('notice.account_id', '=', account_id).select('notice.id').execute();
          if (notices.length === 0) return;
          const ids = notices.map(({ id }) => id);
          await trx
            .insertInto('mail_notice')
            .values(ids.map((id) => ({ notice_id: id, mail_id: letter.id })))
            .execute();
          await trx.updateTable('notice').set({ mailed_at: now }).where('id', 'in', ids).execute();
          written += 1;
        });
      return written;
    },

    /** Takes the letter that has waited longest, so that no other server takes it meanwhile. */
    async take(now: Date): Promise<WaitingMail | undefined> {
      const row = await db
        .updateTable('mail')
        .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), next_at: new Date(now.getTime() + holdMilliseconds) }))
        .where('id', '=', ({ selectFrom }) =>
          selectFrom('mail as next')
            .select('next.id')
            .where('next.sent_at', 'is', null)
            .where('next.given_up_at', 'is', null)
            .where('next.next_at', '<=', now)
            .orderBy('next.next_at')
            .orderBy('next.id')
            .limit(1)
            .forUpdate()
            .skipLocked(),
        )
        .returning(['id', 'account_id', 'day', 'attempts'])
        .executeTakeFirst();
      return row === undefined ? undefined : { id: row.id, account: row.account_id, day: row.day, attempts: row.attempts };
    },

    async sent(id: string, now: Date): Promise<void> {
      await db.updateTable('mail').set({ sent_at: now, last_error: null }).where('id', '=', id).execute();
    },

    /** A letter that has nothing to tell any more. */
    async drop(id: string): Promise<void> {
      await db.deleteFrom('mail').where('id', '=', id).execute();
    },

    async putOff({ id, attempts }: WaitingMail, error: string, now: Date): Promise<void> {
      const wait = waits[Math.min(attempts, waits.length) - 1] ?? minute;
      await db
        .updateTable('mail')
        .set({ next_at: new Date(now.getTime() + wait), last_error: error })
        .where('id', '=', id)
        .execute();
    },

    async giveUp(id: string, error: string, now: Date): Promise<void> {
      await db.updateTable('mail').set({ given_up_at: now, last_error: error }).where('id', '=', id).execute();
    },

    /** Gives up what has been tried for too long, and forgets what was settled long ago. Says how many were given up. */
    async clear(now: Date): Promise<number> {
      const old = new Date(now.getTime() - rememberFor);
      await db
        .deleteFrom('mail')
        .where((eb) => eb.or([eb('sent_at', '<', old), eb('given_up_at', '<', old)]))
        .execute();
      const given = await db
        .updateTable('mail')
        .set({ given_up_at: now })
        .where('sent_at', 'is', null)
        .where('given_up_at', 'is', null)
        .where('queued_at', '<', new Date(now.getTime() - giveUpAfter))
        .where('next_at', '<=', now)
        .returning('id')
        .execute();
      return given.length;
    },

    async figures(): Promise<MailFigures> {
      const open = db.selectFrom('mail').where('sent_at', 'is', null).where('given_up_at', 'is', null);
      const waiting = await open.select(({ fn }) => [fn.countAll<number>().as('n'), fn.min<Date | null>('queued_at').as('oldest')]).executeTakeFirstOrThrow();
      const failed = await open.where('last_error', 'is not', null).select('last_error').orderBy('next_at', 'desc').limit(1).executeTakeFirst();
      const ended = await db
        .selectFrom('mail')
        .select(({ fn }) => [fn.count<number>('given_up_at').as('givenUp'), fn.max<Date | null>('sent_at').as('lastSent')])
        .executeTakeFirstOrThrow();
      return { waiting: waiting.n, oldest: waiting.oldest, givenUp: ended.givenUp, lastSent: ended.lastSent, lastError: failed?.last_error ?? null };
    },
  };
}

/** A letter that was given up, with whom it was to. */
export interface GivenUp {
  name: string;
  at: Date;
  error: string;
}

/** The letters that were given up, the latest first. */
export async function givenUpMail(db: Db, limit: number): Promise<GivenUp[]> {
  const rows = await db
    .selectFrom('mail')
    .innerJoin('account', 'account.id', 'mail.account_id')
    .select(['account.name', 'mail.given_up_at as at', 'mail.last_error as error'])
    .where('mail.given_up_at', 'is not', null)
    .orderBy('mail.given_up_at', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ name, at, error }) => (at === null ? [] : [{ name, at, error: error ?? '' }]));
}

/** Lets every letter that was given up be tried again from now; says how many. */
export async function retryGivenUp(db: Db, now: Date): Promise<number> {
  const rows = await db
    .updateTable('mail')
    .set({ given_up_at: null, queued_at: now, next_at: now, attempts: 0 })
    .where('given_up_at', 'is not', null)
    .returning('id')
    .execute();
  return rows.length;
}
