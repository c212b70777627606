import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Rulesets } from './rulesets.ts';

declare module 'fastify' {
  interface FastifyInstance {
    rulesets: Rulesets;
  }
}

/** Each request begins with the rules in force and keeps them to its end, so that what it reads and what it writes are of one ruleset. */
export const rulesInForce = fp(
  async function rulesInForce(app: FastifyInstance, { rulesets }: { rulesets: Rulesets }) {
    app.decorate('rulesets', rulesets);
    // Not before the body has been read, since reading it leaves the context.
    app.addHook('preHandler', ({ url }, _reply, done) => {
      // What watches the server must get its answer when the database is down.
      const waits = /^\/(health\/|assets\/|metrics$)/.test(url) ? null : rulesets.fresh();
      if (waits === null) rulesets.pinned(done);
      else waits.then(() => rulesets.pinned(done), done);
    });
  },
  { name: 'rules-in-force' },
);
