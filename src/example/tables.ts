import { sql } from 'kysely';
import { readTables } from '../database/tables.ts';
import type { Db } from '../database/types.ts';

/** What is not entered by people: the catalogue, the mark of example data itself, and the record of migrations. */
const kept = ['area', 'kind', 'insats', 'target_group', 'insats_target_group', 'catalogue_load', 'example_data', 'kysely_migration', 'kysely_migration_lock'];

/**
 * Every table that people fill, in the order in which they can be emptied: a table before those that it points at. Read from the database
 * itself, so that a table that a later migration adds is never forgotten.
 */
export async function enteredTables(db: Db): Promise<string[]> {
  return (await readTables(db))
    .map(({ name }) => name)
    .filter((name) => !kept.includes(name))
    .reverse();
}

/** Whether nobody has entered anything. */
export async function isEmpty(db: Db): Promise<boolean> {
  const filled = (await enteredTables(db)).map((name) => sql`exists (select from ${sql.table(name)})`);
  const { rows } = await sql<{ filled: boolean }>`select ${sql.join(filled, sql` or `)} as filled`.execute(db);
  return rows[0]?.filled === false;
}

/** Keeps other writers out of every table that people fill until the transaction ends; readers go on. */
export async function holdTables(db: Db): Promise<string[]> {
  const tables = await enteredTables(db);
  await sql`lock table ${sql.join(tables.map((name) => sql.table(name)))} in share row exclusive mode`.execute(db);
  return tables;
}
