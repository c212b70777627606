import type { FastifyInstance } from 'fastify';
import importRoutes from './import-routes.ts';
import entryRoutes, { type CurrentStateRoutesOptions } from './routes.ts';

/** Nuläge: entered by hand or read from a file. */
export default async function currentState(app: FastifyInstance, services: CurrentStateRoutesOptions): Promise<void> {
  await app.register(entryRoutes, services);
  await app.register(importRoutes, services);
}
