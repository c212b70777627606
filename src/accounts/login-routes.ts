import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import type { InputFault } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { browserToken, clearSessionCookie, sessionToken, setBrowserCookie, setSessionCookie, timeLeft } from './authenticate.ts';
import { linkRepository } from './links.ts';
import type { CityLogin } from './oidc-provider.ts';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';
import { passwordFault } from './password-choice.ts';
import { type Account, accountRepository, normalEmail } from './repository.ts';
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

const text = z.string().catch('');
const till = z.string().max(2000).catch('');
const loginSchema = z.object({ email: text, password: text, till });
const chooseSchema = z.object({ password: text, again: text });
const loginQuery = z.object({ till, ut: z.enum(['1', 'overallt']).optional().catch(undefined) });

/** Where to go after the login: a page of our own, never another site. */
export function ownAddress(till: string): string {
  const url = URL.canParse(till, 'http://own.invalid') ? new URL(till, 'http://own.invalid') : null;
  if (url === null || url.host !== 'own.invalid' || !till.startsWith('/') || /[\\\s]/.test(till)) return '/';
  // "/..//evil.example" is of our own until its dots are worked out: then it begins as an address of another site.
  return url.pathname.startsWith('//') ? '/' : `${url.pathname}${url.search}${url.hash}`;
}

/** Logging in and out, and choosing a password with a one-time link. */
export default async function loginRoutes(app: FastifyInstance, { db, limits, city, exampleRoles }: LoginRoutesOptions): Promise<void> {
  const throttle = loginThrottle(db);

  interface LoginPage {
    email?: string;
    till?: string;
    faults?: readonly InputFault[];
    /** What has just happened, where somebody comes here from logging out. */
    done?: string | null;
  }
  async function loginPage(request: FastifyRequest, reply: FastifyReply, { email = '', till = '/', faults = [], done = null }: LoginPage): Promise<string> {
    const roles = await exampleRoles();
    const title = roles === null ? 'Logga in' : 'Välj en roll att prova';
    return renderPage(request, reply, {
      title: faults.length > 0 ? `Försök igen – ${title}` : title,
      template: 'accounts/login',
      data: { email, till, faults, done, city: city !== null, roles, styles: ['reviews.css'] },
    });
  }

  async function logIn(request: FastifyRequest, reply: FastifyReply, account: string): Promise<void> {
    const token = await db.transaction().execute(async (trx) => {
      const begun = await sessionRepository(trx, limits).begin(account, sessionToken(request));
      await record(trx, { action: 'login', object: { type: 'account', id: account }, district: null });
      return begun;
    });
    setSessionCookie(reply, token);
    setBrowserCookie(reply, await throttle.remember(browserToken(request), account));
  }

  app.get('/logga-in', async (request, reply) => {
    const { till: asked, ut } = loginQuery.parse(request.query);
    const till = ownAddress(asked);
    if (request.actor !== null) return reply.redirect(till, 303);
    return loginPage(request, reply, { till, done: ut === undefined ? null : ut === '1' ? 'Du är utloggad.' : 'Du är utloggad i alla webbläsare.' });
  });

  app.post('/logga-in', async (request, reply) => {
    const read = loginSchema.parse(request.body ?? {});
    const [email, till] = [normalEmail(read.email), ownAddress(read.till)];
    const missing: InputFault[] = [
      ...(email === '' ? [{ field: 'email', message: 'Skriv din e-postadress.' }] : []),
      ...(read.password === '' ? [{ field: 'password', message: 'Skriv ditt lösenord.' }] : []),
    ];
    if (missing.length > 0) {
      reply.code(422);
      return loginPage(request, reply, { email, till, faults: missing });
    }
    const account = await accountRepository(db).credentials(email);
    const attempt = await throttle.take({ email, address: request.ip, browser: browserToken(request) }, account?.id);
    if ('wait' in attempt) {
      reply.code(429).header('retry-after', attempt.wait);
      return loginPage(request, reply, { email, till, faults: [{ field: 'password', message: tooMany(attempt.wait) }] });
    }
    const hash = account?.hash ?? null;
    const right = await verifyPassword(read.password, hash);
    if (!right || account === undefined || account.disabled) {
      // An address that is no account may be a slip with a password in the wrong field: it is not kept.
      await db.transaction().execute(async (trx) => {
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
    await throttle.succeeded(attempt);
    await logIn(request, reply, account.id);
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
    if (onward === null) return reply.redirect('/logga-in?ut=1', 303);
    // A page that leads on, since the content security policy lets no form end at another site.
    reply.locals = { ...reply.locals, actor: null, sessionLeft: null, may: () => false };
    reply.header('refresh', `0; url=${onward}`).header('cache-control', 'no-store');
    return renderPage(request, reply, { title: 'Du är utloggad', template: 'accounts/logged-out', data: { onward } });
  });

  type Link = { Params: { token: string } };
  const goneLink = (request: FastifyRequest, reply: FastifyReply) =>
    renderPage(request, reply.code(404), { title: 'Länken gäller inte', template: 'accounts/gone-link', data: {} });

  async function linkOwner(token: string): Promise<Account | undefined> {
    const id = await linkRepository(db).accountOf(token);
    const account = id === undefined ? undefined : await accountRepository(db).byId(id);
    return account === undefined || account.disabledAt !== null ? undefined : account;
  }
  const choosePage = (request: FastifyRequest, reply: FastifyReply, account: Account, token: string, faults: readonly InputFault[]) =>
    renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta lösenordet' : 'Välj lösenord',
      template: 'accounts/choose',
      data: { account, token, faults },
    });

  app.get<Link>('/valkommen/:token', async (request, reply) => {
    keepSecret(reply);
    const account = await linkOwner(request.params.token);
    return account === undefined ? goneLink(request, reply) : choosePage(request, reply, account, request.params.token, []);
  });

  app.post<Link>('/valkommen/:token', async (request, reply) => {
    const { token } = request.params;
    keepSecret(reply);
    const account = await linkOwner(token);
    if (account === undefined) return goneLink(request, reply);
    const faults = choiceFaults(request.body, account);
    if (faults.length > 0) return choosePage(request, reply.code(422), account, token, faults);
    const hash = await hashPassword(chooseSchema.parse(request.body).password);
    const used = await db.transaction().execute(async (trx) => {
      // Of two who use the link at once the second is told.
      if (!(await linkRepository(trx).use(token))) return false;
      await accountRepository(trx).setPasswordHash(account.id, hash);
      await sessionRepository(trx, limits).endAll(account.id);
      await record(trx, { action: 'account.password', object: { type: 'account', id: account.id }, district: null, after: { by: 'link' } });
      return true;
    });
    if (!used) return goneLink(request, reply);
    await logIn(request, reply, account.id);
    return reply.redirect('/', 303);
  });

  /** Keeps the session alive while somebody writes; the page asks for it. */
  app.post('/session', async (request) => {
    if (request.session === null) throw new AppError('unauthorized', 'Du är inte inloggad. Logga in och försök igen.');
    return timeLeft(request.session);
  });
}

/**
 * For a page whose address is a secret: it must not travel on to other pages nor lie in a cache. Not `no-referrer`: browsers then say `Origin: null`
 * of the page's own form, which is refused as another site's.
 */
export function keepSecret(reply: FastifyReply): void {
  reply.header('referrer-policy', 'strict-origin').header('cache-control', 'no-store');
}

/** Told to somebody who has to wait, given the seconds. */
export function tooMany(wait: number): string {
  const minutes = Math.ceil(wait / 60);
  return `För många försök. Vänta ${minutes === 1 ? 'en minut' : `${minutes} minuter`} och försök igen.`;
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
