import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import { type InputFault, NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import type { AccountRoutesOptions } from './account-routes.ts';
import { actorOf, browserToken, clearSessionCookie, sessionToken, setSessionCookie } from './authenticate.ts';
import { grantsInWords } from './grants-in-words.ts';
import { choiceFaults, tooMany } from './login-routes.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { type Account, accountRepository } from './repository.ts';
import { sessionRepository } from './sessions.ts';
import { loginThrottle } from './throttle.ts';

/** One's own account, for everyone: what it may do, its password and its logins. */
export default async function ownAccountRoutes(app: FastifyInstance, { db, limits, districts }: Omit<AccountRoutesOptions, 'origin'>): Promise<void> {
  const throttle = loginThrottle(db);
  const inWords = grantsInWords(districts);

  async function ownAccount(request: FastifyRequest): Promise<Account> {
    const { account } = actorOf(request);
    if (account === null) throw new NotFoundError('Det finns inga konton här än, så du har inget eget. Läs i README hur den första administratören skapas.');
    const own = await accountRepository(db).byId(account.id);
    if (own === undefined) throw new NotFoundError('Det finns inget konto på den adressen. Gå till listan över konton.');
    return own;
  }
  async function ownPage(request: FastifyRequest, reply: FastifyReply, account: Account, faults: readonly InputFault[]): Promise<string> {
    const changed = z.object({ bytt: z.literal('1') }).safeParse(request.query).success && faults.length === 0;
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta lösenordet – Mitt konto' : 'Mitt konto',
      template: 'accounts/own',
      data: { account, roles: inWords(account.grants), faults, changed, sessions: await sessionRepository(db, limits).count(account.id) },
    });
  }

  app.get('/mitt-konto', async (request, reply) => ownPage(request, reply, await ownAccount(request), []));

  app.post('/mitt-konto/losenord', async (request, reply) => {
    const account = await ownAccount(request);
    const { current } = z.object({ current: z.string().catch('') }).parse(request.body ?? {});
    if (current === '') return ownPage(request, reply.code(422), account, [{ field: 'current', message: 'Skriv lösenordet som du har nu.' }]);
    // Whoever finds a browser logged in must not be able to guess at the password there.
    const attempt = await throttle.take({ email: account.email, address: request.ip, browser: browserToken(request) }, account.id);
    if ('wait' in attempt) {
      reply.code(429).header('retry-after', attempt.wait);
      return ownPage(request, reply, account, [{ field: 'current', message: tooMany(attempt.wait) }]);
    }
    if (!(await verifyPassword(current, await accountRepository(db).passwordHash(account.id))))
      return ownPage(request, reply.code(422), account, [{ field: 'current', message: 'Det nuvarande lösenordet stämmer inte.' }]);
    await throttle.succeeded(attempt);
    const faults = choiceFaults(request.body, account);
    if (faults.length > 0) return ownPage(request, reply.code(422), account, faults);
    const next = await hashPassword(z.object({ password: z.string() }).parse(request.body).password);
    // Whoever knew the old password is logged out everywhere; this browser gets a new session.
    const token = await db.transaction().execute(async (trx) => {
      await accountRepository(trx).setPasswordHash(account.id, next);
      await sessionRepository(trx, limits).endAll(account.id);
      const begun = await sessionRepository(trx, limits).begin(account.id, null);
      await record(trx, { action: 'account.password', object: { type: 'account', id: account.id }, district: null, after: { by: 'owner' } });
      return begun;
    });
    setSessionCookie(reply, token);
    return reply.redirect('/mitt-konto?bytt=1', 303);
  });

  app.post('/mitt-konto/logga-ut-overallt', async (request, reply) => {
    const account = await ownAccount(request);
    await db.transaction().execute(async (trx) => {
      await sessionRepository(trx, limits).endAll(account.id);
      await record(trx, { action: 'logout.everywhere', object: { type: 'account', id: account.id }, district: null });
    });
    if (sessionToken(request) !== null) clearSessionCookie(reply);
    return reply.redirect('/logga-in?ut=overallt', 303);
  });
}
