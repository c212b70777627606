import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import type { NoticeWriter } from '../notices/write.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { WorkingCopies } from '../proposals/working-copy.ts';
import earlierRoutes from './earlier-routes.ts';
import historyRoutes, { type HistoryRoutesOptions } from './history-routes.ts';
import type { Home } from './home.ts';
import legalRoutes from './legal-routes.ts';
import managerRoutes from './manager-routes.ts';
import { openItems } from './open-items.ts';
import queueRoutes from './queue-routes.ts';
import { referralNotices, stepNotices } from './step-notices.ts';
import stepRoutes from './step-routes.ts';
import { createWorkflow } from './workflow.ts';

export interface ReviewsOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  comments: HistoryRoutesOptions['comments'];
  notices: NoticeWriter;
  home: Home;
  noticeNames: HistoryRoutesOptions['names'];
  /** Today's date (ISO). */
  today: () => string;
}

/** The way from draft to adopted: queues, answers, steps and their history. */
export default async function reviews(app: FastifyInstance, services: ReviewsOptions): Promise<void> {
  const { notices } = services;
  const workflow = createWorkflow({ ...services, open: openItems, afterStep: stepNotices(notices) });
  const afterReferral = referralNotices(notices);

  await app.register(queueRoutes, services);
  await app.register(managerRoutes, { ...services, afterReferral });
  await app.register(legalRoutes, services);
  await app.register(earlierRoutes, { ...services, afterReferral });
  await app.register(stepRoutes, { ...services, workflow });
  await app.register(historyRoutes, { ...services, names: services.noticeNames });
}
