import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * A page shows what is stored now, also when somebody comes back to it: an older copy with its older revision would have its next save
 * refused, and on a shared machine it would show what the one before has read.
 */
export const freshPages = fp(
  async function freshPages(app: FastifyInstance) {
    app.addHook('onSend', async (_request, reply) => {
      const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
      if (isPage && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
  },
  { name: 'fresh-pages' },
);
