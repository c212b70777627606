import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { type InputFault, NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { type AccountValues, noDistricts, readAccount, revisionOf, valuesOf } from './account-form.ts';
import { grantsInTrail } from './grants-in-trail.ts';
import { grantsInWords } from './grants-in-words.ts';
import { linkRepository } from './links.ts';
import { type Account, accountRepository } from './repository.ts';
import { roleLabels, roles, roleTasks, wholeCity } from './roles.ts';
import { type SessionLimits, sessionRepository } from './sessions.ts';

export interface AccountRoutesOptions {
  db: Kysely<Database>;
  limits: SessionLimits;
  /** Every district and unit that there is or has been. */
  districts: readonly { id: string; name: string; validTo: string | null }[];
  /** The address that people reach this by, for links that are sent to them. */
  origin: string;
}
type Params = { Params: { account: string } };

/** The accounts, for administrators. */
export default async function accountRoutes(app: FastifyInstance, { db, limits, districts, origin }: AccountRoutesOptions): Promise<void> {
  const known = new Set(districts.map(({ id }) => id));
  const inWords = grantsInWords(districts);

  async function found(id: string): Promise<Account> {
    const account = z.uuid().safeParse(id).success ? await accountRepository(db).byId(id) : undefined;
    if (account === undefined) throw new NotFoundError('Det finns inget konto på den adressen. Gå till listan över konton.');
    return account;
  }

  /** Made-up persons go with the example; until then they are as they are. */
  function refuseExample({ example }: Account): void {
    if (example)
      throw new AppError('conflict', 'Kontot hör till exemplet. Det får ingen länk, kan inte stängas eller öppnas, och tas bort med exemplet. Inget ändrades.');
  }

  async function listPage(request: FastifyRequest, reply: FastifyReply, values: AccountValues, faults: readonly InputFault[]): Promise<string> {
    const accounts = await accountRepository(db).all();
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta uppgifterna – Konton' : 'Konton',
      template: 'accounts/index',
      data: {
        newId: randomUUID(),
        accounts: accounts.map((account) => ({ ...account, roles: inWords(account.grants) })),
        values,
        faults,
        roles,
        roleLabels,
        roleTasks,
        districts,
        wholeCity,
      },
    });
  }

  app.get('/konton', (request, reply) => listPage(request, reply, { name: '', email: '', districts: noDistricts }, []));

  app.post('/konton', async (request, reply) => {
    const { values, grants, faults } = readAccount(request.body, known);
    const sentId = z.object({ id: z.uuid() }).safeParse(request.body).data?.id ?? randomUUID();
    const made =
      faults.length > 0
        ? undefined
        : await db.transaction().execute(async (trx) => {
            const accounts = accountRepository(trx);
            const added = await accounts.add({ id: sentId, ...values, grants });
            // Of two presses the page shows the second one's answer: it tells of the account that the first made, with a link that holds.
            const id = added ?? ((await accounts.byId(sentId))?.email === values.email ? sentId : undefined);
            if (id === undefined) return undefined;
            const link = await linkRepository(trx).issue(id);
            const object = { type: 'account', id };
            await record(
              trx,
              added === undefined
                ? { action: 'account.link', object, district: null }
                : { action: 'account.create', object, district: null, after: grantsInTrail(grants) },
            );
            return { id, link };
          });
    if (made === undefined) {
      reply.code(422);
      return listPage(request, reply, values, faults.length > 0 ? faults : [{ field: 'email', message: 'Det finns redan ett konto med den adressen.' }]);
    }
    return linkPage(request, reply, await found(made.id), made.link);
  });

  /** The link is shown this once: only its hash is kept. */
  function linkPage(request: FastifyRequest, reply: FastifyReply, account: Account, token: string): Promise<string> {
    reply.header('cache-control', 'no-store');
    return renderPage(request, reply, {
      title: `Länk till ${account.name}`,
      template: 'accounts/link',
      data: { account, link: `${origin}/valkommen/${token}` },
    });
  }

  async function accountPage(
    request: FastifyRequest,
    reply: FastifyReply,
    account: Account,
    values: AccountValues,
    faults: readonly InputFault[],
    // What is about to be saved, where somebody else has changed the account meanwhile.
    own?: Pick<Account, 'name' | 'grants'>,
  ): Promise<string> {
    const { actor } = request;
    return renderPage(request, reply, {
      title: faults.length > 0 ? `Rätta uppgifterna – ${account.name}` : account.name,
      template: 'accounts/account',
      data: {
        account,
        values,
        faults,
        roles,
        roleLabels,
        roleTasks,
        districts,
        wholeCity,
        revision: revisionOf(account),
        saved: z.object({ sparat: z.literal('1') }).safeParse(request.query).success && faults.length === 0,
        conflict:
          own === undefined ? null : { stored: { name: account.name, roles: inWords(account.grants) }, own: { name: own.name, roles: inWords(own.grants) } },
        own: actor?.account?.id === account.id,
        sessions: await sessionRepository(db, limits).count(account.id),
      },
    });
  }

  app.get<Params>('/konton/:account', async (request, reply) => {
    const account = await found(request.params.account);
    return accountPage(request, reply, account, valuesOf(account), []);
  });

  app.post<Params>('/konton/:account', async (request, reply) => {
    const account = await found(request.params.account);
    const read = readAccount({ ...z.record(z.string(), z.unknown()).catch({}).parse(request.body), email: account.email }, known);
    if (read.faults.length > 0) {
      reply.code(422);
      return accountPage(request, reply, account, read.values, read.faults);
    }
    const { revision } = z.object({ revision: z.string().catch('') }).parse(request.body);
    const wanted = { name: read.values.name, grants: read.grants };
    try {
      const newer = await db.transaction().execute(async (trx) => {
        const accounts = accountRepository(trx);
        // Held, so that of two who save at once the second sees what the first has saved.
        await trx.selectFrom('account').select('id').where('id', '=', account.id).forUpdate().execute();
        const stored = (await accounts.byId(account.id)) ?? account;
        if (revisionOf(stored) === revisionOf(wanted)) return null;
        if (revisionOf(stored) !== revision) return stored;
        await accounts.rename(account.id, wanted.name);
        await accounts.writeGrants(account.id, wanted.grants);
        await keepOneAdministrator(trx);
        await record(trx, {
          action: 'account.change',
          object: { type: 'account', id: account.id },
          district: null,
          before: grantsInTrail(stored.grants),
          after: grantsInTrail(wanted.grants),
        });
        return null;
      });
      if (newer !== null) return accountPage(request, reply.code(409), newer, read.values, [], wanted);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      return accountPage(request, reply.code(409), account, read.values, [{ field: 'roller', message: error.message }]);
    }
    return reply.redirect(`/konton/${account.id}?sparat=1`, 303);
  });

  app.post<Params>('/konton/:account/lank', async (request, reply) => {
    const account = await found(request.params.account);
    refuseExample(account);
    if (account.oidc) throw new AppError('conflict', 'Kontot loggar in med stadens inloggning och får inget lösenord här. Inget ändrades.');
    const link = await db.transaction().execute(async (trx) => {
      const issued = await linkRepository(trx).issue(account.id);
      await record(trx, { action: 'account.link', object: { type: 'account', id: account.id }, district: null });
      return issued;
    });
    return linkPage(request, reply, account, link);
  });

  for (const [address, disabled] of [
    ['stang', true],
    ['oppna', false],
  ] as const) {
    app.post<Params>(`/konton/:account/${address}`, async (request, reply) => {
      const account = await found(request.params.account);
      refuseExample(account);
      await db.transaction().execute(async (trx) => {
        await accountRepository(trx).setDisabled(account.id, disabled);
        await keepOneAdministrator(trx);
        await record(trx, { action: disabled ? 'account.shut' : 'account.open', object: { type: 'account', id: account.id }, district: null });
      });
      return reply.redirect(`/konton/${account.id}`, 303);
    });
  }

  /** Rolls the change back where it would leave nobody who can administer. */
  async function keepOneAdministrator(trx: Parameters<typeof accountRepository>[0]): Promise<void> {
    if ((await accountRepository(trx).administrators()).length === 0)
      throw new AppError('conflict', 'Det måste finnas minst en administratör. Gör någon annan till administratör först. Inget ändrades.');
  }
}
