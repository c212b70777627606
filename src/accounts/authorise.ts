import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../web/errors.ts';
import { wantsFragment } from '../web/render.ts';
import { type Action, may } from './permissions.ts';
import type { Refusals } from './refusals.ts';
import type { Actor } from './roles.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The district that the request concerns, once it has been let through. */
    district: string | null;
  }
}

/** Where a route's district stands: none, a proposal's, or the address or the form itself. */
export type DistrictOf = 'none' | 'proposal' | 'address' | 'form';
/** What a route asks of the one who asks. `public` needs no login. */
export type Access = 'public' | { action: Action; district: DistrictOf; fields?: Readonly<Record<string, Action>> };
export type AccessTable = Readonly<Record<string, Access>>;

export interface AuthorisationOptions {
  /** Every route, by method and pattern ("GET /forslag/:id"). */
  table: AccessTable;
  /** The district of a proposal; undefined where there is no such proposal. */
  districtOfProposal(id: string): Promise<string | undefined>;
  /** Tells the trail of those who have logged in and are refused. */
  refusals: Refusals;
}

const keyOf = (method: string, url: string): string => `${method} ${url}`;

/** Asks the one table of permissions before every handler. A route that the table does not know stops the start, and so does the reverse. */
export const authorisation = fp(
  async function authorisation(app: FastifyInstance, { table, districtOfProposal, refusals }: AuthorisationOptions) {
    app.decorateRequest('district', null);
    const registered = new Set<string>();
    const starred = Object.keys(table).filter((key) => key.endsWith('*'));
    const entryOf = (key: string): string | undefined => (table[key] === undefined ? starred.find((star) => key.startsWith(star.slice(0, -1))) : key);
    app.addHook('onRoute', ({ method, url }: RouteOptions) => {
      for (const one of [method].flat()) if (one !== 'HEAD') registered.add(keyOf(one, url));
    });
    app.addHook('onReady', async () => {
      const used = new Set([...registered].map(entryOf));
      const unknown = [...registered].filter((key) => entryOf(key) === undefined);
      const gone = Object.keys(table).filter((key) => !used.has(key));
      if (unknown.length + gone.length > 0)
        throw new Error(
          `Behörighetstabellen och sidorna stämmer inte. Saknas i tabellen: ${unknown.join(', ') || 'inget'}. Finns inte som sida: ${gone.join(', ') || 'inget'}.`,
        );
    });

    async function district(request: FastifyRequest, from: DistrictOf): Promise<string | null> {
      if (from === 'none') return null;
      if (from === 'form') return textOf(request.body, 'district');
      const id = textOf(request.params, 'id');
      if (from === 'address') return id;
      const found = id === null ? undefined : await districtOfProposal(id);
      return found ?? null;
    }

    app.addHook('preHandler', async (request, reply) => {
      const { url } = request.routeOptions;
      if (url === undefined) return;
      const entry = entryOf(keyOf(request.method === 'HEAD' ? 'GET' : request.method, url));
      const access = entry === undefined ? undefined : table[entry];
      if (access === undefined || access === 'public') return;
      const { actor } = request;
      if (actor === null) return logIn(request, reply);
      const where = await district(request, access.district);
      // Before the action is asked about, and in the same words whether it exists elsewhere or not: nobody learns which proposals there are.
      if (access.district === 'proposal' && (where === null || !may(actor, 'proposal.read', where))) {
        await tell(request, 'proposal.read', 404);
        throw new AppError('not_found', 'Det finns inget förslag på den adressen. Gå till listan över förslag.');
      }
      if (!may(actor, access.action, where)) {
        await tell(request, access.action, 403);
        throw new AppError('forbidden', refusal(access.action, actor, where));
      }
      await checkFields(request, access.fields ?? {}, where);
      request.district = where;
    });

    /** A field that asks for more than its page does is refused where the actor lacks it, so that no form can smuggle it in. */
    async function checkFields(request: FastifyRequest, fields: Readonly<Record<string, Action>>, where: string | null): Promise<void> {
      const { actor, body } = request;
      if (actor === null || typeof body !== 'object' || body === null) return;
      for (const name of Object.keys(body)) {
        const action = Object.entries(fields).find(([pattern]) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))?.[1];
        if (action === undefined || may(actor, action, where)) continue;
        await tell(request, action, 403);
        throw new AppError('forbidden', `Du får inte ändra uppgiften ”${name}”. Inget sparades.`, [
          { field: name, message: 'Din roll får inte ändra den här uppgiften.' },
        ]);
      }
    }

    /** The one at a machine without accounts is nobody in particular, and is told of nowhere. A trail that cannot be written lets nobody in. */
    async function tell(request: FastifyRequest, action: Action, status: 403 | 404): Promise<void> {
      const { actor, method, id: requestId, routeOptions } = request;
      if (actor?.account == null) return;
      const route = `${method} ${routeOptions.url ?? ''}`;
      const named = /^\/(forslag|granskning)\/:id/.test(routeOptions.url ?? '') ? textOf(request.params, 'id') : null;
      const where = named === null ? undefined : await districtOfProposal(named);
      const proposal = named === null || where === undefined ? null : { id: named, district: where };
      await refusals.tell({ actor, action, route, status, proposal, requestId });
    }
    // While the database is still open.
    app.addHook('preClose', () => refusals.close().catch((error: unknown) => app.log.warn(error, 'refusals that were only counted are not in the trail')));
  },
  { name: 'authorisation', dependencies: ['authentication'] },
);

/** A page that is asked for leads to the login and back; a form or a part of a page is told in place, so that what was typed stays. */
async function logIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const isPage =
    request.method === 'GET' && !wantsFragment(request) && !request.url.startsWith('/api/') && (request.headers.accept ?? '*/*').match(/text\/html|\*\/\*/);
  if (!isPage)
    throw new AppError(
      'unauthorized',
      'Du är inte inloggad, eller så har inloggningen gått ut. Logga in i en annan flik och försök igen: det du skrev står kvar här.',
    );
  return reply.redirect(request.url === '/' ? '/logga-in' : `/logga-in?${new URLSearchParams({ till: request.url })}`, 303);
}

function textOf(from: unknown, name: string): string | null {
  if (typeof from !== 'object' || from === null) return null;
  const value: unknown = Reflect.get(from, name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Why somebody is refused, and who may. */
function refusal(action: Action, actor: Actor, district: string | null): string {
  const words: Partial<Record<Action, string>> = {
    'accounts.manage': 'Bara administratörer hanterar konton.',
    'audit.read': 'Bara administratörer och jurister läser loggen.',
    'review.manager': 'Bara stadsdelschefen i stadsdelen granskar riskerna.',
    'review.legal': 'Bara jurister granskar lagens svar.',
  };
  if (actor.account === null)
    return `${words[action] ?? 'Det här kräver ett konto.'} Här finns inga konton än. Den som sköter servern skapar det första med kommandot ”accounts first-admin”, som står i README.`;
  const where = district === null ? 'Din roll får inte göra det här.' : 'Din roll får inte göra det här i den stadsdelen.';
  return words[action] ?? `${where} Be en administratör om rollen ifall du behöver den.`;
}
