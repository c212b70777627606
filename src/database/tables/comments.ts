import type { Generated } from 'kysely';
import type { Fixed } from '../columns.ts';

export interface CommentTables {
  line_comment: LineCommentTable;
}

/** What somebody says about a line. It is never changed, only struck: then its text is empty. */
interface LineCommentTable {
  id: Generated<string>;
  proposal_id: Fixed<string>;
  /** The newest version when it was written. */
  number: Fixed<number>;
  insats: Fixed<string>;
  target_group: Fixed<string>;
  /** Null for the one at a machine without accounts. */
  account_id: Fixed<string | null>;
  /** The roles that the writer had then, and those that are mentioned, each with commas between. */
  roles: Fixed<string>;
  mentioned: Fixed<string>;
  body: string;
  created_at: Generated<Date>;
  struck_at: Generated<Date | null>;
  struck_by: Generated<string | null>;
}
