import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { type InputFault, NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { browserToken, clearSessionCookie, sessionToken, setBrowserCookie, setSessionCookie, timeLeft } from './authenticate.ts';
import { linkRepository } from './links.ts';
import type { CityLogin } from './oidc-provider.ts';
import { hashPassword, isOutdated, passwordFault, verifyPassword } from './password.ts';
import { accountRepository, normalEmail } from './repository.ts';
import { type SessionLimits, sessionRepository } from './sessions.ts';
import { loginThrottle } from './throttle.ts';

export interface LoginRoutesOptions {
  db: Kysely<Database>;
  limits: SessionLimits;
  /** Null where people log in with passwords only. */
  city: CityLogin | null;
  /** The made-up persons that somebody may be without a password; null where there is none. */
  exampleRoles: () => Promise<readonly object[] | null>;
}

const text = (max: number) => z.string().max(max).catch('');
const loginSchema = z.object({ email: text(254), password: text(1000), till: text(2000) });
const chooseSchema = z.object({ password: text(1000), again: text(1000) });
const tillSchema = z.object({ till: text(2000) });

/** Where to go after the login: a page of our own, never another site. */
export function ownAddress(till: string): string {
  const url = URL.canParse(till, 'http://own.invalid') ? new URL(till, 'http://own.invalid') : null;
  return url === null || url.host !== 'own.invalid' || !till.startsWith('/') || /[\\\s]/.test(till) ? '/' : `${url.pathname}${url.search}${url.hash}`;
}

/** Logging in and out, and choosing a password with a one-time link. */
export default async function loginRoutes(app: FastifyInstance, { db, limits, city, exampleRoles }: LoginRoutesOptions): Promise<void> {
  const throttle = loginThrottle(db);

  interface LoginPage {
    email?: string;
    till?: string;
    faults?: readonly InputFault[];
  }
  async function loginPage(request: FastifyRequest, reply: FastifyReply, { email = '', till = '/', faults = [] }: LoginPage): Promise<string> {
    const roles = await exampleRoles();
    const title = roles === null ? 'Logga in' : 'Välj en roll att prova';
    return renderPage(request, reply, {
      title: faults.length > 0 ? `Försök igen – ${title}` : title,
      template: 'accounts/login',
      data: { email, till, faults, city: city !== null, roles, styles: ['reviews.css'] },
    });
  }

  async function logIn(request: FastifyRequest, reply: FastifyReply, account: string, email: string): Promise<void> {
    const token = await db.transaction().execute(async (trx) => {
      const begun = await sessionRepository(trx, limits).begin(account, sessionToken(request));
      await record(trx, { action: 'login', object: { type: 'account', id: account }, district: null });
      return begun;
    });
    setSessionCookie(reply, token);
    setBrowserCookie(reply, await throttle.succeeded({ email, address: request.ip, browser: browserToken(request) }, account));
  }

  app.get('/logga-in', async (request, reply) => {
    const till = ownAddress(tillSchema.parse(request.query).till);
    if (request.actor !== null) return reply.redirect(till, 303);
    return loginPage(request, reply, { till });
  });

  app.post('/logga-in', async (request, reply) => {
    const read = loginSchema.parse(request.body ?? {});
    const [email, till] = [normalEmail(read.email), ownAddress(read.till)];
    if (email === '' || read.password === '') {
      reply.code(422);
      return loginPage(request, reply, {
        email,
        till,
        faults: [{ field: email === '' ? 'email' : 'password', message: email === '' ? 'Skriv din e-postadress.' : 'Skriv ditt lösenord.' }],
      });
    }
    const account = await accountRepository(db).byEmail(email);
    const attempt = { email, address: request.ip, browser: browserToken(request) };
    const wait = await throttle.wait(attempt, account?.id);
    if (wait > 0) {
      reply.code(429).header('retry-after', wait);
      const minutes = Math.ceil(wait / 60);
      return loginPage(request, reply, {
        email,
        till,
        faults: [{ field: 'password', message: `För många försök. Vänta ${minutes === 1 ? 'en minut' : `${minutes} minuter`} och försök igen.` }],
      });
    }
    const hash = account === undefined ? null : await accountRepository(db).passwordHash(account.id);
    const right = await verifyPassword(read.password, hash);
    if (!right || account === undefined || account.disabledAt !== null) {
      await db.transaction().execute(async (trx) => {
        await loginThrottle(trx).failed(attempt);
        // An address that is no account may be a slip with a password in the wrong field: it is not kept.
        await record(trx, { action: 'login.refused', object: { type: 'account', id: account?.id ?? 'unknown' }, district: null });
      });
      reply.code(422);
      // One message whether the account exists, is shut out or has no password: it must not tell which accounts there are.
      return loginPage(request, reply, {
        email,
        till,
        faults: [{ field: 'password', message: 'Adressen eller lösenordet stämmer inte. Försök igen, eller be en administratör om en ny länk.' }],
      });
    }
    if (hash !== null && isOutdated(hash)) await accountRepository(db).setPasswordHash(account.id, await hashPassword(read.password));
    await logIn(request, reply, account.id, email);
    return reply.redirect(till, 303);
  });

  app.post('/logga-ut', async (request, reply) => {
    const token = sessionToken(request);
    const account = request.actor?.account;
    const idToken = token === null ? null : await sessionRepository(db, limits).idTokenOf(token);
    if (token !== null && account)
      await db.transaction().execute(async (trx) => {
        await sessionRepository(trx, limits).end(token);
        await record(trx, { action: 'logout', object: { type: 'account', id: account.id }, district: null });
      });
    clearSessionCookie(reply);
    const onward = idToken === null ? null : ((await city?.endSession(idToken)) ?? null);
    if (onward === null) return reply.redirect('/logga-in', 303);
    // A page that leads on, since the content security policy lets no form end at another site.
    reply.locals = { ...reply.locals, actor: null, sessionLeft: null, may: () => false };
    reply.header('refresh', `0; url=${onward}`).header('cache-control', 'no-store');
    return renderPage(request, reply, { title: 'Du är utloggad', template: 'accounts/logged-out', data: { onward } });
  });

  type Link = { Params: { token: string } };
  const goneLink =
    'Länken är redan använd eller för gammal. Har du redan valt ett lösenord går det att logga in. Annars kan en administratör ge dig en ny länk.';

  async function linkOwner(token: string) {
    const id = await linkRepository(db).accountOf(token);
    const account = id === undefined ? undefined : await accountRepository(db).byId(id);
    if (account === undefined || account.disabledAt !== null) throw new NotFoundError(goneLink);
    return account;
  }
  const choosePage = (request: FastifyRequest, reply: FastifyReply, account: { name: string; email: string }, token: string, faults: readonly InputFault[]) =>
    renderPage(request, reply, { title: 'Välj lösenord', template: 'accounts/choose', data: { account, token, faults } });

  app.get<Link>('/valkommen/:token', async (request, reply) => {
    // The address is a secret: it must not travel on to other pages nor lie in a cache.
    reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store');
    return choosePage(request, reply, await linkOwner(request.params.token), request.params.token, []);
  });

  app.post<Link>('/valkommen/:token', async (request, reply) => {
    const { token } = request.params;
    const account = await linkOwner(token);
    const faults = choiceFaults(request.body, account);
    if (faults.length > 0) {
      reply.code(422).header('referrer-policy', 'no-referrer');
      return choosePage(request, reply, account, token, faults);
    }
    const hash = await hashPassword(chooseSchema.parse(request.body).password);
    await db.transaction().execute(async (trx) => {
      if (!(await linkRepository(trx).use(token))) throw new NotFoundError(goneLink);
      await accountRepository(trx).setPasswordHash(account.id, hash);
      await sessionRepository(trx, limits).endAll(account.id);
      await record(trx, { action: 'account.password', object: { type: 'account', id: account.id }, district: null, after: { by: 'link' } });
    });
    await logIn(request, reply, account.id, account.email);
    return reply.redirect('/', 303);
  });

  /** Keeps the session alive while somebody writes; the page asks for it. */
  app.post('/session', async (request) => {
    if (request.session === null) throw new AppError('unauthorized', 'Du är inte inloggad.');
    return timeLeft(request.session);
  });
}

/** What is wrong with a password that is chosen twice in a form. */
export function choiceFaults(body: unknown, account: { name: string; email: string }): InputFault[] {
  const { password, again } = chooseSchema.parse(body ?? {});
  const fault = passwordFault(password, account);
  if (fault !== null) return [{ field: 'password', message: fault }];
  return password.normalize('NFKC') === again.normalize('NFKC')
    ? []
    : [{ field: 'again', message: 'De två lösenorden är inte lika. Skriv det nya en gång till.' }];
}
