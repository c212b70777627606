import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { wantsFragment } from '../web/render.ts';

/** Writes in the trail that somebody opens a proposal or takes it along as a file, before they see it. Parts of a page that is open already are not views. */
export const recordViews = fp(
  async function recordViews(app: FastifyInstance, { db }: { db: Kysely<Database> }) {
    app.addHook<{ Params: { id?: string } }>('preHandler', async (request) => {
      const { method, params, district, routeOptions } = request;
      const url = routeOptions.url ?? '';
      if (method !== 'GET' || district === null || params.id === undefined || !/^\/(forslag|granskning)\/:id/.test(url)) return;
      // What a page fetches by itself is part of the view of the page.
      if (wantsFragment(request) || /\.(svg|css)$/.test(url)) return;
      const id = params.id;
      await db.transaction().execute((trx) => record(trx, { action: 'proposal.view', object: { type: 'proposal', id }, district, after: { page: url } }));
    });
  },
  { name: 'record-views', dependencies: ['authorisation'] },
);
