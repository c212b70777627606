import type { Kysely } from 'kysely';
import { accountRepository, exampleIssuer } from '../accounts/repository.ts';
import { roleLabels } from '../accounts/roles.ts';
import { type SessionLimits, sessionRepository } from '../accounts/sessions.ts';
import { record } from '../audit/trail.ts';
import { type Config, isLoopback } from '../config.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import type { Database, Db } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { people } from './people.ts';

/** A made-up person as the page offers the role. */
export interface OfferedRole {
  account: string;
  name: string;
  role: string;
  where: string;
  tries: string;
}

export interface ExampleLoginsOptions {
  db: Kysely<Database>;
  limits: SessionLimits;
  config: Pick<Config, 'host' | 'publicUrl' | 'trustProxy' | 'oidc'>;
  /** What districts and units are called, by id. */
  districts: ReadonlyMap<string, string>;
}

/**
 * Being one of the made-up persons: without a password, and so only on this machine's own address and while everything in the database is made
 * up. Each request of theirs asks again.
 */
export function createExampleLogins({ db, limits, config, districts }: ExampleLoginsOptions) {
  const isOwnMachine = config.publicUrl === undefined && config.trustProxy === undefined && config.oidc === undefined && isLoopback(config.host);
  const admits = async (asked: Db = db): Promise<boolean> => isOwnMachine && (await isExampleDatabase(asked));

  return {
    admits: (): Promise<boolean> => admits(),

    /** Whom one may be; null where there is nobody: no example, or a server that others can reach. */
    async offered(): Promise<OfferedRole[] | null> {
      if (!(await admits())) return null;
      const rows = await db
        .selectFrom('account')
        .select(['id', 'name', 'oidc_subject'])
        .where('oidc_issuer', '=', exampleIssuer)
        .where('disabled_at', 'is', null)
        .execute();
      const offered = people.flatMap(({ id, role, districts: own, tries }) =>
        rows
          .filter((row) => row.oidc_subject === id)
          .map(({ id: account, name }) => {
            const where = own.map((district) => districts.get(district) ?? 'hela staden').join(', ');
            return { account, name, role: roleLabels[role], where, tries };
          }),
      );
      return offered.length === 0 ? null : offered;
    },

    /**
     * Begins a session as one of the made-up persons in place of the browser's own, and gives its token.
     * @throws AppError where the account is somebody else's, or nobody may be one of them here.
     */
    begin: (account: string, replaces: string | null): Promise<string> =>
      db.transaction().execute(async (trx) => {
        const found = await accountRepository(trx).byId(account);
        if (found === undefined || !found.example || found.disabledAt !== null || !(await admits(trx)))
          throw new AppError('not_found', 'Det finns ingen sådan roll att prova här. Läs in sidan igen.');
        const token = await sessionRepository(trx, limits).begin(account, replaces);
        await record(trx, { action: 'login', object: { type: 'account', id: account }, district: null, after: { by: 'example' } });
        return token;
      }),
  };
}
export type ExampleLogins = ReturnType<typeof createExampleLogins>;
