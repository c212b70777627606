import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  /** Names what keeps the server from its work, or nothing; rejects when the database does not answer. */
  check(): Promise<string | undefined>;
  /** How long the check may take before the server counts as not ready, in milliseconds. */
  patience?: number;
}

/** For whatever watches the server: `live` says that it runs, `ready` that the database answers in time and has the tables that it needs. */
export default async function healthRoutes(app: FastifyInstance, { check, patience = 3000 }: HealthOptions): Promise<void> {
  let underWay: Promise<string | undefined> | undefined;

  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (request, reply) => {
    // One at a time: a database that hangs must not be asked again by everyone who watches.
    underWay ??= check().finally(() => {
      underWay = undefined;
    });
    const fault = await Promise.race([underWay, setTimeout(patience, 'timeout', { ref: false })]).catch((error: unknown) => {
      request.log.error({ err: error }, 'not ready');
      return 'database';
    });
    if (fault === undefined) return { status: 'ok' };
    request.log.error({ fault }, 'not ready');
    return reply.code(503).send({ status: 'unavailable', fault });
  });
}
