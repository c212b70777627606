import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { sessionToken, setSessionCookie } from './authenticate.ts';
import { keepSecret, ownAddress } from './login-routes.ts';
import { type CityAccountOptions, logInFromCity, refuse } from './oidc-account.ts';
import { attemptSeal, attemptSeconds } from './oidc-attempt.ts';
import type { CityLogin } from './oidc-provider.ts';
import { loginRefusals, RefusedLogin } from './oidc-refusals.ts';

export interface CityLoginRoutesOptions {
  /** Null where the city's login is not set up. */
  city: (CityAccountOptions & { login: CityLogin; clientSecret: string }) | null;
}

const attemptCookie = '__Host-insatsplan-stad';
const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
const tillSchema = z.object({ till: z.string().max(2000).catch('') });

/** Logging in by way of the city: there and back. */
export default async function cityLoginRoutes(app: FastifyInstance, { city }: CityLoginRoutesOptions): Promise<void> {
  const missing = () => new NotFoundError('Stadens inloggning är inte inställd här. Logga in med e-postadress och lösenord.');
  if (city === null) {
    for (const address of ['/logga-in/stad', '/logga-in/stad/svar'])
      app.get(address, async () => {
        throw missing();
      });
    return;
  }
  const { db, login } = city;
  const { seal, open } = attemptSeal(city.clientSecret);

  /** Says why nobody was logged in, and what to do; the server's log has the details. */
  async function refusedPage(request: FastifyRequest, reply: FastifyReply, error: unknown, till: string): Promise<string> {
    if (!(error instanceof RefusedLogin)) throw error;
    const { status, title, text } = loginRefusals[error.why];
    request.log.warn({ why: error.why, code: error.message }, 'a login by way of the city came to nothing');
    reply.code(status).header('cache-control', 'no-store');
    return renderPage(request, reply, { title, template: 'accounts/city-refused', data: { heading: title, text, till } });
  }

  app.get('/logga-in/stad', async (request, reply) => {
    const till = ownAddress(tillSchema.parse(request.query).till);
    try {
      const { address, attempt } = await login.begin(till);
      reply.setCookie(attemptCookie, seal(attempt), { ...cookieOptions, maxAge: attemptSeconds }).header('cache-control', 'no-store');
      return reply.redirect(address.href, 303);
    } catch (error) {
      return refusedPage(request, reply, error, till);
    }
  });

  app.get('/logga-in/stad/svar', async (request, reply) => {
    const attempt = open(request.cookies[attemptCookie] ?? '');
    // One answer for each attempt, however it ends.
    keepSecret(reply.clearCookie(attemptCookie, cookieOptions));
    const query = request.url.split('?')[1] ?? '';
    try {
      // What does not come of an attempt of this browser is told in the server's log alone: the trail is not for strangers to fill.
      if (attempt === null || new URLSearchParams(query).get('state') !== attempt.state) throw new RefusedLogin('not_ours', 'no such attempt');
      const identity = await login.finish(query, attempt).catch(async (error: unknown) => {
        if (error instanceof RefusedLogin && error.why !== 'provider_down') await db.transaction().execute((trx) => refuse(trx, error.why, undefined));
        throw error;
      });
      setSessionCookie(reply, await logInFromCity(city, identity, sessionToken(request)));
      return reply.redirect(attempt.till, 303);
    } catch (error) {
      return refusedPage(request, reply, error, attempt?.till ?? '/');
    }
  });
}
