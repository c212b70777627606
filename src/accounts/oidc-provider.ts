import * as oidc from 'openid-client';
import { z } from 'zod';
import type { OidcConfig } from '../config.ts';
import { errorCode } from '../startup-error.ts';
import { type Attempt, attemptSeconds } from './oidc-attempt.ts';
import { type LoginRefusal, RefusedLogin } from './oidc-refusals.ts';

/** Who the provider says that somebody is. */
export interface Identity {
  issuer: string;
  subject: string;
  claims: Readonly<Record<string, unknown>>;
  idToken: string;
}

const seconds = 10;
const claimsSchema = z.looseObject({ sub: z.string().min(1).max(500), iss: z.string() });

/** `basic` is the standard's default; a provider that only takes the other way says so. */
function clientAuthentication(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/**
 * The city's login: authorization code with PKCE. Nothing is asked of the provider before somebody wants to log in, so that the server starts and
 * passwords work while it is down.
 */
export function createCityLogin({ issuer, clientId, clientSecret, scope }: OidcConfig, origin: string) {
  const redirect = `${origin}/logga-in/stad/svar`;
  let known: oidc.Configuration | undefined;

  async function provider(): Promise<oidc.Configuration> {
    try {
      known ??= await oidc.discovery(new URL(issuer), clientId, { [oidc.clockTolerance]: 30 }, clientAuthentication(clientSecret), {
        timeout: seconds,
        // Without the second the token's signature would not be checked, since it comes from the provider itself.
        execute: [...(issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []), oidc.enableNonRepudiationChecks],
      });
      return known;
    } catch (cause) {
      throw new RefusedLogin('provider_down', errorCode(cause), { cause });
    }
  }

  return {
    /** Where to send the browser, and what to remember until it comes back. */
    async begin(till: string): Promise<{ address: URL; attempt: Attempt }> {
      const config = await provider();
      const verifier = oidc.randomPKCECodeVerifier();
      const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, till, until: Date.now() + attemptSeconds * 1000 };
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { address, attempt };
    },

    /** Trades the provider's answer for who it is. @throws RefusedLogin */
    async finish(query: string, { state, nonce, verifier }: Attempt): Promise<Identity> {
      const config = await provider();
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
        const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirect}?${query}`), checks);
        const claims = claimsSchema.parse(tokens.claims());
        // Roles may stand in either; what is signed goes before.
        const more = config.serverMetadata().userinfo_endpoint === undefined ? {} : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
        return { issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims }, idToken: tokens.id_token ?? '' };
      } catch (cause) {
        throw new RefusedLogin(refusalOf(cause), errorCode(cause), { cause });
      }
    },

    /** Where the browser logs out of the provider too; null where that cannot be done. */
    async endSession(idToken: string): Promise<string | null> {
      try {
        const config = await provider();
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: `${origin}/logga-in` }).href;
      } catch (error) {
        // Logged out here is what matters most: it must not wait for a provider that is down.
        if (error instanceof RefusedLogin) return null;
        throw error;
      }
    },
  };
}
export type CityLogin = ReturnType<typeof createCityLogin>;

function refusalOf(cause: unknown): LoginRefusal {
  if (cause instanceof oidc.AuthorizationResponseError) return cause.error === 'access_denied' ? 'cancelled' : 'not_proven';
  if (cause instanceof oidc.ClientError && cause.code === 'OAUTH_TIMEOUT') return 'provider_down';
  // `fetch` gives a TypeError when there is nobody at the address.
  if (cause instanceof TypeError || (cause instanceof Error && cause.cause instanceof TypeError && /fetch failed/.test(cause.cause.message)))
    return 'provider_down';
  return 'not_proven';
}
