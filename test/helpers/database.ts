import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';
import type { Test } from 'tap';
import { embeddedParsers, fromPglite } from '../../src/database/embedded.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { cachedFolder } from './cache.ts';
import { packageVersion } from './package-version.ts';
import { startPostgresServer } from './postgres-server.ts';

export const databaseKinds = ['pglite', 'postgres'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** An empty database of its own for the test, without tables; closed and removed after it. */
export async function emptyDatabase(t: Test, kind: DatabaseKind = 'pglite'): Promise<OpenDatabase> {
  const database = kind === 'pglite' ? await inMemory() : await openPostgres(await newPostgresDatabase(t));
  t.teardown(() => database.close());
  return database;
}

/** The address of a new, empty database in the shared PostgreSQL server; removed after the test. */
export async function newPostgresDatabase(t: Test): Promise<string> {
  const server = await serverUrl(t);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(server, `create database ${name}`);
  // Tests are torn down last in, first out: whatever uses the database closes before this.
  t.teardown(() => asAdministrator(server, `drop database if exists ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** `npm test` starts one server for all; a test file that is run by itself starts its own. */
async function serverUrl(t: Test): Promise<string> {
  if (process.env.TEST_DATABASE_URL !== undefined) return process.env.TEST_DATABASE_URL;
  const server = await startPostgresServer();
  t.teardown(() => server.stop());
  return server.url;
}

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}

/** Creating a database takes PGlite seconds; unpacking one that was made before takes a third of a second. */
async function inMemory(): Promise<OpenDatabase> {
  const folder = await cachedFolder(`pglite-${packageVersion('@electric-sql/pglite')}`, async (path) => {
    const pglite = await PGlite.create();
    writeFileSync(join(path, 'empty.tar'), Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()));
    await pglite.close();
  });
  const loadDataDir = new Blob([readFileSync(join(folder, 'empty.tar'))]);
  return fromPglite(await PGlite.create({ loadDataDir, parsers: embeddedParsers }));
}
