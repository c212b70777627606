import type { Generated } from 'kysely';
import type { Fixed, FixedJsonColumn, JsonColumn } from '../columns.ts';

export interface ProposalTables {
  proposal: ProposalTable;
  proposal_version: ProposalVersionTable;
  ready_version: ReadyVersionTable;
  working_line: WorkingLineTable;
  flag_response: FlagResponseTable;
  working_text: WorkingTextTable;
  working_outline: WorkingOutlineTable;
  economy_scenario: EconomyScenarioTable;
  bulk_change: BulkChangeTable;
}

interface ProposalTable {
  id: Generated<string>;
  title: string;
  district: string;
  legal_basis: string;
  /** ISO date: the day whose law and districts the proposal builds on. */
  law_date: string;
  created_at: Generated<Date>;
}

/** Written once: a trigger refuses every change and removal. */
interface ProposalVersionTable {
  proposal_id: Fixed<string>;
  number: Fixed<number>;
  ruleset_hash: Fixed<string>;
  catalogue_hash: Fixed<string>;
  /** Everything that is needed to make the same document again. */
  inputs: FixedJsonColumn;
  document: FixedJsonColumn;
  /** SHA-256 of the document's bytes, in hexadecimal. */
  content_hash: Fixed<string>;
  created_at: Generated<Date>;
}

/** A version that has been marked as ready. */
interface ReadyVersionTable {
  proposal_id: string;
  number: number;
  marked_at: Generated<Date>;
}

/** What a person has changed of a line in the working copy; no row means that the line is as the rules say. */
interface WorkingLineTable {
  proposal_id: string;
  insats: string;
  target_group: string;
  /** Null follows the recommendation. */
  pathway: string | null;
  stage: number | null;
  /** The answers that differ from the default design. */
  design: JsonColumn;
  motive: string;
  removed_at: Date | null;
  /** Set where people have taken in a line beside those that the proposal began with. */
  added_at: Generated<Date | null>;
  /** Grows by one with each save, so that a save over a newer one can be refused. */
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

interface FlagResponseTable {
  proposal_id: string;
  insats: string;
  target_group: string;
  rule: string;
  kind: string;
  motive: string;
  who: string;
  /** ISO date. */
  due_date: string | null;
}

/** What people have written for one part of the document. */
interface WorkingTextTable {
  proposal_id: string;
  part: string;
  body: string;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** The document's headings, where they are not the usual ones. */
interface WorkingOutlineTable {
  proposal_id: string;
  outline: JsonColumn;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** A planner's scenario of costs; the id stands in the scenario too. */
interface EconomyScenarioTable {
  proposal_id: string;
  id: string;
  scenario: JsonColumn;
  revision: number;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** A change of many lines at once. It is never altered, only marked as undone. */
interface BulkChangeTable {
  id: Fixed<string>;
  proposal_id: Fixed<string>;
  /** What was chosen; `proposals/bulk/repository.ts` has the schema. */
  change: FixedJsonColumn;
  /** Each line before and after. */
  lines: FixedJsonColumn;
  line_count: Fixed<number>;
  applied_at: Generated<Date>;
  undone_at: Date | null;
}
