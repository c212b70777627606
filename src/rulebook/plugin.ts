import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import caseRoutes, { type CaseRoutesOptions } from './ask/case-routes.ts';
import askRoutes, { type AskRoutesOptions } from './ask/routes.ts';
import type { Reports } from './cases/report.ts';
import ruleCaseRoutes from './cases/routes.ts';
import compareRoutes from './compare/routes.ts';
import type { RulesetVersions } from './compare/versions.ts';
import methodRoutes from './method/routes.ts';
import type { Rulebook } from './rulebook.ts';
import ruleRoutes from './rules/routes.ts';
import sourceRoutes from './sources/routes.ts';

export interface RulebookOptions {
  db: Kysely<Database>;
  rulebook: Rulebook;
  assessor: Assessor;
  /** What the rules' cases prove. */
  reports: Reports;
  versions: RulesetVersions;
  currentStateOf: AskRoutesOptions['currentStateOf'];
  /** What else a lawyer's new case brings with it. */
  afterCase: NonNullable<CaseRoutesOptions['afterSave']>;
  /** Today's date (ISO). */
  today: () => string;
}

/** The rules as lawyers read, question and compare them. */
export default async function rulebook(app: FastifyInstance, services: RulebookOptions): Promise<void> {
  await app.register(methodRoutes, services);
  await app.register(ruleRoutes, services);
  await app.register(sourceRoutes, services);
  await app.register(ruleCaseRoutes, services);
  await app.register(askRoutes, services);
  await app.register(caseRoutes, { ...services, afterSave: services.afterCase });
  await app.register(compareRoutes, services);
}
