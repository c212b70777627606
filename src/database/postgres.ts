import { Kysely, sql } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import postgres from 'postgres';
import { errorCode, StartupError } from '../startup-error.ts';
import type { OpenDatabase } from './open.ts';
import type { Database } from './types.ts';
import { parseBigint } from './values.ts';
import { watched } from './watch.ts';

const oldestVersion = 15;

/** Dates as ISO strings and bigint as number, as in the embedded database. */
const types = {
  date: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (value: string) => value },
  bigint: { to: 20, from: [20], serialize: String, parse: parseBigint },
};

/** Connects to PostgreSQL, by so many connections at most, and checks that it answers and is new enough. */
export async function openPostgres(url: string, connections = 10): Promise<OpenDatabase> {
  const client = postgres(url, { types, max: connections, connect_timeout: 5, onnotice: () => undefined });
  const { dialect, log, watch } = watched(new PostgresJSDialect({ postgres: client }));
  const db = new Kysely<Database>({ dialect, log });
  let closing: Promise<void> | undefined;
  // With the limit it ends although PostgreSQL has gone away; without one postgres.js may wait for ever for a lost connection.
  const close = () => (closing ??= client.end({ timeout: 3 }).then(() => db.destroy()));
  try {
    const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int / 10000 as version`.execute(db);
    const version = rows[0]?.version ?? 0;
    if (version < oldestVersion) throw new StartupError(`PostgreSQL ${version} på ${placeOf(url)} är för gammal. Insatsplan behöver version 15 eller senare.`);
  } catch (cause) {
    await close();
    if (cause instanceof StartupError) throw cause;
    throw new StartupError(`Databasen på ${placeOf(url)} ${explain(cause)}`, { cause });
  }
  return { db, kind: 'postgres', watch, close };
}

/** Host, port and database, never the user's name or password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function explain(error: unknown): string {
  const code = errorCode(error);
  if (code.startsWith('28')) return `släpper inte in användaren (${code}). Kontrollera namn och lösenord i DATABASE_URL.`;
  if (code === '3D000') return `finns inte (${code}). Skapa databasen, eller rätta DATABASE_URL.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `hittas inte (${code}). Kontrollera namnet på servern i DATABASE_URL.`;
  return `svarar inte (${code}). Kontrollera att PostgreSQL är i gång och att DATABASE_URL stämmer.`;
}
