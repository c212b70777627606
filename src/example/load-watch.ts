import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Examples } from './examples.ts';

export interface LoadWatchOptions {
  examples: Pick<Examples, 'progress'>;
  /** Whether a load holds the only connection to the database, so that other pages would have to wait for it. */
  isHeld: () => boolean;
}

/** What answers without the database, or tells how far the load has come. */
const answers = /^\/(assets|health|exempeldata)\//;

/** While a load keeps the database to itself, a page shows how far it has come instead of keeping people waiting. */
export const loadWatch = fp(
  async function loadWatch(app: FastifyInstance, { examples, isHeld }: LoadWatchOptions) {
    app.addHook('onRequest', async ({ method, url, headers }, reply) => {
      const isPage = method === 'GET' && headers.accept?.includes('text/html') === true && !answers.test(url);
      if (isPage && isHeld() && examples.progress() !== null) return reply.header('cache-control', 'no-store').redirect('/exempeldata/framsteg', 303);
    });
  },
  { name: 'load-watch' },
);
