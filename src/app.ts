import Fastify, { type FastifyInstance } from 'fastify';
import { accessTable } from './accounts/access.ts';
import accountRoutes from './accounts/account-routes.ts';
import { authentication } from './accounts/authenticate.ts';
import { authorisation } from './accounts/authorise.ts';
import loginRoutes from './accounts/login-routes.ts';
import { createCityLogin } from './accounts/oidc-provider.ts';
import { readRoleMap } from './accounts/oidc-roles.ts';
import cityLoginRoutes from './accounts/oidc-routes.ts';
import { recordViews } from './accounts/record-views.ts';
import { createRefusals } from './accounts/refusals.ts';
import apiRoutes from './api/routes.ts';
import { catalogueOptions } from './assessment/catalogue-pages.ts';
import insatsRoutes from './assessment/routes.ts';
import catalogueRoutes from './catalogue/routes.ts';
import { createComments } from './comments/comments.ts';
import commentRoutes from './comments/routes.ts';
import type { Config } from './config.ts';
import importRoutes from './current-state/import-routes.ts';
import { enteredAt, enteredIn } from './current-state/progress.ts';
import currentStateRoutes from './current-state/routes.ts';
import type { OpenDatabase } from './database/open.ts';
import type { District } from './districts/districts.ts';
import districtRoutes from './districts/routes.ts';
import { insatserOf, scopeOf } from './drafts/scope.ts';
import { createExamples } from './example/examples.ts';
import { loadWatch } from './example/load-watch.ts';
import { createExampleLogins } from './example/logins.ts';
import { exampleMark } from './example/mark.ts';
import roleRoutes from './example/role-routes.ts';
import exampleRoutes from './example/routes.ts';
import cityExportRoutes from './exports/city-routes.ts';
import paperRoutes from './exports/paper-routes.ts';
import tableRoutes from './exports/table-routes.ts';
import { translateFieldError } from './field-errors.ts';
import type { Knowledge } from './knowledge.ts';
import mailRoutes from './mail/routes.ts';
import { createSender } from './mail/sender.ts';
import { sending } from './mail/sending.ts';
import { createMailTransport } from './mail/transport.ts';
import noticeRoutes from './notices/routes.ts';
import { unreadNotices } from './notices/unread.ts';
import { createNoticeWriter } from './notices/write.ts';
import backupRoutes from './operation/backup-routes.ts';
import { createMetrics } from './operation/metrics.ts';
import { measuring } from './operation/metrics-routes.ts';
import { readinessFault } from './operation/ready.ts';
import addLineRoutes from './proposals/add-line-routes.ts';
import bulkRoutes from './proposals/bulk/routes.ts';
import economyRoutes from './proposals/economy-routes.ts';
import lineRoutes from './proposals/line-routes.ts';
import { createNameHint } from './proposals/name-hint.ts';
import { createProposals } from './proposals/proposals.ts';
import reassessmentRoutes from './proposals/reassessment-routes.ts';
import residentRoutes from './proposals/resident-routes.ts';
import proposalRoutes from './proposals/routes.ts';
import sectionRoutes from './proposals/sections/routes.ts';
import { createStaleness, movedInWords } from './proposals/staleness.ts';
import versionRoutes from './proposals/version-routes.ts';
import { createWorkingCopies } from './proposals/working-copy.ts';
import earlierRoutes from './reviews/earlier-routes.ts';
import historyRoutes from './reviews/history-routes.ts';
import { createHome } from './reviews/home.ts';
import legalRoutes from './reviews/legal-routes.ts';
import managerRoutes from './reviews/manager-routes.ts';
import { noticeNames } from './reviews/notice-names.ts';
import { openItems } from './reviews/open-items.ts';
import queueRoutes from './reviews/queue-routes.ts';
import { createStandings } from './reviews/status-view.ts';
import { referralNotices, stepNotices } from './reviews/step-notices.ts';
import stepRoutes from './reviews/step-routes.ts';
import { createWorkflow } from './reviews/workflow.ts';
import { reapplyChanges } from './rule-changes/reapply.ts';
import { createEffects } from './rule-drafts/effect.ts';
import draftFormRoutes from './rule-drafts/forms/routes.ts';
import settleRoutes from './rule-drafts/forms/settle-routes.ts';
import { createDraftImpacts } from './rule-drafts/impact/draft-impact.ts';
import draftImpactRoutes from './rule-drafts/impact/routes.ts';
import draftListRoutes from './rule-drafts/list-routes.ts';
import draftNoteRoutes from './rule-drafts/note-routes.ts';
import draftPageRoutes from './rule-drafts/page-routes.ts';
import { createProcess } from './rule-drafts/process.ts';
import { caseEndsReport, draftEndsReports } from './rule-drafts/report-ends.ts';
import reportRoutes from './rule-drafts/report-routes.ts';
import { createRuleDrafts } from './rule-drafts/rule-drafts.ts';
import draftStepRoutes from './rule-drafts/step-routes.ts';
import rulesetVersionRoutes from './rule-drafts/version-routes.ts';
import { caseRepository } from './rulebook/ask/case-repository.ts';
import caseRoutes from './rulebook/ask/case-routes.ts';
import askRoutes from './rulebook/ask/routes.ts';
import { rulesCheck } from './rulebook/cases/check.ts';
import { createReports } from './rulebook/cases/report.ts';
import ruleCaseRoutes from './rulebook/cases/routes.ts';
import { answerComparison } from './rulebook/compare/answer.ts';
import compareRoutes from './rulebook/compare/routes.ts';
import { storedVersions } from './rulebook/compare/versions.ts';
import methodRoutes from './rulebook/method/routes.ts';
import { createRulebook } from './rulebook/rulebook.ts';
import ruleRoutes from './rulebook/rules/routes.ts';
import { filteredRules, ruleAnswer } from './rulebook/rules/rule-answers.ts';
import sourceRoutes from './rulebook/sources/routes.ts';
import { rulesInForce } from './rulesets/in-force.ts';
import { createRulesets } from './rulesets/rulesets.ts';
import type { Reapply } from './rulesets/types.ts';
import startRoutes from './start/routes.ts';
import { today } from './today.ts';
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

export interface AppParts {
  config: Config;
  database: OpenDatabase;
  /** What the files say. */
  knowledge: Knowledge;
  /** How a published change of the rules is applied. */
  reapply?: Reapply;
  /** Load the example data into the empty database as soon as pages can be asked for. */
  fillExample?: boolean;
}

/** The table of contents: what is registered, in which order. */
export async function buildApp({ config, database, knowledge: base, reapply, fillExample = false }: AppParts): Promise<FastifyInstance> {
  const app = Fastify(serverOptions(config));
  const { db } = database;
  const metrics = createMetrics(database);
  const rulesets = await createRulesets({
    db,
    base,
    reapply: reapply ?? reapplyChanges(base.sources),
    today,
    shared: database.kind === 'postgres',
    measured: metrics.assessor,
    onFault: ({ version, kind, faults }) => app.log.error({ version, kind, faults: faults.length }, 'a version of the rules is not in force'),
    onLost: (error) => app.log.error({ err: error }, 'new versions of the rules could not be asked for'),
  });
  metrics.watchRules(() => rulesets.faults().length);
  const { knowledge, assessor } = rulesets;
  const versions = storedVersions(rulesets);
  const proposals = createProposals(db, assessor, metrics.draft);
  const workingCopies = createWorkingCopies(db, assessor, proposals);
  const nameHint = createNameHint(knowledge);
  const inScope = (district: District) => insatserOf(scopeOf(district, knowledge.catalogue.pairs, knowledge.unitScopes).pairs);
  const staleness = createStaleness(db, assessor, today);
  const standings = createStandings({ db, workingCopies, open: openItems });
  const notices = createNoticeWriter({ mails: config.mail !== undefined });
  const comments = createComments({ db, notices });
  const workflow = createWorkflow({ db, proposals, workingCopies, open: openItems, today, afterStep: stepNotices(notices) });
  const reports = createReports(rulesets.cases);
  const drafts = createRuleDrafts({ rulesets, cases: () => caseRepository(db).active() });
  const impacts = createDraftImpacts({ db, assessor, rulesetOf: (hash) => rulesets.rulesetOf(hash) });
  const effectOf = createEffects(impacts);
  const draftProcess = createProcess({ db, rulesets, drafts, effectOf, today, afterEnd: draftEndsReports(notices) });
  const home = createHome({ db, knowledge, proposals, staleness, today });
  const examples = createExamples({ db, assessor, today });
  const districtNames = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));
  const exampleLogins = createExampleLogins({ db, limits: config.sessions, config, districts: districtNames });

  const origin = config.publicUrl ?? `http://localhost:${config.port}`;
  const names = noticeNames(knowledge);
  const sender = config.mail && createSender({ db, transport: createMailTransport(config.mail), names, origin, digestHour: config.mail.digestHour });
  const districtIds = new Set(knowledge.districts.all.map(({ id }) => id));
  const city = config.oidc && {
    db,
    limits: config.sessions,
    login: createCityLogin(config.oidc, origin),
    clientSecret: config.oidc.clientSecret,
    roleMap: readRoleMap(config.oidc.roleMap, districtIds),
  };

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
    isHeld: () => database.kind === 'embedded' && examples.progress() !== null,
    admitsExample: exampleLogins.admits,
  });
  await app.register(authorisation, { table: accessTable, districtOfProposal: (id) => proposals.districtOf(id), refusals: createRefusals(db) });
  await app.register(unreadNotices, { db });
  await app.register(rulesInForce, { rulesets });
  await app.register(recordViews, { db });
  await app.register(exampleMark, { examples });
  await app.register(assets);
  await app.register(measuring, { metrics, token: config.metricsToken, isPublic: config.publicUrl !== undefined });
  await app.register(sending, { sender: sender ?? null, observe: metrics.mail });
  await app.register(healthRoutes, { check: () => readinessFault(db) });

  await app.register(startRoutes, { knowledge, examples, home, today });
  await app.register(exampleRoutes, { examples, fill: fillExample });
  await app.register(roleRoutes, { logins: exampleLogins });
  await app.register(loginRoutes, { db, limits: config.sessions, city: city?.login ?? null, exampleRoles: exampleLogins.offered });
  await app.register(cityLoginRoutes, { city: city ?? null });
  await app.register(accountRoutes, {
    db,
    limits: config.sessions,
    districts: knowledge.districts.all,
    origin,
  });

  await app.register(noticeRoutes, { db, names, digestHour: config.mail?.digestHour ?? null });
  await app.register(mailRoutes, { db, config: config.mail ?? null });

  await app.register(catalogueRoutes, catalogueOptions(assessor, today));
  await app.register(insatsRoutes, { assessor, today });
  await app.register(districtRoutes, {
    knowledge,
    today,
    proposalsOf: async (district) => {
      const heads = await proposals.list(district);
      const moved = await staleness.ofAll(heads);
      const tags = await standings.tags(heads);
      return heads.map((head) => ({ ...head, moved: movedInWords(moved.get(head.id)), tags: tags.get(head.id) ?? [] }));
    },
    enteredAt: (district, date) => enteredAt(db, district.id, date, inScope(district)),
    enteredIn: (year) => enteredIn(db, year, knowledge.districts.all, inScope),
  });
  await app.register(currentStateRoutes, { db, knowledge, insatserOf: inScope, today });
  await app.register(importRoutes, { db, knowledge, today });

  await app.register(proposalRoutes, { assessor, proposals, workingCopies, staleness, standings, comments, today });
  await app.register(lineRoutes, { assessor, proposals, workingCopies, nameHint, standings, comments });
  await app.register(commentRoutes, { proposals, workingCopies, comments });
  await app.register(addLineRoutes, { assessor, proposals, workingCopies });
  await app.register(bulkRoutes, { db, proposals, workingCopies });
  await app.register(sectionRoutes, { db, proposals, workingCopies, nameHint });
  await app.register(economyRoutes, { db, assessor, proposals, workingCopies });
  await app.register(versionRoutes, { proposals, workingCopies, staleness, standings });
  await app.register(reassessmentRoutes, { assessor, proposals, workingCopies, staleness, today });
  await app.register(residentRoutes, { proposals });
  await app.register(tableRoutes, { proposals });
  await app.register(paperRoutes, { proposals, standings });
  await app.register(cityExportRoutes, { db, assessor, proposals, standings, today, watch: metrics.watchExports });

  await app.register(backupRoutes, { db, today });
  await app.register(trailRoutes, { db, knowledge });

  await app.register(stepRoutes, { db, proposals, workflow, today });
  await app.register(historyRoutes, { db, proposals, workingCopies, comments });

  await app.register(queueRoutes, { home });
  await app.register(managerRoutes, { db, proposals, afterReferral: referralNotices(notices) });
  await app.register(earlierRoutes, { db, proposals, afterReferral: referralNotices(notices) });
  await app.register(legalRoutes, { db, proposals });
  await app.register(compareRoutes, { assessor, versions, currentStateOf: (district, date) => proposals.currentStateOf(district, date), today });
  const rulebook = createRulebook({ db, rulesets, today });
  await app.register(ruleCaseRoutes, { rulebook, reports });
  await app.register(methodRoutes, { rulebook });
  await app.register(ruleRoutes, { rulebook });
  await app.register(sourceRoutes, { rulebook });
  await app.register(apiRoutes, {
    rulesets,
    knowledge,
    assessor,
    today,
    rules: { filtered: (filter) => filteredRules(rulebook, filter), one: (name) => ruleAnswer(rulebook, name) },
    cases: rulesets.cases,
    currentStateOf: (district, date) => proposals.currentStateOf(district, date),
    compare: (question) => answerComparison(question, assessor, versions, today()),
    checkRules: () => rulesCheck(reports(knowledge.ruleset)),
  });
  await app.register(caseRoutes, { db, assessor, today, afterSave: caseEndsReport(notices) });
  await app.register(draftListRoutes, { db, rulesets, notices, today });
  await app.register(draftPageRoutes, { db, rulesets, drafts, effectOf, today });
  await app.register(draftNoteRoutes, { db, rulesets, drafts, effectOf, today });
  await app.register(draftFormRoutes, { db, drafts, impacts, today });
  await app.register(settleRoutes, { db, drafts });
  await app.register(draftImpactRoutes, { db, drafts, impacts, today });
  await app.register(draftStepRoutes, { db, rulesets, drafts, effectOf, process: draftProcess, today });
  await app.register(rulesetVersionRoutes, { db, rulesets, today });
  await app.register(reportRoutes, { db, assessor, proposals, notices });
  await app.register(askRoutes, { assessor, today, currentStateOf: (district, date) => proposals.currentStateOf(district, date) });
  return app;
}
