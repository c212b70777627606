import type { Generated } from 'kysely';
import type { Fixed } from '../columns.ts';

export interface MailTables {
  mail: MailTable;
  mail_notice: MailNoticeTable;
}

/** A letter: waiting, sent or given up. */
interface MailTable {
  id: Generated<string>;
  account_id: Fixed<string>;
  /** A digest's day (ISO); null for a letter that is sent at once. */
  day: Fixed<string | null>;
  queued_at: Date;
  /** When it is tried next; while a server tries it, when another may. */
  next_at: Date;
  attempts: Generated<number>;
  /** The code of the last failure. */
  last_error: Generated<string | null>;
  sent_at: Generated<Date | null>;
  given_up_at: Generated<Date | null>;
}

interface MailNoticeTable {
  notice_id: number;
  mail_id: string;
}
