import type { Generated } from 'kysely';
import type { Fixed, FixedJsonColumn } from '../columns.ts';

export interface AuditTables {
  audit_event: AuditEventTable;
  audit_start: AuditStartTable;
}

/** A row of the trail: written once, one after the other. */
interface AuditEventTable {
  seq: Fixed<number>;
  at: Fixed<Date>;
  account_id: Fixed<string | null>;
  roles: Fixed<string>;
  action: Fixed<string>;
  object_type: Fixed<string>;
  object_id: Fixed<string>;
  district: Fixed<string | null>;
  before: FixedJsonColumn;
  after: FixedJsonColumn;
  request_id: Fixed<string>;
  previous_hash: Fixed<string>;
  hash: Fixed<string>;
}

/** Where the trail begins once old rows have been weeded out. */
interface AuditStartTable {
  only_one: Generated<boolean>;
  seq: number;
  hash: string;
  at: Generated<Date>;
}
