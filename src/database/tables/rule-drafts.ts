import type { ColumnType, Generated } from 'kysely';
import type { Fixed, JsonColumn } from '../columns.ts';

export interface RuleDraftTables {
  rule_draft: RuleDraftTable;
  rule_draft_step: RuleDraftStepTable;
}

/** A change of the rules that somebody writes and another checks. See `src/rule-drafts`. */
interface RuleDraftTable {
  id: Fixed<number>;
  /** Of the form that made it, so that a press that is sent twice makes one. */
  form_key: ColumnType<string, string | undefined, never>;
  title: string;
  what: Generated<string>;
  why: Generated<string>;
  areas: JsonColumn;
  /** ISO date. */
  applies_from: Generated<string | null>;
  operations: JsonColumn;
  based_on: number;
  state: Generated<string>;
  revision: Generated<number>;
  author_id: Fixed<string | null>;
  checker_id: Generated<string | null>;
  version: Generated<number | null>;
  rule: Fixed<string | null>;
  case_id: Fixed<string | null>;
  copied_from: Fixed<number | null>;
  created_at: ColumnType<Date, Date | undefined, never>;
  updated_at: Generated<Date>;
}

/** A step that a draft has taken. Only added to. */
interface RuleDraftStepTable {
  id: Generated<number>;
  draft_id: Fixed<number>;
  step: Fixed<string>;
  from_state: Fixed<string | null>;
  to_state: Fixed<string>;
  account_id: Fixed<string | null>;
  reason: ColumnType<string, string | undefined, never>;
  operation: ColumnType<number | null, number | null | undefined, never>;
  based_on: Fixed<number>;
  at: ColumnType<Date, Date | undefined, never>;
}
