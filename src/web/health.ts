import type { FastifyInstance } from 'fastify';

export interface HealthOptions {
  /** Rejects when the server cannot do its work. */
  check(): Promise<unknown>;
}

/** For whatever watches the server: `live` says that it runs, `ready` that the database answers too. */
export default async function healthRoutes(app: FastifyInstance, { check }: HealthOptions): Promise<void> {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (request, reply) => {
    try {
      await check();
      return { status: 'ok' };
    } catch (error) {
      request.log.error({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}
