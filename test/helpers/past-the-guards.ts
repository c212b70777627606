import { sql } from 'kysely';
import type { Db } from '../../src/database/types.ts';

/** Writes a status that the database itself refuses, for a test of what comes after a decision and not of the way there. */
export async function pastTheGuards(db: Db, write: () => Promise<unknown>): Promise<void> {
  await sql`alter table version_status disable trigger user`.execute(db);
  await write();
  await sql`alter table version_status enable trigger user`.execute(db);
}
