import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleCase } from '../rules/format.ts';
import { loadCases } from '../rules/load-cases.ts';
import { baseHistory, type HistoryOf } from './rules/history.ts';
import { type CityFigures, createTouched } from './rules/touched.ts';

/** What the rulebook's pages and the API share. The knowledge is asked anew for each request: its ruleset may be another than before. */
export interface Rulebook {
  db: Kysely<Database>;
  knowledge: Knowledge;
  /** What every rule fires on in the whole city now. */
  figures(): Promise<CityFigures>;
  /** The rules' cases. */
  cases(): readonly RuleCase[];
  historyOf: HistoryOf;
  /** Today's date (ISO). */
  today: () => string;
}

export interface RulebookParts {
  db: Kysely<Database>;
  assessor: Assessor;
  today: () => string;
  /** Where published changes are told of; without it the rule files are all there is. */
  historyOf?: HistoryOf;
  /** The cases in force; without it those of the rule files. */
  cases?: () => readonly RuleCase[];
}

export function createRulebook({ db, assessor, today, historyOf = baseHistory(), cases = fileCases }: RulebookParts): Rulebook {
  return { db, knowledge: assessor.knowledge, figures: createTouched(db, assessor, today), cases, historyOf, today };
}

let read: readonly RuleCase[] | undefined;
/** The cases of the rule files, read when first asked for. */
function fileCases(): readonly RuleCase[] {
  read ??= loadCases();
  return read;
}
