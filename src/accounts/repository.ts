import type { Db } from '../database/types.ts';
import { type Grant, roleSchema } from './roles.ts';

/** An account as the pages for administrators show it: never its secrets. */
export interface Account {
  id: string;
  name: string;
  email: string;
  hasPassword: boolean;
  oidc: boolean;
  /** A made-up person of the example data. */
  example: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  grants: Grant[];
}

export interface NewAccount {
  /** Chosen by the form that asks, so that the same form sent twice is one account. */
  id?: string;
  name: string;
  email: string;
  grants: readonly Grant[];
  oidc?: { issuer: string; subject: string };
}

/**
 * Made-up persons have this in place of a provider, which is always a web address: they get neither a password nor a link, and nobody else becomes one
 * of them.
 */
export const exampleIssuer = 'insatsplan:exempel';

/** Two addresses that differ in capitals are the same account. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** Reads and writes accounts and their roles; takes the database or a transaction. */
export function accountRepository(db: Db) {
  async function read(by: { id: string } | { email: string } | { issuer: string; subject: string } | 'all'): Promise<Account[]> {
    const rows = await db
      .selectFrom('account')
      .select(['id', 'name', 'email', 'oidc_issuer', 'disabled_at', 'created_at'])
      .select(({ eb }) => eb('password_hash', 'is not', null).as('has_password'))
      .$if(by !== 'all' && 'id' in by, (query) => query.where('id', '=', by !== 'all' && 'id' in by ? by.id : ''))
      .$if(by !== 'all' && 'email' in by, (query) => query.where('email', '=', by !== 'all' && 'email' in by ? by.email : ''))
      .$if(by !== 'all' && 'issuer' in by, (query) =>
        by !== 'all' && 'issuer' in by ? query.where('oidc_issuer', '=', by.issuer).where('oidc_subject', '=', by.subject) : query,
      )
      .orderBy('name')
      .orderBy('id')
      .execute();
    if (rows.length === 0) return [];
    const granted = await db
      .selectFrom('account_role')
      .selectAll()
      .where(
        'account_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('role')
      .orderBy('district')
      .execute();
    const byAccount = Map.groupBy(granted, (row) => row.account_id);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      hasPassword: Boolean(row.has_password),
      oidc: row.oidc_issuer !== null && row.oidc_issuer !== exampleIssuer,
      example: row.oidc_issuer === exampleIssuer,
      disabledAt: row.disabled_at,
      createdAt: row.created_at,
      grants: (byAccount.get(row.id) ?? []).map(({ role, district }) => ({ role: roleSchema.parse(role), district })),
    }));
  }

  async function writeGrants(id: string, grants: readonly Grant[]): Promise<void> {
    await db.deleteFrom('account_role').where('account_id', '=', id).execute();
    const rows = [...new Map(grants.map((grant) => [`${grant.role} ${grant.district}`, grant])).values()];
    if (rows.length > 0)
      await db
        .insertInto('account_role')
        .values(rows.map(({ role, district }) => ({ account_id: id, role, district })))
        .execute();
  }

  return {
    /** Whether there is any account at all; until there is, nobody logs in. */
    async any(): Promise<boolean> {
      return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined;
    },

    /** Whether there is an account of somebody who is not made up. */
    async anyReal(): Promise<boolean> {
      const row = await db
        .selectFrom('account')
        .select('id')
        .where((eb) => eb.or([eb('oidc_issuer', 'is', null), eb('oidc_issuer', '!=', exampleIssuer)]))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    all: (): Promise<Account[]> => read('all'),
    byId: async (id: string): Promise<Account | undefined> => (await read({ id }))[0],
    byEmail: async (email: string): Promise<Account | undefined> => (await read({ email: normalEmail(email) }))[0],
    byIdentity: async (issuer: string, subject: string): Promise<Account | undefined> => (await read({ issuer, subject }))[0],

    /** Adds an account; undefined where the e-mail address or the id is taken. */
    async add({ id, name, email, grants, oidc }: NewAccount): Promise<string | undefined> {
      const row = await db
        .insertInto('account')
        .values({
          ...(id === undefined ? {} : { id }),
          name,
          email: normalEmail(email),
          oidc_issuer: oidc?.issuer ?? null,
          oidc_subject: oidc?.subject ?? null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row !== undefined) await writeGrants(row.id, grants);
      return row?.id;
    },

    writeGrants,

    async rename(id: string, name: string): Promise<void> {
      await db.updateTable('account').set({ name }).where('id', '=', id).execute();
    },

    /** Writes a new e-mail address, unless another account has it; then the old one stays. */
    async readdress(id: string, email: string): Promise<void> {
      const address = normalEmail(email);
      await db
        .updateTable('account')
        .set({ email: address })
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('account as other').select('other.id').where('other.email', '=', address))))
        .execute();
    },

    /** Shuts an account out, or lets it in again; its sessions end at once. */
    async setDisabled(id: string, disabled: boolean): Promise<void> {
      await db
        .updateTable('account')
        .set({ disabled_at: disabled ? new Date() : null })
        .where('id', '=', id)
        .execute();
      if (disabled) await db.deleteFrom('session').where('account_id', '=', id).execute();
    },

    /** How many accounts that are not shut out administer the whole city. The last one must stay. */
    async administrators(): Promise<string[]> {
      const rows = await db
        .selectFrom('account')
        .innerJoin('account_role', 'account_role.account_id', 'account.id')
        .select('account.id')
        .where('account_role.role', '=', 'administrator')
        .where('account_role.district', '=', '*')
        .where('account.disabled_at', 'is', null)
        .execute();
      return rows.map(({ id }) => id);
    },

    /** What a login is checked against: one question, whether there is such an account or not, so that the time does not tell. */
    async credentials(email: string): Promise<{ id: string; hash: string | null; disabled: boolean } | undefined> {
      const row = await db.selectFrom('account').select(['id', 'password_hash', 'disabled_at']).where('email', '=', normalEmail(email)).executeTakeFirst();
      return row && { id: row.id, hash: row.password_hash, disabled: row.disabled_at !== null };
    },

    async passwordHash(id: string): Promise<string | null> {
      return (await db.selectFrom('account').select('password_hash').where('id', '=', id).executeTakeFirst())?.password_hash ?? null;
    },

    async setPasswordHash(id: string, hash: string): Promise<void> {
      await db.updateTable('account').set({ password_hash: hash }).where('id', '=', id).execute();
    },
  };
}
