import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { accessTable } from './accounts/access.ts';
import accountRoutes from './accounts/account-routes.ts';
import { authentication } from './accounts/authenticate.ts';
import { authorisation } from './accounts/authorise.ts';
import loginRoutes from './accounts/login-routes.ts';
import { recordViews } from './accounts/record-views.ts';
import apiRoutes from './api/routes.ts';
import { createAssessor } from './assessment/assess.ts';
import { catalogueOptions } from './assessment/catalogue-pages.ts';
import insatsRoutes from './assessment/routes.ts';
import catalogueRoutes from './catalogue/routes.ts';
import type { Config } from './config.ts';
import importRoutes from './current-state/import-routes.ts';
import { enteredAt } from './current-state/progress.ts';
import { currentStateRepository } from './current-state/repository.ts';
import currentStateRoutes from './current-state/routes.ts';
import type { OpenDatabase } from './database/open.ts';
import districtRoutes from './districts/routes.ts';
import { translateFieldError } from './field-errors.ts';
import type { Knowledge } from './knowledge.ts';
import lineRoutes from './proposals/line-routes.ts';
import { createProposals } from './proposals/proposals.ts';
import proposalRoutes from './proposals/routes.ts';
import versionRoutes from './proposals/version-routes.ts';
import { createWorkingCopies } from './proposals/working-copy.ts';
import rulebookRoutes from './rulebook/routes.ts';
import startRoutes from './start/routes.ts';
import { today } from './today.ts';
import { assets } from './web/assets.ts';
import { bodies } from './web/bodies.ts';
import { errorHandling } from './web/error-handling.ts';
import healthRoutes from './web/health.ts';
import { rendering } from './web/render.ts';
import { security } from './web/security.ts';
import { serverOptions } from './web/server-options.ts';

export interface AppParts {
  config: Config;
  database: OpenDatabase;
  knowledge: Knowledge;
}

/** The table of contents: what is registered, in which order. */
export async function buildApp({ config, database, knowledge }: AppParts): Promise<FastifyInstance> {
  const app = Fastify(serverOptions(config));
  const assessor = createAssessor(knowledge);
  const proposals = createProposals(database.db, assessor);
  const workingCopies = createWorkingCopies(database.db, assessor, proposals);

  await app.register(rendering);
  await app.register(errorHandling, { translate: translateFieldError });
  await app.register(security, { rateLimit: config.rateLimit, publicUrl: config.publicUrl });
  await app.register(bodies);
  await app.register(authentication, { db: database.db, limits: config.sessions, required: config.publicUrl !== undefined });
  await app.register(authorisation, { table: accessTable, districtOfProposal: (id) => proposals.districtOf(id) });
  await app.register(assets);
  await app.register(healthRoutes, { check: () => sql`select 1`.execute(database.db) });

  await app.register(recordViews, { db: database.db });

  await app.register(loginRoutes, { db: database.db, limits: config.sessions });
  await app.register(accountRoutes, {
    db: database.db,
    limits: config.sessions,
    districts: knowledge.districts.all,
    origin: config.publicUrl ?? `http://localhost:${config.port}`,
  });
  await app.register(startRoutes, { knowledge, today });
  await app.register(catalogueRoutes, catalogueOptions(assessor, today));
  await app.register(insatsRoutes, { assessor, today });
  await app.register(districtRoutes, {
    knowledge,
    today,
    proposalsOf: (district) => proposals.list(district),
    enteredAt: (district, date) => enteredAt(database.db, district, date),
    enteredIn: (year) => currentStateRepository(database.db).counts(year),
  });
  await app.register(currentStateRoutes, { db: database.db, knowledge, today });
  await app.register(importRoutes, { db: database.db, knowledge, today });
  await app.register(proposalRoutes, { assessor, proposals, workingCopies, today });
  await app.register(lineRoutes, { assessor, proposals, workingCopies });
  await app.register(versionRoutes, { proposals, workingCopies });
  await app.register(rulebookRoutes, { knowledge, today });
  await app.register(apiRoutes, { knowledge, assessor, today });
  return app;
}
