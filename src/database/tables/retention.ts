import type { Generated } from 'kysely';

export interface RetentionTables {
  retention_run: RetentionRunTable;
}

/** A run of weeding; what it let go is older than these. */
interface RetentionRunTable {
  id: Generated<string>;
  at: Generated<Date>;
  transaction_id: Generated<string>;
  drafts_before: Date | null;
  trail_before: Date | null;
}
