import type { Db } from '../database/types.ts';
import { type Account, accountRepository } from './repository.ts';
import { hashOf, isToken, newToken } from './tokens.ts';

/** How long a login lasts, in milliseconds. */
export interface SessionLimits {
  /** Without a request. */
  idle: number;
  /** From the login, whatever happens. */
  absolute: number;
}

export interface Session {
  account: Account;
  createdAt: Date;
  expiresAt: Date;
  /** When it ends if nothing more is asked. */
  idleUntil: Date;
}

/** A request writes that it was seen at most this often, so that reading a page is not a write each time. */
const seenEvery = 60_000;

/** Logins kept in the database, so that every server process knows them. */
export function sessionRepository(db: Db, limits: SessionLimits) {
  return {
    /** Begins a session and gives its token; the one that the browser brought is ended, so that no token outlives a login. */
    async begin(account: string, replaces: string | null, idToken: string | null = null, now = new Date()): Promise<string> {
      if (replaces !== null) await this.end(replaces);
      await db.deleteFrom('session').where('expires_at', '<', now).execute();
      const token = newToken();
      await db
        .insertInto('session')
        .values({
          token_hash: hashOf(token),
          account_id: account,
          created_at: now,
          seen_at: now,
          expires_at: new Date(now.getTime() + limits.absolute),
          id_token: idToken,
        })
        .execute();
      return token;
    },

    /** The session of a token, where it still holds; a session that is seen lives on. */
    async find(token: string, now = new Date()): Promise<Session | undefined> {
      if (!isToken(token)) return undefined;
      const row = await db.selectFrom('session').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
      if (row === undefined) return undefined;
      if (now >= row.expires_at || now.getTime() - row.seen_at.getTime() >= limits.idle) {
        await this.end(token);
        return undefined;
      }
      const account = await accountRepository(db).byId(row.account_id);
      if (account === undefined || account.disabledAt !== null) return undefined;
      if (now.getTime() - row.seen_at.getTime() >= Math.min(seenEvery, limits.idle / 4))
        await db.updateTable('session').set({ seen_at: now }).where('token_hash', '=', hashOf(token)).execute();
      return {
        account,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        idleUntil: new Date(Math.min(now.getTime() + limits.idle, row.expires_at.getTime())),
      };
    },

    /** What the city's login gave when the session began there; null for one that began with a password. */
    async idTokenOf(token: string): Promise<string | null> {
      if (!isToken(token)) return null;
      return (await db.selectFrom('session').select('id_token').where('token_hash', '=', hashOf(token)).executeTakeFirst())?.id_token ?? null;
    },

    async end(token: string): Promise<void> {
      if (isToken(token)) await db.deleteFrom('session').where('token_hash', '=', hashOf(token)).execute();
    },

    /** Logs an account out of every browser. */
    async endAll(account: string): Promise<void> {
      await db.deleteFrom('session').where('account_id', '=', account).execute();
    },

    async count(account: string): Promise<number> {
      const { n } = await db
        .selectFrom('session')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('account_id', '=', account)
        .executeTakeFirstOrThrow();
      return n;
    },
  };
}
