import type { ColumnType, Generated } from 'kysely';
import type { Fixed, FixedJsonColumn, Json } from '../columns.ts';

export interface RulesetTables {
  ruleset_version: RulesetVersionTable;
}

/** The rules as they were from a day on; written once. See `src/rulesets`. */
interface RulesetVersionTable {
  number: Fixed<number>;
  kind: Fixed<'base' | 'rebased' | 'published'>;
  hash: Fixed<string>;
  /** Of the base files, rules and cases, that the version stands on. */
  base_hash: Fixed<string>;
  content: FixedJsonColumn;
  cases: FixedJsonColumn;
  /** ISO date. */
  applies_from: Fixed<string>;
  /** What a published version changes. */
  operations: FixedJsonColumn;
  /** The numbers of every published version whose changes are in the content. */
  changes: FixedJsonColumn;
  note: ColumnType<unknown, Json | null, never>;
  published_by: Fixed<string | null>;
  checked_by: Fixed<string | null>;
  created_at: Generated<Date>;
}
