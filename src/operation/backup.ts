import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { record } from '../audit/trail.ts';
import { readTables, type Table } from '../database/tables.ts';
import type { Database, Db } from '../database/types.ts';
import { BackupError, type BackupHeader, formatName, formatVersion, isOwn, leftOut } from './format.ts';

/** Rows that are asked for at a time, and how much text they may come to: documents are large, answers small. */
const mostRows = 200;
const usualBytes = 1_000_000;

/**
 * Writes the whole database, as it is at one moment, to a new file that only its owner may read. That it was made stands in the trail, and so
 * in the backup itself. Writers on PostgreSQL go on meanwhile; the embedded database has one connection, and they wait.
 */
export async function writeBackup(db: Kysely<Database>, file: string): Promise<BackupHeader> {
  const names = (await readTables(db)).map(({ name }) => name);
  if (!names.includes('kysely_migration'))
    throw new BackupError('Databasen är tom: det finns inget att säkerhetskopiera. Kontrollera DATABASE_URL eller DATA_DIR.');
  // An older program's database may have no trail yet.
  if (names.includes('audit_event'))
    await db.transaction().execute((trx) => record(trx, { action: 'backup.make', object: { type: 'database', id: 'all' }, district: null }));
  return db.transaction().execute(async (trx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(trx);
    await sql`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), set_config('extra_float_digits', '1', true)`.execute(trx);
    const tables = (await readTables(trx)).filter(({ name }) => isOwn(name) && !leftOut.includes(name));
    const header = await headerOf(trx, tables);
    await pipeline(Readable.from(linesOf(trx, header, tables)), createGzip(), createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
    return header;
  });
}

async function headerOf(trx: Db, tables: readonly Table[]): Promise<BackupHeader> {
  const done = await sql<{ name: string }>`select name::text as name from kysely_migration order by name`.execute(trx);
  const counted: BackupHeader['tables'] = [];
  for (const { name, columns } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(trx);
    counted.push({ name, columns: columns.map((column) => ({ name: column.name, type: column.type })), rows: rows[0]?.n ?? 0 });
  }
  const migrations = done.rows.map(({ name }) => name);
  return { format: formatName, version: formatVersion, made: new Date().toISOString(), migrations, leftOut: [...leftOut], tables: counted };
}

async function* linesOf(trx: Db, header: BackupHeader, tables: readonly Table[]): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let rows = 0;
  const line = (value: unknown): Buffer => {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    hash.update(bytes);
    return bytes;
  };
  yield line(header);
  for (const table of tables) {
    for await (const row of rowsOf(trx, table)) {
      rows += 1;
      yield line(row);
    }
  }
  yield line({ rows, sha256: hash.copy().digest('hex') });
}

/** Every row as text, in the order of the key. A cursor, so that only some rows lie in memory at a time. */
async function* rowsOf(trx: Db, { name, columns, key }: Table): AsyncGenerator<(string | null)[]> {
  const texts = columns.map((column, at) => sql`${sql.ref(column.name)}::text as ${sql.ref(`c${at}`)}`);
  const order = key.length === 0 ? sql`` : sql`order by ${sql.join(key.map((column) => sql.ref(`${name}.${column}`)))}`;
  // A name of its own for each: postgres.js remembers the columns of a query by its text.
  const cursor = sql.id(`backup_${name}`);
  await sql`declare ${cursor} no scroll cursor for select ${sql.join(texts)} from ${sql.table(name)} ${order}`.execute(trx);
  let ask = 1;
  for (;;) {
    const { rows } = await sql<Record<string, string | null>>`fetch ${sql.lit(ask)} from ${cursor}`.execute(trx);
    let bytes = 0;
    for (const row of rows) {
      const values = columns.map((_, at) => row[`c${at}`] ?? null);
      for (const value of values) bytes += value?.length ?? 0;
      yield values;
    }
    if (rows.length < ask) break;
    ask = Math.min(mostRows, ask * 4, Math.max(1, Math.floor(usualBytes / Math.max(1, bytes / rows.length))));
  }
  await sql`close ${cursor}`.execute(trx);
}
