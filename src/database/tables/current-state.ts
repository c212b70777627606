import type { Generated } from 'kysely';
import type { Fixed, JsonColumn } from '../columns.ts';

export interface CurrentStateTables {
  current_state: CurrentStateTable;
  current_state_import: CurrentStateImportTable;
  current_state_bulk: CurrentStateBulkTable;
}

/** What a district says of an insats for a year; the closed lists stand in `current-state/schema.ts`. */
interface CurrentStateTable {
  district: string;
  insats: string;
  year: number;
  given: string;
  form: string;
  provision: string;
  decision: string;
  people_from: number | null;
  people_to: number | null;
  wish: string;
  comment: Generated<string>;
  revision: Generated<number>;
  updated_at: Generated<Date>;
  /** Null for the one at a machine without accounts. */
  saved_by: Generated<string | null>;
}

/** A file that was read: nothing of it is in `current_state` before `confirmed_at`. */
interface CurrentStateImportTable {
  id: Generated<string>;
  district: Fixed<string>;
  year: Fixed<number>;
  file_name: Fixed<string>;
  rows_new: number;
  rows_changed: number;
  before: JsonColumn;
  after: JsonColumn;
  created_at: Generated<Date>;
  confirmed_at: Date | null;
  undone_at: Date | null;
}

/** One answer for many insatser at once, and what is needed to undo it. */
interface CurrentStateBulkTable {
  id: Generated<string>;
  district: string;
  year: number;
  said: string;
  changes: JsonColumn;
  created_at: Generated<Date>;
  undone_at: Date | null;
  undone_answers: number | null;
}
