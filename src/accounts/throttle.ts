import type { Db } from '../database/types.ts';
import { hashOf, isToken, newToken } from './tokens.ts';

/** Failures are counted over this time: 15 minutes. */
const windowMilliseconds = 15 * 60 * 1000;
/** An address may guess at one account a few times, and at all accounts together some more (people share an office's address). */
const limits = { pair: 5, address: 60, account: 30 } as const;

export interface LoginAttempt {
  email: string;
  address: string;
  /** The secret of a browser where somebody has logged in before. */
  browser: string | null;
}

const keysOf = ({ email, address }: LoginAttempt) => ({
  pair: hashOf(`pair ${email} ${address}`),
  address: hashOf(`address ${address}`),
  account: hashOf(`account ${email}`),
});

/**
 * Holds back guessing. Failures against an account from many addresses shut out strangers only: a browser where its owner has logged in
 * before is still let in, so that nobody can lock out a victim (OWASP's device cookie).
 */
export function loginThrottle(db: Db) {
  const since = (now: Date) => new Date(now.getTime() - windowMilliseconds);

  async function failures(keys: string[], now: Date): Promise<Map<string, { count: number; oldest: Date }>> {
    const rows = await db
      .selectFrom('login_failure')
      .select(['key_hash', ({ fn }) => fn.countAll<number>().as('count'), ({ fn }) => fn.min('at').as('oldest')])
      .where('key_hash', 'in', keys)
      .where('at', '>', since(now))
      .groupBy('key_hash')
      .execute();
    return new Map(rows.map(({ key_hash, count, oldest }) => [key_hash, { count, oldest }]));
  }

  async function isKnown(browser: string | null, account: string | undefined): Promise<boolean> {
    if (browser === null || !isToken(browser) || account === undefined) return false;
    const row = await db.selectFrom('known_browser').select('account_id').where('token_hash', '=', hashOf(browser)).executeTakeFirst();
    return row?.account_id === account;
  }

  return {
    /** Seconds until the next attempt is let through; 0 where it is now. */
    async wait(attempt: LoginAttempt, account: string | undefined, now = new Date()): Promise<number> {
      const keys = keysOf(attempt);
      const found = await failures(Object.values(keys), now);
      const known = await isKnown(attempt.browser, account);
      const held = (['pair', 'address', 'account'] as const).flatMap((kind) => {
        const failed = found.get(keys[kind]);
        if (failed === undefined || failed.count < limits[kind] || (kind === 'account' && known)) return [];
        return [Math.ceil((failed.oldest.getTime() + windowMilliseconds - now.getTime()) / 1000)];
      });
      return Math.max(0, ...held);
    },

    async failed(attempt: LoginAttempt, now = new Date()): Promise<void> {
      await db.deleteFrom('login_failure').where('at', '<', since(now)).execute();
      await db
        .insertInto('login_failure')
        .values(Object.values(keysOf(attempt)).map((key) => ({ key_hash: key, at: now })))
        .execute();
    },

    /** Forgets the failures of this address against this account, and remembers the browser. Gives the secret for its cookie. */
    async succeeded(attempt: LoginAttempt, account: string, now = new Date()): Promise<string> {
      await db.deleteFrom('login_failure').where('key_hash', '=', keysOf(attempt).pair).execute();
      if (attempt.browser !== null && (await isKnown(attempt.browser, account))) {
        await db.updateTable('known_browser').set({ seen_at: now }).where('token_hash', '=', hashOf(attempt.browser)).execute();
        return attempt.browser;
      }
      const token = newToken();
      await db
        .insertInto('known_browser')
        .values({ token_hash: hashOf(token), account_id: account, seen_at: now })
        .execute();
      return token;
    },
  };
}
