import type { Generated } from 'kysely';
import type { Fixed } from '../columns.ts';

export interface NoticeTables {
  notice: NoticeTable;
  notice_choice: NoticeChoiceTable;
}

/** Something that somebody is told of. */
interface NoticeTable {
  id: Generated<number>;
  account_id: Fixed<string>;
  kind: Fixed<string>;
  proposal_id: Fixed<string>;
  district: Fixed<string>;
  number: Fixed<number>;
  comment_id: Fixed<string | null>;
  /** The roles that are why, with commas between. */
  as_roles: Fixed<string>;
  actor_id: Fixed<string | null>;
  at: Generated<Date>;
  read_at: Generated<Date | null>;
  /** How it is mailed, as the account had chosen when it was written. */
  delivery: Fixed<string>;
  /** When it was put in a letter. */
  mailed_at: Generated<Date | null>;
}

interface NoticeChoiceTable {
  account_id: string;
  choice: string;
  updated_at: Generated<Date>;
}
