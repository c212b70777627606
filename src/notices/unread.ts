import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { visibleDistricts } from '../accounts/reach.ts';
import type { Db } from '../database/types.ts';
import { wantsFragment } from '../web/render.ts';
import { noticeRepository } from './repository.ts';

/** Counts the unread notices of whoever is logged in, for the head of every whole page; `unreadNotices` in the templates. */
export const unreadNotices = fp(
  async function unreadNotices(app: FastifyInstance, { db }: { db: Db }) {
    app.addHook('preHandler', async (request, reply) => {
      const { actor, session, headers } = request;
      if (session === null || actor?.account == null || wantsFragment(request) || !headers.accept?.includes('text/html')) return;
      const unread = await noticeRepository(db).unread({ account: actor.account.id, reach: visibleDistricts(actor) });
      reply.locals = { ...reply.locals, unreadNotices: unread };
    });
  },
  { name: 'unread-notices', dependencies: ['authorisation'] },
);
