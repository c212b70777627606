import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { hashPassword } from '../../src/accounts/password.ts';
import { accountRepository } from '../../src/accounts/repository.ts';
import type { Grant } from '../../src/accounts/roles.ts';
import type { OpenDatabase } from '../../src/database/open.ts';

export const password = 'fyra gröna äpplen';
let hash: Promise<string> | undefined;

/** An account with a password, made as the pages make it. Gives its id. */
export async function addAccount({ db }: OpenDatabase, email: string, ...grants: Grant[]): Promise<string> {
  hash ??= hashPassword(password);
  const accounts = accountRepository(db);
  const id = await accounts.add({ name: `Test ${email}`, email, grants });
  if (id === undefined) throw new Error(`${email} finns redan`);
  await accounts.setPasswordHash(id, await hash);
  return id;
}

/** What a browser keeps of an answer's cookies, as the next request's header. */
export function cookiesOf(answer: LightMyRequestResponse, before = ''): string {
  const jar = new Map(before.split('; ').flatMap((pair) => (pair === '' ? [] : [[pair.split('=')[0] ?? '', pair] as const])));
  for (const { name, value } of answer.cookies) jar.set(name, `${name}=${value}`);
  return [...jar.values()].join('; ');
}

export const own = { host: 'localhost', origin: 'http://localhost' } as const;

export const form = (fields: Record<string, string> | [string, string][]): { payload: string; headers: Record<string, string> } => ({
  payload: new URLSearchParams(fields).toString(),
  headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' },
});

export async function logIn(app: FastifyInstance, email: string, typed = password, cookie = ''): Promise<LightMyRequestResponse> {
  const { payload, headers } = form({ email, password: typed });
  return app.inject({ method: 'POST', url: '/logga-in', payload, headers: { ...headers, cookie } });
}

/** Asks as somebody who has logged in. */
export async function browserOf(app: FastifyInstance, email: string, typed = password) {
  const answer = await logIn(app, email, typed);
  if (answer.statusCode !== 303) throw new Error(`${email} kunde inte logga in: ${answer.statusCode}`);
  const cookie = cookiesOf(answer);
  return {
    cookie,
    get: async (url: string): Promise<LightMyRequestResponse> => app.inject({ url, headers: { ...own, cookie, accept: 'text/html' } }),
    post: async (url: string, fields: Record<string, string> | [string, string][] = {}): Promise<LightMyRequestResponse> => {
      const { payload, headers } = form(fields);
      return app.inject({ method: 'POST', url, payload, headers: { ...headers, cookie } });
    },
  };
}
