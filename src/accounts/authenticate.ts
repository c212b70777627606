import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Kysely } from 'kysely';
import { inNameOf } from '../audit/context.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { type Action, may } from './permissions.ts';
import { accountRepository } from './repository.ts';
import { type Actor, localActor, roleLabels, rolesIn } from './roles.ts';
import { type Session, type SessionLimits, sessionRepository } from './sessions.ts';
import { knownSeconds } from './throttle.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null for somebody who has not logged in where that is needed. */
    actor: Actor | null;
    session: Session | null;
  }
}

/** `__Host-` makes browsers refuse the cookie from another host, another path, or without TLS (but for this machine's own address). */
const sessionCookie = '__Host-insatsplan';
const browserCookie = '__Host-insatsplan-kand';
const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;

export interface AuthenticationOptions {
  db: Kysely<Database>;
  limits: SessionLimits;
  /** Accounts are needed even while there are none: the server is reachable from elsewhere, or an OpenID provider makes them. */
  required: boolean;
  /**
   * Whether this process itself holds the only connection to the database for a while. Then nobody can make an account, and what was last known
   * still is; whoever waits for the work can be told how far it has come.
   */
  isHeld?: () => boolean;
  /** Whether the made-up persons of the example may be here; asked at each of their requests. */
  admitsExample?: () => Promise<boolean>;
}

/** Finds out who asks, by the cookie. While there are no accounts on a machine of one's own, everyone is the one at the machine. */
export const authentication = fp(
  async function authentication(
    app: FastifyInstance,
    { db, limits, required, isHeld = () => false, admitsExample = async () => false }: AuthenticationOptions,
  ) {
    await app.register(fastifyCookie);
    app.decorateRequest('actor', null);
    app.decorateRequest('session', null);
    const sessions = sessionRepository(db, limits);
    // Once there is an account there always is one: accounts are shut out, never removed, but for those of example data.
    let known = true;
    async function anyAccount(): Promise<boolean> {
      if (!isHeld()) known = await accountRepository(db).any();
      return known;
    }

    app.addHook('onRequest', async (request, reply) => {
      // What watches the server must get its answer when the database is down, and files are nobody's secret.
      if (/^\/(health\/|assets\/|metrics$)/.test(request.url)) return;
      const token = sessionToken(request);
      const session = token === null ? undefined : await sessions.find(token);
      if (session !== undefined && (!session.account.example || (await admitsExample()))) {
        requireOrigin(request);
        const { id, name, email, grants, example } = session.account;
        request.session = session;
        request.actor = { account: { id, name, email, example }, grants };
      } else if (!required && !(await anyAccount())) request.actor = localActor;
      const { actor } = request;
      // Every page shows who is logged in, and only what that person may do.
      const sessionLeft = request.session === null ? null : timeLeft(request.session);
      const roleNames =
        actor === null
          ? ''
          : rolesIn(actor, null)
              .map((role) => roleLabels[role].toLowerCase())
              .join(', ');
      reply.locals = {
        ...reply.locals,
        actor,
        roleNames,
        sessionLeft,
        may: (action: Action, district: string | null) => actor !== null && may(actor, action, district),
      };
    });
    // Not before the body has been read, since reading it leaves the context.
    app.addHook('preHandler', ({ actor, id }, _reply, done) => {
      inNameOf({ account: actor?.account?.id ?? null, rolesIn: (district) => (actor === null ? [] : rolesIn(actor, district)), requestId: id }, done);
    });
    // What one person sees must not be shown to the next from a cache on the way, nor by the back button after logout.
    app.addHook('onSend', async (request, reply) => {
      if (request.session !== null && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
  },
  { name: 'authentication' },
);

/** How long a login lasts from now, in milliseconds: without a request, and whatever happens. The page warns by its own clock. */
export function timeLeft({ idleUntil, expiresAt }: Session, now = Date.now()): { idle: number; absolute: number } {
  return { idle: idleUntil.getTime() - now, absolute: expiresAt.getTime() - now };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser says where a changing request comes from, and `security` refuses other sites; one that carries our cookie and does not say is refused too. */
function requireOrigin({ method, headers }: FastifyRequest): void {
  if (safeMethods.has(method) || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return;
  throw new AppError('forbidden', 'Det går inte att se varifrån ändringen kommer. Öppna sidan i en aktuell webbläsare och försök igen.');
}

export const sessionToken = (request: FastifyRequest): string | null => request.cookies[sessionCookie] ?? null;
export const browserToken = (request: FastifyRequest): string | null => request.cookies[browserCookie] ?? null;

export function setSessionCookie(reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, cookieOptions);
}
export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, cookieOptions);
}
export function setBrowserCookie(reply: FastifyReply, token: string): void {
  reply.setCookie(browserCookie, token, { ...cookieOptions, maxAge: knownSeconds });
}

/** The one who asks, where the page is only for those who have logged in. */
export function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw new AppError('unauthorized', 'Du är inte inloggad. Logga in och försök igen.');
  return request.actor;
}
