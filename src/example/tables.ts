import { sql } from 'kysely';
import { readTables } from '../database/tables.ts';
import type { Db } from '../database/types.ts';

/** What is not made up: the catalogue, the versions of the rules, the mark of example data itself, and the record of migrations. */
const given = [
  'area',
  'kind',
  'insats',
  'target_group',
  'insats_target_group',
  'catalogue_load',
  'example_data',
  'ruleset_version',
  'kysely_migration',
  'kysely_migration_lock',
];
/** Who may come in: set up before anybody has entered anything, and needed again once the example is gone. */
const accounts = ['account', 'account_role', 'one_time_link', 'session', 'known_browser', 'login_failure', 'notice_choice'];
/** The trail begins with the first login, so its rows do not say that anybody has entered something, and it is only added to. */
const trail = ['audit_event', 'audit_start', 'retention_run'];
const kept = [...given, ...accounts, ...trail];

/**
 * Every table that people fill once they are let in, in the order in which they can be emptied: a table before those that it points at. Read from the database
 * itself, so that a table that a later migration adds is never forgotten.
 */
export async function enteredTables(db: Db): Promise<string[]> {
  return (await readTables(db))
    .map(({ name }) => name)
    .filter((name) => !kept.includes(name))
    .reverse();
}

/** Whether nobody has entered anything, nor published rules; accounts and the trail may be there. */
export async function isEmpty(db: Db): Promise<boolean> {
  const filled = (await enteredTables(db)).map((name) => sql`exists (select from ${sql.table(name)})`);
  // A database that is to be restored may be from before there were versions of the rules.
  if ((await readTables(db)).some(({ name }) => name === 'ruleset_version')) filled.push(sql`exists (select from ruleset_version where kind = 'published')`);
  const { rows } = await sql<{ filled: boolean }>`select ${sql.join(filled, sql` or `)} as filled`.execute(db);
  return rows[0]?.filled === false;
}

/** Keeps other writers out of every table that people fill until the transaction ends; readers go on. */
export async function holdTables(db: Db): Promise<string[]> {
  const tables = await enteredTables(db);
  // With the accounts, so that nobody makes one while it is settled who may be here.
  await sql`lock table ${sql.join([...tables, 'account'].map((name) => sql.table(name)))} in share row exclusive mode`.execute(db);
  return tables;
}
