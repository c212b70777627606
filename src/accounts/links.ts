import type { Db } from '../database/types.ts';
import { hashOf, isToken, newToken } from './tokens.ts';

/** How long a link to choose a password holds: 24 hours. */
const linkLifetime = 24 * 60 * 60 * 1000;

/** One-time links with which a person chooses a password; there is never a password that somebody else has chosen. */
export function linkRepository(db: Db) {
  return {
    /** Makes a link and gives its secret; earlier links of the account stop working. Call it inside a transaction. */
    async issue(account: string, now = new Date()): Promise<string> {
      const token = newToken();
      // Two that are made at the same moment come one after the other, so that only the last works.
      await db.selectFrom('account').select('id').where('id', '=', account).forUpdate().execute();
      await db.deleteFrom('one_time_link').where('account_id', '=', account).execute();
      await db
        .insertInto('one_time_link')
        .values({ token_hash: hashOf(token), account_id: account, expires_at: new Date(now.getTime() + linkLifetime), used_at: null })
        .execute();
      return token;
    },

    /** The account that a link is for, while it can be used. */
    async accountOf(token: string, now = new Date()): Promise<string | undefined> {
      if (!isToken(token)) return undefined;
      const row = await db
        .selectFrom('one_time_link')
        .select('account_id')
        .where('token_hash', '=', hashOf(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row?.account_id;
    },

    /** Uses a link up; says false where somebody already has. */
    async use(token: string, now = new Date()): Promise<boolean> {
      const row = await db
        .updateTable('one_time_link')
        .set({ used_at: now })
        .where('token_hash', '=', hashOf(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning('account_id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
