import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';
import type { Test } from 'tap';
import { embeddedParsers, fromPglite } from '../../src/database/embedded.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import type { Knowledge } from '../../src/knowledge.ts';
import { prepare } from '../../src/prepare.ts';
import { cachedFolder, folderOfRun } from './cache.ts';
import { packageVersion } from './package-version.ts';
import { startPostgresServer } from './postgres-server.ts';

export const databaseKinds = ['pglite', 'postgres'] as const;
/** PostgreSQL by one connection, as the embedded database has: a query beside its own transaction waits for ever there too, and it starts at once. */
export const oneConnection = 'one-connection';
export type DatabaseKind = (typeof databaseKinds)[number] | typeof oneConnection;

/** An empty database of its own for the test, without tables; closed and removed after it. */
export async function emptyDatabase(t: Test, kind: DatabaseKind = 'pglite'): Promise<OpenDatabase> {
  const database = kind === 'pglite' ? fromPglite(await load(await emptyTar())) : await openPostgres(await newPostgresDatabase(t));
  t.teardown(() => database.close());
  return database;
}

/**
 * The same with tables and catalogue: a copy of one that was prepared once in the run of the tests. Files where the database matters name
 * the kinds; the others get PostgreSQL by one connection, since PGlite takes a second to start.
 */
export async function preparedDatabase(t: Test, knowledge: Knowledge, kind: DatabaseKind = oneConnection): Promise<OpenDatabase> {
  const database =
    kind === 'pglite'
      ? fromPglite(await load(await preparedTar(knowledge)))
      : await openPostgres(await copyOfPrepared(t, knowledge), kind === oneConnection ? 1 : 10);
  t.teardown(() => database.close());
  return database;
}

/** The address of a new, empty database in the shared PostgreSQL server; removed after the test. */
export async function newPostgresDatabase(t: Test): Promise<string> {
  return newDatabase(t, await serverUrl(t), 'template1');
}

async function newDatabase(t: Test, server: string, template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(server, (client) => client.unsafe(`create database ${name} template ${template}`));
  // Tests are torn down last in, first out: whatever uses the database closes before this.
  t.teardown(() => asAdministrator(server, (client) => client.unsafe(`drop database if exists ${name} with (force)`)));
  return addressOf(server, name);
}

function addressOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function copyOfPrepared(t: Test, knowledge: Knowledge): Promise<string> {
  const server = await serverUrl(t);
  await asAdministrator(server, async (client) => {
    // Held until the connection ends: the other test processes wait for the first.
    await client`select pg_advisory_lock(1)`;
    if ((await client`select from pg_database where datname = 'prepared'`).length > 0) return;
    await client`drop database if exists unfinished`;
    await client`create database unfinished`;
    const database = await openPostgres(addressOf(server, 'unfinished'));
    await prepare(database, knowledge).finally(() => database.close());
    await client`alter database unfinished rename to prepared`;
  });
  return newDatabase(t, server, 'prepared');
}

/** `npm test` starts one server for all; a test file that is run by itself starts its own. */
async function serverUrl(t: Test): Promise<string> {
  if (process.env.TEST_DATABASE_URL !== undefined) return process.env.TEST_DATABASE_URL;
  const server = await startPostgresServer();
  t.teardown(() => server.stop());
  return server.url;
}

async function asAdministrator(url: string, act: (client: postgres.Sql) => Promise<unknown>): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await act(client);
  } finally {
    await client.end();
  }
}

const load = (tar: Buffer<ArrayBuffer>): Promise<PGlite> => PGlite.create({ loadDataDir: new Blob([tar]), parsers: embeddedParsers });

/** Creating a database takes PGlite seconds; unpacking one that was made before takes a third of a second. */
async function emptyTar(): Promise<Buffer<ArrayBuffer>> {
  const folder = await cachedFolder(`pglite-empty-${packageVersion('@electric-sql/pglite')}`, async (path) => save(await PGlite.create(), path));
  return readFileSync(join(folder, 'data.tar'));
}

/** Puts an empty embedded database in the data folder of a server that is about to start, as the program would: it copies faster than it is made. */
export async function emptyEmbedded(dataDir: string): Promise<void> {
  const made = await cachedFolder(`pglite-folder-${packageVersion('@electric-sql/pglite')}`, async (path) =>
    (await PGlite.create({ dataDir: join(path, 'database') })).close(),
  );
  cpSync(made, dataDir, { recursive: true });
}

async function preparedTar(knowledge: Knowledge): Promise<Buffer<ArrayBuffer>> {
  const folder = await folderOfRun('pglite-prepared', async (path) => {
    const pglite = await load(await emptyTar());
    await prepare(fromPglite(pglite), knowledge);
    await save(pglite, path);
  });
  return readFileSync(join(folder, 'data.tar'));
}

async function save(pglite: PGlite, folder: string): Promise<void> {
  writeFileSync(join(folder, 'data.tar'), Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()));
  await pglite.close();
}
