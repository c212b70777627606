import { isIPv6 } from 'node:net';
import { type Kysely, sql } from 'kysely';
import type { Database, Db } from '../database/types.ts';
import { hashOf, isToken, newToken } from './tokens.ts';

/** Attempts that came to nothing are counted over this time: 15 minutes. */
const windowMilliseconds = 15 * 60 * 1000;
/**
 * An address may guess at one account a few times, and at all accounts together some more (people share an office's address). A browser where
 * somebody has logged in before has a count of its own for that account.
 */
const limits = { browser: 10, pair: 5, address: 60, account: 30 } as const;
type Kind = keyof typeof limits;
/** How long a browser is remembered: 180 days. */
export const knownSeconds = 180 * 24 * 60 * 60;

export interface LoginAttempt {
  email: string;
  address: string;
  /** The secret of a browser where somebody has logged in before. */
  browser: string | null;
}

/** An attempt as it stands in the counts: which of them, and when. */
export interface CountedAttempt {
  keys: ReadonlyMap<Kind, string>;
  at: Date;
}

/** Where an address belongs: of IPv6 one household or office has a whole /64 to choose from. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.') || address.includes('%')) return address;
  const [front = '', back] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = front === '' ? [] : front.split(':');
  const after = back === undefined || back === '' ? [] : back.split(':');
  const whole = [...groups, ...Array<string>(8 - groups.length - after.length).fill('0'), ...after];
  return `${whole.slice(0, 4).join(':')}::/64`;
}

/**
 * Holds back guessing. What is counted against an account and an address shuts out strangers only: a browser where its owner has logged in
 * before is still let in, so that nobody can lock out a victim, neither from afar nor from the same office (OWASP's device cookie).
 */
export function loginThrottle(db: Kysely<Database>) {
  const since = (now: Date) => new Date(now.getTime() - windowMilliseconds);

  async function isKnown(trx: Db, browser: string | null, account: string | undefined): Promise<boolean> {
    if (browser === null || !isToken(browser)) return false;
    const row = await trx.selectFrom('known_browser').select('account_id').where('token_hash', '=', hashOf(browser)).executeTakeFirst();
    return account !== undefined && row?.account_id === account;
  }

  async function keysOf(trx: Db, { email, address, browser }: LoginAttempt, account: string | undefined): Promise<Map<Kind, string>> {
    if (await isKnown(trx, browser, account)) return new Map([['browser', hashOf(`browser ${browser} ${account}`)]]);
    const network = networkOf(address);
    return new Map([
      ['pair', hashOf(`pair ${email} ${network}`)],
      ['address', hashOf(`address ${network}`)],
      ['account', hashOf(`account ${email}`)],
    ]);
  }

  return {
    /**
     * Counts an attempt before its password is looked at, so that a hundred at once are not all let past. Gives the seconds to wait where there
     * have been too many; the attempt is then not counted.
     */
    take: (attempt: LoginAttempt, account: string | undefined, now = new Date()): Promise<CountedAttempt | { wait: number }> =>
      db.transaction().execute(async (trx) => {
        const keys = await keysOf(trx, attempt, account);
        // In one order, so that two never wait for each other.
        for (const key of [...keys.values()].sort()) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
        await trx.deleteFrom('login_failure').where('at', '<', since(now)).execute();
        const counted = await trx
          .selectFrom('login_failure')
          .select(['key_hash', ({ fn }) => fn.countAll<number>().as('count'), ({ fn }) => fn.min('at').as('oldest')])
          .where('key_hash', 'in', [...keys.values()])
          .where('at', '>', since(now))
          .groupBy('key_hash')
          .execute();
        const held = [...keys].flatMap(([kind, key]) => {
          const found = counted.find(({ key_hash }) => key_hash === key);
          return found === undefined || found.count < limits[kind] ? [] : [Math.ceil((found.oldest.getTime() + windowMilliseconds - now.getTime()) / 1000)];
        });
        if (held.length > 0) return { wait: Math.max(1, ...held) };
        await trx
          .insertInto('login_failure')
          .values([...keys.values()].map((key) => ({ key_hash: key, at: now })))
          .execute();
        return { keys, at: now };
      }),

    /** The attempt was right: it is taken from the counts, and the earlier ones of this address or browser against this account with it. */
    succeeded: ({ keys, at }: CountedAttempt): Promise<void> =>
      db.transaction().execute(async (trx) => {
        for (const [kind, key] of keys) {
          const own = trx.deleteFrom('login_failure').where('key_hash', '=', key);
          await (kind === 'pair' || kind === 'browser' ? own : own.where('at', '=', at)).execute();
        }
      }),

    /** Remembers a browser where somebody has logged in. Gives the secret for its cookie. */
    remember: (browser: string | null, account: string, now = new Date()): Promise<string> =>
      db.transaction().execute(async (trx) => {
        await trx
          .deleteFrom('known_browser')
          .where('seen_at', '<', new Date(now.getTime() - knownSeconds * 1000))
          .execute();
        if (browser !== null && (await isKnown(trx, browser, account))) {
          await trx.updateTable('known_browser').set({ seen_at: now }).where('token_hash', '=', hashOf(browser)).execute();
          return browser;
        }
        const token = newToken();
        await trx
          .insertInto('known_browser')
          .values({ token_hash: hashOf(token), account_id: account, seen_at: now })
          .execute();
        return token;
      }),
  };
}
