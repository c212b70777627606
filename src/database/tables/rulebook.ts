import type { ColumnType, Generated } from 'kysely';
import type { Fixed, FixedJsonColumn } from '../columns.ts';

export interface RulebookTables {
  candidate_case: CandidateCaseTable;
  source_check: SourceCheckTable;
  rule_check: RuleCheckTable;
}

/** A candidate and the answer that a lawyer expects; only its withdrawal is ever written to it. */
interface CandidateCaseTable {
  id: Generated<string>;
  candidate: FixedJsonColumn;
  candidate_hash: Fixed<string>;
  expected: FixedJsonColumn;
  motive: Fixed<string>;
  account_id: Fixed<string>;
  created_at: Generated<Date>;
  state: Generated<string>;
  withdrawn_by: Generated<string | null>;
  withdrawn_at: Generated<Date | null>;
  withdrawal: Generated<string | null>;
  revision: Generated<number>;
}

/** That somebody has compared a source or a place in it with what it says now; an empty place is the whole source. Only added to. */
interface SourceCheckTable {
  id: Fixed<string>;
  source: Fixed<string>;
  place: Fixed<string>;
  account_id: Fixed<string>;
  checked_at: ColumnType<Date, Date | undefined, never>;
  /** The wording that was read, for example "SFS 2025:400, i lydelse till och med SFS 2026:100". */
  version: Fixed<string>;
  result: Fixed<string>;
  note: Fixed<string>;
}

/** That somebody has read a rule against its sources. Only added to. */
interface RuleCheckTable {
  id: Fixed<string>;
  rule: Fixed<string>;
  ruleset: Fixed<string>;
  rule_hash: Fixed<string>;
  account_id: Fixed<string>;
  checked_at: ColumnType<Date, Date | undefined, never>;
  note: Fixed<string>;
}
