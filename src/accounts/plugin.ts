import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../database/types.ts';
import accountRoutes, { type AccountRoutesOptions } from './account-routes.ts';
import loginRoutes from './login-routes.ts';
import { createCityLogin } from './oidc-provider.ts';
import { readRoleMap } from './oidc-roles.ts';
import cityLoginRoutes from './oidc-routes.ts';
import ownAccountRoutes from './own-account-routes.ts';

export interface AccountsOptions {
  db: Kysely<Database>;
  config: Pick<Config, 'sessions' | 'oidc'>;
  /** The address that people reach this by. */
  origin: string;
  /** Every district and unit that there is or has been. */
  knowledge: { districts: { all: AccountRoutesOptions['districts'] } };
  /** The made-up persons that somebody may be without a password. */
  exampleLogins: { offered(): Promise<readonly object[] | null> };
}

/** Logging in, with a password or by way of the city, and the accounts' own pages. */
export default async function accounts(app: FastifyInstance, { db, config, origin, knowledge, exampleLogins }: AccountsOptions): Promise<void> {
  const { oidc, sessions: limits } = config;
  const districts = knowledge.districts.all;
  const city = oidc && {
    ...{ db, limits },
    login: createCityLogin(oidc, origin),
    clientSecret: oidc.clientSecret,
    roleMap: readRoleMap(oidc.roleMap, new Set(districts.map(({ id }) => id))),
  };

  await app.register(loginRoutes, { db, limits, city: city?.login ?? null, exampleRoles: exampleLogins.offered });
  await app.register(cityLoginRoutes, { city: city ?? null });
  await app.register(accountRoutes, { db, limits, districts, origin });
  await app.register(ownAccountRoutes, { db, limits, districts });
}
