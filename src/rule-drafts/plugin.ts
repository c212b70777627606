import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import type { NoticeWriter } from '../notices/write.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { caseRepository } from '../rulebook/ask/case-repository.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { createEffects } from './effect.ts';
import formRoutes from './forms/routes.ts';
import settleRoutes from './forms/settle-routes.ts';
import { createDraftImpacts } from './impact/draft-impact.ts';
import impactRoutes from './impact/routes.ts';
import listRoutes from './list-routes.ts';
import noteRoutes from './note-routes.ts';
import pageRoutes from './page-routes.ts';
import { createProcess } from './process.ts';
import { draftEndsReports } from './report-ends.ts';
import reportRoutes from './report-routes.ts';
import { createRuleDrafts } from './rule-drafts.ts';
import stepRoutes from './step-routes.ts';
import versionRoutes from './version-routes.ts';

export interface RuleDraftsPluginOptions {
  db: Kysely<Database>;
  rulesets: Rulesets;
  assessor: Assessor;
  proposals: Proposals;
  notices: NoticeWriter;
  /** Today's date (ISO). */
  today: () => string;
}

/** The way from a found fault to a published change of the rules. */
export default async function ruleDrafts(app: FastifyInstance, services: RuleDraftsPluginOptions): Promise<void> {
  const { db, rulesets, assessor, notices } = services;
  const drafts = createRuleDrafts({ rulesets, cases: () => caseRepository(db).active() });
  const impacts = createDraftImpacts({ db, assessor, rulesetOf: (hash) => rulesets.rulesetOf(hash) });
  const effectOf = createEffects(impacts);
  const process = createProcess({ ...services, drafts, effectOf, afterEnd: draftEndsReports(notices) });

  await app.register(listRoutes, services);
  await app.register(pageRoutes, { ...services, drafts, effectOf });
  await app.register(noteRoutes, { ...services, drafts, effectOf });
  await app.register(formRoutes, { ...services, drafts, impacts });
  await app.register(settleRoutes, { ...services, drafts });
  await app.register(impactRoutes, { ...services, drafts, impacts });
  await app.register(stepRoutes, { ...services, drafts, effectOf, process });
  await app.register(versionRoutes, services);
  await app.register(reportRoutes, services);
}
