import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from '../web/errors.ts';
import { wantsFragment } from '../web/render.ts';
import { type Action, may } from './permissions.ts';

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
}

const keyOf = (method: string, url: string): string => `${method} ${url}`;

/** Asks the one table of permissions before every handler. A route that the table does not know stops the start, and so does the reverse. */
export const authorisation = fp(
  async function authorisation(app: FastifyInstance, { table, districtOfProposal }: AuthorisationOptions) {
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
      if (access.district === 'proposal' && (where === null || !may(actor, 'proposal.read', where)))
        throw new AppError('not_found', 'Det finns inget förslag på den adressen. Gå till listan över förslag.');
      if (!may(actor, access.action, where)) throw new AppError('forbidden', refusal(access.action));
      checkFields(request, access.fields ?? {}, where);
      request.district = where;
    });

    /** A field that asks for more than its page does is refused where the actor lacks it, so that no form can smuggle it in. */
    function checkFields(request: FastifyRequest, fields: Readonly<Record<string, Action>>, where: string | null): void {
      const { actor, body } = request;
      if (actor === null || typeof body !== 'object' || body === null) return;
      for (const name of Object.keys(body)) {
        const action = Object.entries(fields).find(([pattern]) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))?.[1];
        if (action !== undefined && !may(actor, action, where))
          throw new AppError('forbidden', `Du får inte ändra uppgiften ”${name}”. Inget sparades.`, [
            { field: name, message: 'Din roll får inte ändra den här uppgiften.' },
          ]);
      }
    }
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
function refusal(action: Action): string {
  const words: Partial<Record<Action, string>> = {
    'accounts.manage': 'Bara administratörer hanterar konton.',
    'audit.read': 'Bara administratörer och jurister läser loggen.',
    'review.manager': 'Bara stadsdelschefen i stadsdelen granskar riskerna.',
    'review.legal': 'Bara jurister granskar lagens svar.',
  };
  return words[action] ?? 'Din roll får inte göra det här i den stadsdelen. Be en administratör om rollen ifall du behöver den.';
}
