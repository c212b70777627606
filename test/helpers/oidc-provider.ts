import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Test } from 'tap';
import type { OidcConfig } from '../../src/config.ts';

export const origin = 'http://localhost:3000';
const client = { clientId: 'insatsplan', clientSecret: 'en hemlighet som bara testet har', scope: 'openid profile email' };
const key = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = ({ privateKey }: ReturnType<typeof key>, kid: string) => ({ ...privateKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' });

export type Person = Record<string, unknown> & { sub: string };
export const oidcConfig = (issuer: string, roleMap: string): OidcConfig => ({ issuer, ...client, roleMap });

async function listen(t: Test, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A real OpenID provider on a free port, where whoever is `person` at the moment has logged in. */
export async function startProvider(t: Test): Promise<{ issuer: string; be(person: Person): void; visit(address: string): Promise<string> }> {
  let current: Person = { sub: 'nobody' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const issuer = await listen(t, (request, response) => handle(request, response));
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [`${origin}/logga-in/stad/svar`],
        post_logout_redirect_uris: [`${origin}/logga-in`],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [jwkOf(key(), 'real')] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'groups', 'unit'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/who/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...current, sub }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ accountId: oidc.session?.accountId ?? '', clientId: oidc.client?.clientId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  handle = (request, response) => {
    if (request.url?.startsWith('/who/')) void provider.interactionFinished(request, response, { login: { accountId: current.sub } });
    else void callback(request, response);
  };

  return {
    issuer,
    be(person) {
      current = person;
    },
    /** Walks as a browser does, from the provider's address until it leads back to us. Every walk is a new browser. */
    async visit(address) {
      const jar = new Map<string, string>();
      let at = address;
      for (let step = 0; step < 10 && at.startsWith(issuer); step += 1) {
        const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') } });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        const next = answer.headers.get('location');
        if (next === null) throw new Error(`${answer.status} at ${at}: ${await answer.text()}`);
        at = new URL(next, at).href;
      }
      return at;
    },
  };
}

export interface Forgery {
  claims?: Record<string, unknown>;
  /** Signed with a key that the provider does not publish. */
  otherKey?: boolean;
  unsigned?: boolean;
  down?: boolean;
}

/** A provider that answers every code with a token as the test wants it. */
export async function startForger(t: Test): Promise<{ issuer: string; forge(how: Forgery, nonce: string): void }> {
  const [real, other] = [key(), key()];
  let idToken = '';
  let down = false;
  const issuer = await listen(t, (request, response) => {
    const json = (body: object, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (down) response.destroy();
    else if (request.url === '/.well-known/openid-configuration')
      json({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
      });
    else if (request.url === '/jwks') json({ keys: [{ ...real.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }] });
    else if (request.url === '/token') json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken });
    else json({}, 404);
  });

  return {
    issuer,
    forge({ claims = {}, otherKey = false, unsigned = false, down: away = false }, nonce) {
      const now = Math.floor(Date.now() / 1000);
      const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const body = {
        iss: issuer,
        aud: client.clientId,
        sub: 'forged',
        iat: now,
        exp: now + 60,
        nonce,
        email: 'forged@example.se',
        groups: ['planerare'],
        ...claims,
      };
      const text = `${coded(unsigned ? { alg: 'none' } : { alg: 'ES256', kid: 'k' })}.${coded(body)}`;
      const signature = sign('sha256', Buffer.from(text), { key: (otherKey ? other : real).privateKey, dsaEncoding: 'ieee-p1363' });
      idToken = `${text}.${unsigned ? '' : signature.toString('base64url')}`;
      down = away;
    },
  };
}
