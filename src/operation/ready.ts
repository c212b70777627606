import { sql } from 'kysely';
import { migrationNames } from '../database/migrate.ts';
import type { Db } from '../database/types.ts';

/** Why this server should get no requests: the database's tables are not those that it was written for. Undefined where they are. */
export async function readinessFault(db: Db): Promise<'migrations' | undefined> {
  const { rows } = await sql<{ name: string }>`select name::text as name from kysely_migration order by name desc limit 1`.execute(db);
  return rows[0]?.name === migrationNames.at(-1) ? undefined : 'migrations';
}
