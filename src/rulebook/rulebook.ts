import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import { type CaseOutcome, runCandidateCases } from '../questions/candidate-cases.ts';
import type { RuleCase } from '../rules/format.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { caseRepository, type StoredCase } from './ask/case-repository.ts';
import { type HistoryOf, ruleHistory } from './rules/history.ts';
import { type CityFigures, createTouched } from './rules/touched.ts';

/** What the rulebook's pages and the API share. The knowledge is asked anew for each request: its ruleset may be another than before. */
export interface Rulebook {
  db: Kysely<Database>;
  knowledge: Knowledge;
  assessor: Assessor;
  /** What every rule fires on in the whole city now. */
  figures(): Promise<CityFigures>;
  /** The cases of the rules in force. */
  cases(): readonly RuleCase[];
  /** The cases that lawyers have saved and not withdrawn, run against the rules in force; the newest first. */
  lawyersCases(): Promise<CaseOutcome<StoredCase>[]>;
  historyOf: HistoryOf;
  /** Today's date (ISO). */
  today: () => string;
}

export function createRulebook({ db, rulesets, today }: { db: Kysely<Database>; rulesets: Rulesets; today: () => string }): Rulebook {
  const { knowledge, assessor, cases } = rulesets;
  return {
    ...{ db, knowledge, assessor, cases, today },
    figures: createTouched(db, assessor, today),
    lawyersCases: async () => runCandidateCases(assessor, await caseRepository(db).active()),
    historyOf: ruleHistory({ db, rulesets, today }),
  };
}
