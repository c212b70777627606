import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import addLineRoutes from './add-line-routes.ts';
import bulkRoutes from './bulk/routes.ts';
import economyRoutes from './economy-routes.ts';
import type { LineComments } from './line-comments.ts';
import lineRoutes from './line-routes.ts';
import { createNameHint } from './name-hint.ts';
import type { Proposals } from './proposals.ts';
import reassessmentRoutes from './reassessment-routes.ts';
import residentRoutes from './resident-routes.ts';
import proposalRoutes from './routes.ts';
import sectionRoutes from './sections/routes.ts';
import type { StalenessOf } from './staleness.ts';
import type { Standings } from './standing.ts';
import versionRoutes from './version-routes.ts';
import type { WorkingCopies } from './working-copy.ts';

export interface ProposalsOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  staleness: StalenessOf;
  standings: Standings;
  comments: LineComments;
  /** Today's date (ISO). */
  today: () => string;
}

/** The pages of proposals. */
export default async function proposals(app: FastifyInstance, services: ProposalsOptions): Promise<void> {
  const nameHint = createNameHint(services.assessor.knowledge);

  await app.register(proposalRoutes, services);
  await app.register(lineRoutes, { ...services, nameHint });
  await app.register(addLineRoutes, services);
  await app.register(bulkRoutes, services);
  await app.register(sectionRoutes, { ...services, nameHint });
  await app.register(economyRoutes, services);
  await app.register(versionRoutes, services);
  await app.register(reassessmentRoutes, services);
  await app.register(residentRoutes, services);
}
