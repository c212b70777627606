import type { Kysely } from 'kysely';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Database, Db } from '../database/types.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { grantsInTrail } from './grants-in-trail.ts';
import type { Identity } from './oidc-provider.ts';
import { type LoginRefusal, RefusedLogin } from './oidc-refusals.ts';
import { grantsOf, type RoleMap } from './oidc-roles.ts';
import { type Account, accountRepository } from './repository.ts';
import type { Grant } from './roles.ts';
import { type SessionLimits, sessionRepository } from './sessions.ts';

const text = z.string().trim().min(1).max(1000).optional().catch(undefined);
const personSchema = z.object({ email: z.email().max(254).optional().catch(undefined), name: text, given_name: text, family_name: text });

/** What somebody is called: never a number, even where the provider has one for a name. */
function nameOf({ name, given_name, family_name, email }: z.infer<typeof personSchema>): string {
  const called = name ?? [given_name, family_name].filter((part) => part !== undefined).join(' ');
  return (called === '' || findPersonalNumber(called) !== null ? (email ?? '') : called).slice(0, 120);
}

export interface CityAccountOptions {
  db: Kysely<Database>;
  limits: SessionLimits;
  roleMap: RoleMap;
}

/**
 * Finds or makes the account of an identity, writes the roles that its claims give now, and begins a session. An account belongs to an issuer and
 * a subject, never to an e-mail address: whoever controls an address elsewhere must not become the one who has it here.
 * @throws RefusedLogin, after what it means has been written.
 */
export async function logInFromCity({ db, limits, roleMap }: CityAccountOptions, identity: Identity, replaces: string | null): Promise<string> {
  const person = personSchema.parse(identity.claims);
  const grants = grantsOf(roleMap, identity.claims);
  const outcome = await db.transaction().execute(async (trx) => {
    const known = await accountRepository(trx).byIdentity(identity.issuer, identity.subject);
    const account = known ?? (await add(trx, identity, person, grants));
    if (typeof account === 'string') return refuse(trx, account, undefined);
    if (known !== undefined) await update(trx, known, person, grants);
    if (account.disabledAt !== null) return refuse(trx, 'shut', account.id);
    if (grants.length === 0) {
      // Whoever has lost every role is not let in where a session still stands open either.
      await sessionRepository(trx, limits).endAll(account.id);
      return refuse(trx, 'no_role', account.id);
    }
    const token = await sessionRepository(trx, limits).begin(account.id, replaces, identity.idToken);
    await record(trx, { action: 'login', object: { type: 'account', id: account.id }, district: null, after: { by: 'city' } });
    return { token };
  });
  if ('why' in outcome) throw new RefusedLogin(outcome.why, outcome.why);
  return outcome.token;
}

/** Writes that somebody was not let in, and why. */
export async function refuse(trx: Db, why: LoginRefusal, account: string | undefined): Promise<{ why: LoginRefusal }> {
  await record(trx, { action: 'login.refused', object: { type: 'account', id: account ?? 'unknown' }, district: null, after: { by: 'city', why } });
  return { why };
}

async function add(trx: Db, { issuer, subject }: Identity, person: z.infer<typeof personSchema>, grants: readonly Grant[]): Promise<Account | LoginRefusal> {
  if (grants.length === 0) return 'no_role';
  if (person.email === undefined) return 'no_email';
  const accounts = accountRepository(trx);
  const id = await accounts.add({ name: nameOf(person), email: person.email, grants, oidc: { issuer, subject } });
  // The same person may have come in by another window just now.
  const account = id === undefined ? await accounts.byIdentity(issuer, subject) : await accounts.byId(id);
  if (account === undefined) return 'email_taken';
  if (id !== undefined)
    await record(trx, { action: 'account.create', object: { type: 'account', id }, district: null, after: { by: 'city', ...grantsInTrail(grants) } });
  return account;
}

async function update(trx: Db, before: Account, person: z.infer<typeof personSchema>, grants: readonly Grant[]): Promise<void> {
  const accounts = accountRepository(trx);
  const name = nameOf(person);
  if (name !== '' && name !== before.name) await accounts.rename(before.id, name);
  if (person.email !== undefined) await accounts.readdress(before.id, person.email);
  const [was, is] = [grantsInTrail(before.grants), grantsInTrail(grants)];
  if (JSON.stringify(was) === JSON.stringify(is)) return;
  await accounts.writeGrants(before.id, grants);
  await record(trx, { action: 'account.change', object: { type: 'account', id: before.id }, district: null, before: was, after: { by: 'city', ...is } });
}
