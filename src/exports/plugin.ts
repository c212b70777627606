import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { Standings } from '../proposals/standing.ts';
import cityRoutes from './city-routes.ts';
import type { Job } from './jobs.ts';
import paperRoutes from './paper-routes.ts';
import tableRoutes from './table-routes.ts';

export interface ExportsOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  standings: Pick<Standings, 'decided'>;
  /** Is given what tells of the exports under way. */
  metrics: { watchExports(running: () => readonly Job[]): void };
  /** Today's date (ISO). */
  today: () => string;
}

/** What is drawn up of proposals: tables, the printed page's foot, and a city's worth of files. */
export default async function exports(app: FastifyInstance, services: ExportsOptions): Promise<void> {
  await app.register(tableRoutes, services);
  await app.register(paperRoutes, services);
  await app.register(cityRoutes, { ...services, watch: services.metrics.watchExports });
}
