import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from './errors.ts';
import { malformedPath } from './server-options.ts';

export interface SecurityOptions {
  /** Requests a minute from one address. */
  rateLimit: number;
  /** The origin that people reach the server by, behind TLS. */
  publicUrl: string | undefined;
}

/** What every answer carries and every request must pass. */
export const security = fp(
  async function security(app: FastifyInstance, options: SecurityOptions) {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // Designsystemet's style sheet carries its icons as data addresses.
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'same-origin' },
      // Without TLS in front the server speaks plain HTTP to its own machine; this header would make browsers refuse that.
      strictTransportSecurity: options.publicUrl === undefined ? false : { maxAge: 31_536_000, includeSubDomains: false },
    });
    // For every request, also those that no page answers, and before anybody's login is looked up.
    await app.register(rateLimit, { global: false, max: options.rateLimit, timeWindow: '1 minute' });
    app.addHook('onRequest', app.rateLimit());
    app.addHook('onRequest', async (request) => {
      if (request.url === malformedPath && request.originalUrl !== malformedPath) {
        throw new AppError('bad_request', 'Adressen är inte rätt skriven. Kontrollera tecken som följer på %.');
      }
      if (!isWatched(request, options.publicUrl)) checkHost(request, options.publicUrl);
      checkOrigin(request, options.publicUrl);
    });
  },
  { name: 'security' },
);

/**
 * What watches a server (a proxy, Prometheus) asks each by its own address. Health says nothing but whether it is well, and the figures of a
 * public server ask for a token, which no other site's page has.
 */
const isWatched = ({ url }: FastifyRequest, publicUrl: string | undefined): boolean =>
  url === '/health/live' || url === '/health/ready' || (url === '/metrics' && publicUrl !== undefined);

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Against DNS rebinding: another site's name may be pointed at 127.0.0.1, but the browser still sends that name. Any port is
 * accepted, since a tunnel may give another one and the port says nothing of who asks.
 */
function checkHost(request: FastifyRequest, publicUrl: string | undefined): void {
  if (publicUrl !== undefined && request.headers.host?.toLowerCase() === new URL(publicUrl).host) return;
  const host = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(request.headers.host ?? '');
  if (host === null || !ownNames.has(host[1]?.toLowerCase() ?? '')) {
    const own = publicUrl ?? 'http://localhost och http://127.0.0.1';
    throw new AppError('forbidden', `Insatsplan svarar bara på ${own}. Använd den adressen.`);
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Against forms and scripts of other sites: every current browser says in `Sec-Fetch-Site` or `Origin` where a changing request comes from.
 * A program that is no browser sends neither; it is let through here, and refused where it carries a login (`accounts/authenticate.ts`).
 * Why no tokens in the forms: docs/decisions/0013.
 */
function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin, host } = request.headers;
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  // By its public name the server is reached over TLS alone.
  const isPublic = publicUrl !== undefined && host?.toLowerCase() === new URL(publicUrl).host;
  const sameOrigin = origin === undefined || origin === (isPublic ? publicUrl : `http://${host}`);
  if (!sameSite || !sameOrigin) throw new AppError('forbidden', 'Ändringar tas bara emot från Insatsplans egna sidor. Öppna sidan här och försök igen.');
}
