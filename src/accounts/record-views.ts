import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { wantsFragment } from '../web/render.ts';
import { actorOf } from './authenticate.ts';

/** A login never lasts longer, so that whoever has a page open has opened it within this time. */
const longestLogin = 24 * 3_600_000;

/** Whether the trail says that somebody has opened the proposal. What a request says of itself proves nothing. */
async function hasOpened(db: Kysely<Database>, account: string | null, proposal: string): Promise<boolean> {
  const view = await db
    .selectFrom('audit_event')
    .select('seq')
    .where('object_type', '=', 'proposal')
    .where('object_id', '=', proposal)
    .where('action', '=', 'proposal.view')
    .where('account_id', 'is not distinct from', account)
    .where('at', '>', new Date(Date.now() - longestLogin))
    .limit(1)
    .executeTakeFirst();
  return view !== undefined;
}

/** Writes in the trail that somebody opens a proposal or takes it along as a file, before they see it. Parts of a page that is open already are not views. */
export const recordViews = fp(
  async function recordViews(app: FastifyInstance, { db }: { db: Kysely<Database> }) {
    app.addHook<{ Params: { id?: string } }>('preHandler', async (request) => {
      const { method, params, district, routeOptions } = request;
      const url = routeOptions.url ?? '';
      if (method !== 'GET' || district === null || params.id === undefined || !/^\/(forslag|granskning)\/:id/.test(url)) return;
      const id = params.id;
      // What a page fetches by itself is part of the view of the page; a file never is.
      const isPart = /\.(svg|css)$/.test(url) || (wantsFragment(request) && !/\.[^/]+$/.test(url));
      if (isPart && (await hasOpened(db, actorOf(request).account?.id ?? null, id))) return;
      await db.transaction().execute((trx) => record(trx, { action: 'proposal.view', object: { type: 'proposal', id }, district, after: { page: url } }));
    });
  },
  { name: 'record-views', dependencies: ['authorisation'] },
);
