import Fastify, { type FastifyInstance } from 'fastify';
import { accessTable } from './accounts/access.ts';
import { authentication } from './accounts/authenticate.ts';
import { authorisation } from './accounts/authorise.ts';
import accounts from './accounts/plugin.ts';
import { recordViews } from './accounts/record-views.ts';
import { createRefusals } from './accounts/refusals.ts';
import apiRoutes from './api/routes.ts';
import { catalogueOptions } from './assessment/catalogue-pages.ts';
import insatsRoutes from './assessment/routes.ts';
import catalogueRoutes from './catalogue/routes.ts';
import commentRoutes from './comments/routes.ts';
import currentState from './current-state/plugin.ts';
import districtRoutes from './districts/routes.ts';
import { loadWatch } from './example/load-watch.ts';
import { exampleMark } from './example/mark.ts';
import roleRoutes from './example/role-routes.ts';
import exampleRoutes from './example/routes.ts';
import exports from './exports/plugin.ts';
import { translateFieldError } from './field-errors.ts';
import mail from './mail/plugin.ts';
import noticeRoutes from './notices/routes.ts';
import { unreadNotices } from './notices/unread.ts';
import backupRoutes from './operation/backup-routes.ts';
import { measuring } from './operation/metrics-routes.ts';
import { readinessFault } from './operation/ready.ts';
import { districtOptions } from './proposals/district-pages.ts';
import proposals from './proposals/plugin.ts';
import reviews from './reviews/plugin.ts';
import ruleDrafts from './rule-drafts/plugin.ts';
import { caseEndsReport } from './rule-drafts/report-ends.ts';
import { rulebookAnswers } from './rulebook/answers.ts';
import rulebook from './rulebook/plugin.ts';
import { rulesInForce } from './rulesets/in-force.ts';
import { type AppParts, createServices } from './services.ts';
import startRoutes from './start/routes.ts';
import trailRoutes from './trail/routes.ts';
import { assets } from './web/assets.ts';
import { bodies } from './web/bodies.ts';
import { errorHandling } from './web/error-handling.ts';
import { freshPages } from './web/fresh-pages.ts';
import healthRoutes from './web/health.ts';
import { logging } from './web/logging.ts';
import { rendering } from './web/render.ts';
import { security } from './web/security.ts';
import { serverOptions } from './web/server-options.ts';

export interface AppOptions extends AppParts {
  /** Load the example data into the empty database as soon as pages can be asked for. */
  fillExample?: boolean;
}

/** The table of contents: what is registered, in which order. What the parts share is made in `services.ts`. */
export async function buildApp({ fillExample = false, ...parts }: AppOptions): Promise<FastifyInstance> {
  const { config, database } = parts;
  const app = Fastify(serverOptions(config));
  const services = await createServices(parts, app.log);
  const { db, assessor, today, metrics, examples, exampleLogins } = services;
  const isHeld = () => database.kind === 'embedded' && examples.progress() !== null;

  // What holds for every request, in the order in which it takes part.
  await app.register(logging, { accountOf: ({ actor }) => actor?.account?.id ?? null });
  await app.register(rendering, { notice: () => examples.notice() });
  await app.register(errorHandling, { translate: translateFieldError });
  await app.register(security, { rateLimit: config.rateLimit, publicUrl: config.publicUrl });
  await app.register(bodies);
  await app.register(freshPages);
  await app.register(loadWatch, { examples, isHeld: () => database.kind === 'embedded' });
  await app.register(authentication, {
    db,
    limits: config.sessions,
    required: config.publicUrl !== undefined || config.oidc !== undefined,
    isHeld,
    admitsExample: exampleLogins.admits,
  });
  await app.register(authorisation, { table: accessTable, districtOfProposal: (id) => services.proposals.districtOf(id), refusals: createRefusals(db) });
  await app.register(unreadNotices, services);
  await app.register(rulesInForce, services);
  await app.register(recordViews, services);
  await app.register(exampleMark, services);
  await app.register(assets);
  await app.register(measuring, { metrics, token: config.metricsToken, isPublic: config.publicUrl !== undefined });
  await app.register(healthRoutes, { check: () => readinessFault(db) });

  // The parts.
  await app.register(startRoutes, services);
  await app.register(exampleRoutes, { examples, fill: fillExample });
  await app.register(roleRoutes, { logins: exampleLogins });
  await app.register(accounts, services);
  await app.register(noticeRoutes, { db, names: services.noticeNames, digestHour: config.mail?.digestHour ?? null });
  await app.register(mail, services);
  await app.register(catalogueRoutes, catalogueOptions(assessor, today));
  await app.register(insatsRoutes, services);
  await app.register(districtRoutes, districtOptions(services));
  await app.register(currentState, services);
  await app.register(proposals, services);
  await app.register(commentRoutes, services);
  await app.register(reviews, services);
  await app.register(exports, services);
  await app.register(backupRoutes, services);
  await app.register(trailRoutes, services);
  await app.register(rulebook, { ...services, afterCase: caseEndsReport(services.notices) });
  await app.register(ruleDrafts, services);
  await app.register(apiRoutes, { ...services, ...rulebookAnswers(services) });
  return app;
}
