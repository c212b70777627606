import type { FastifyBaseLogger } from 'fastify';
import { createComments } from './comments/comments.ts';
import { type Config, originOf } from './config.ts';
import type { OpenDatabase } from './database/open.ts';
import type { District } from './districts/districts.ts';
import { insatserOf, scopeOf } from './drafts/scope.ts';
import { createExamples } from './example/examples.ts';
import { createExampleLogins } from './example/logins.ts';
import type { Knowledge } from './knowledge.ts';
import { createNoticeWriter } from './notices/write.ts';
import { createMetrics } from './operation/metrics.ts';
import { createProposals } from './proposals/proposals.ts';
import { createStaleness } from './proposals/staleness.ts';
import { createWorkingCopies } from './proposals/working-copy.ts';
import { createHome } from './reviews/home.ts';
import { noticeNames } from './reviews/notice-names.ts';
import { openItems } from './reviews/open-items.ts';
import { createStandings } from './reviews/status-view.ts';
import { reapplyChanges } from './rule-changes/reapply.ts';
import { createReports } from './rulebook/cases/report.ts';
import { storedVersions } from './rulebook/compare/versions.ts';
import { createRulebook } from './rulebook/rulebook.ts';
import { createRulesets } from './rulesets/rulesets.ts';
import type { Reapply } from './rulesets/types.ts';
import { today } from './today.ts';

export interface AppParts {
  config: Config;
  database: OpenDatabase;
  /** What the files say. */
  knowledge: Knowledge;
  /** How a published change of the rules is applied. */
  reapply?: Reapply;
}

/** What more than one part works with, made once for each server. What only one part needs it makes itself, in its `plugin.ts`. */
export async function createServices({ config, database, knowledge: base, reapply = reapplyChanges(base.sources) }: AppParts, log: FastifyBaseLogger) {
  const { db } = database;
  const metrics = createMetrics(database);
  const rulesets = await createRulesets({
    db,
    base,
    reapply,
    today,
    shared: database.kind === 'postgres',
    measured: metrics.assessor,
    onFault: ({ version, kind, faults }) => log.error({ version, kind, faults: faults.length }, 'a version of the rules is not in force'),
    onLost: (error) => log.error({ err: error }, 'new versions of the rules could not be asked for'),
  });
  metrics.watchRules(() => rulesets.faults().length);
  const { knowledge, assessor } = rulesets;
  const proposals = createProposals(db, assessor, metrics.draft);
  const workingCopies = createWorkingCopies(db, assessor, proposals);
  const staleness = createStaleness(db, assessor, today);
  const notices = createNoticeWriter({ mails: config.mail !== undefined });
  const districtNames = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));
  return {
    ...{ config, db, today, metrics, rulesets, knowledge, assessor },
    origin: originOf(config),
    ...{ proposals, workingCopies, staleness },
    /** The insatser that a district or unit works with. */
    insatserOf: (district: District) => insatserOf(scopeOf(district, knowledge.catalogue.pairs, knowledge.unitScopes).pairs),
    /** What a district has told of its nuläge that a draft at the date reads. */
    currentStateOf: (district: string, date: string) => proposals.currentStateOf(district, date),
    notices,
    noticeNames: noticeNames(knowledge),
    standings: createStandings({ db, workingCopies, open: openItems }),
    home: createHome({ db, knowledge, proposals, staleness, today }),
    comments: createComments({ db, notices }),
    rulebook: createRulebook({ db, rulesets, today }),
    reports: createReports(rulesets.cases),
    versions: storedVersions(rulesets),
    examples: createExamples({ db, assessor, today }),
    exampleLogins: createExampleLogins({ db, limits: config.sessions, config, districts: districtNames }),
  };
}
