import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Config, readConfig } from '../config.ts';
import { migrationNames } from '../database/migrate.ts';
import { type OpenDatabase, openDatabase } from '../database/open.ts';
import { errorCode } from '../startup-error.ts';
import { type Terminal, UsageError } from './command.ts';

/** Stops where the settings name a folder without a database: a command that reads must not make one and call it empty. */
export function requireDatabase(command: string, { databaseUrl, dataDir }: Config): void {
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'database')))
    throw new UsageError(`${command}: i ${dataDir} finns ingen databas. Ange rätt mapp med DATA_DIR, eller DATABASE_URL.`);
}

/**
 * Works on the database that the settings name, without making or updating anything in it.
 * @throws UsageError where there is none, or where it is of another version.
 */
export async function withExistingDatabase<T>(command: string, terminal: Terminal, work: (db: OpenDatabase['db'], config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(terminal.env);
  requireDatabase(command, config);
  const { db, close } = await openDatabase(config);
  try {
    await requireOwnVersion(command, db);
    return await work(db, config);
  } catch (error) {
    if (errorCode(error) !== '42501') throw error;
    throw new UsageError(`${command}: rollen i DATABASE_URL får inte göra det (42501). Använd adressen för tabellernas ägare.`);
  } finally {
    await close();
  }
}

async function requireOwnVersion(command: string, db: OpenDatabase['db']): Promise<void> {
  const { rows: found } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (found[0]?.there !== true) throw new UsageError(`${command}: databasen är tom eller hör inte till Insatsplan. Rätta DATABASE_URL eller DATA_DIR.`);
  const { rows } = await sql<{ name: string }>`select name::text as name from kysely_migration`.execute(db);
  const done = rows.map(({ name }) => name);
  if (done.some((name) => !migrationNames.includes(name)))
    throw new UsageError(`${command}: databasen är uppdaterad av en nyare version av Insatsplan. Använd den versionen.`);
  if (done.length < migrationNames.length)
    throw new UsageError(
      `${command}: databasen är från en äldre version av Insatsplan. Använd den versionen, eller uppdatera databasen med insatsplan migrate.`,
    );
}
