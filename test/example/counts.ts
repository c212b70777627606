import { sql } from 'kysely';
import type { Db } from '../../src/database/types.ts';

/** The number of rows of every table, the catalogue's too. */
export async function rowCounts(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string }>`
    select table_name::text as name from information_schema.tables where table_schema = current_schema() order by table_name`.execute(db);
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
    counts[name] = counted.rows[0]?.n ?? -1;
  }
  return counts;
}
