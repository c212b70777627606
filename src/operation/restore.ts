import { type Kysely, sql } from 'kysely';
import { record } from '../audit/trail.ts';
import { type Verification, verifyTrail } from '../audit/verify.ts';
import { createMigrator, migrate, migrationNames } from '../database/migrate.ts';
import { nestedIn } from '../database/nested.ts';
import { readTables, type Table } from '../database/tables.ts';
import type { Database, Db } from '../database/types.ts';
import { draftHash, draftJson } from '../drafts/draft-bytes.ts';
import { draftSchema } from '../drafts/draft-schema.ts';
import { isEmpty } from '../example/tables.ts';
import { errorCode, StartupError } from '../startup-error.ts';
import { BackupError, type BackupHeader, type BackupTable, isOwn } from './format.ts';
import { readBackup } from './read-backup.ts';

export interface RestoreOptions {
  file: string;
  /** Puts the backup in place although what it holds does not prove itself: better than nothing, and then said. */
  despiteFaults?: boolean;
}

export interface Restored {
  header: BackupHeader;
  rows: number;
  versions: number;
  trail: Verification;
  /** What does not prove itself; empty unless that was accepted. */
  faults: string[];
}

/**
 * Puts a backup into a database where nobody has entered anything, in one transaction: all of it or nothing. The tables are first made as they
 * were when the backup was made, and brought up to date when its rows are in.
 * @throws BackupError
 */
export async function restoreBackup(db: Kysely<Database>, { file, despiteFaults = false }: RestoreOptions): Promise<Restored> {
  const header = await readBackup(file);
  const level = knownLevel(header);
  try {
    return await db.transaction().execute(async (trx) => {
      await requireEmpty(trx);
      const nested = nestedIn(trx);
      const { error } = await createMigrator(nested).migrateTo(level);
      if (error !== undefined) throw error;
      const tables = await matchingTables(trx, header);
      await fill(trx, tables, file);
      await migrate(nested);
      const found = await prove(trx);
      if (found.faults.length > 0 && !despiteFaults)
        throw new BackupError(
          `Säkerhetskopian är hel, men det som står i den stämmer inte: ${found.faults.join(' ')} Inget är inläst. Använd en äldre kopia, eller läs in den ändå med --trots-fel.`,
        );
      const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
      await record(trx, { action: 'backup.restore', object: { type: 'database', id: 'all' }, district: null, after: { made: header.made, rows } });
      return { header, rows, ...found };
    });
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    if (cause instanceof StartupError) throw new BackupError(cause.message, { cause });
    const code = errorCode(cause);
    const remedy = code === '42501' ? ' Rollen i DATABASE_URL får inte skapa tabeller: använd adressen för databasens ägare.' : '';
    throw new BackupError(`Säkerhetskopian går inte att läsa in i databasen (${code}). Inget är ändrat.${remedy}`, { cause });
  }
}

/** The migration that the backup stands at; its migrations must be the first of ours. */
function knownLevel({ migrations }: BackupHeader): string {
  const known = migrationNames.slice(0, migrations.length);
  const level = migrations.at(-1);
  if (level === undefined || migrations.some((name, at) => name !== known[at]))
    throw new BackupError('Säkerhetskopian är gjord av en nyare version av Insatsplan. Läs in den med den versionen. Inget är ändrat.');
  return level;
}

async function requireEmpty(trx: Db): Promise<void> {
  const tables = await readTables(trx);
  if (tables.length === 0) return;
  const ours = tables.some(({ name }) => name === 'kysely_migration') && tables.some(({ name }) => name === 'catalogue_load');
  // Nobody may enter anything between this look and the end.
  if (ours) await sql`lock table ${sql.join(tables.map(({ name }) => sql.table(name)))} in access exclusive mode`.execute(trx);
  if (!ours || !(await isEmpty(trx)))
    throw new BackupError(
      'Databasen är inte tom. En säkerhetskopia läses bara in där ingen har skrivit något: ange en ny mapp med DATA_DIR, eller en ny databas (createdb) med DATABASE_URL. Inget är ändrat.',
    );
}

/** The tables that the rows belong in, as they now stand; they must be those of the backup. */
async function matchingTables(trx: Db, header: BackupHeader): Promise<Map<string, Table>> {
  const tables = new Map((await readTables(trx)).filter(({ name }) => isOwn(name)).map((table) => [table.name, table]));
  const columnsOf = (columns: readonly { name: string; type: string }[]) =>
    columns
      .map(({ name, type }) => `${name} ${type}`)
      .sort()
      .join(', ');
  const missing = [...tables.keys()].filter((name) => !header.leftOut.includes(name) && !header.tables.some((table) => table.name === name));
  const other = header.tables.filter(({ name, columns }) => columnsOf(tables.get(name)?.columns ?? []) !== columnsOf(columns)).map(({ name }) => name);
  if (missing.length + other.length > 0)
    throw new BackupError(`Säkerhetskopians tabeller är inte de som den här versionen känner (${[...missing, ...other].join(', ')}). Inget är ändrat.`);
  return tables;
}

/**
 * Empties the tables of what the first start put there (the catalogue) and writes the rows. The triggers that guard what people do are off
 * meanwhile: what is written was let through by them once, and is proved afterwards.
 */
async function fill(trx: Db, tables: ReadonlyMap<string, Table>, file: string): Promise<void> {
  const names = [...tables.keys()];
  for (const name of names) await sql`alter table ${sql.table(name)} disable trigger user`.execute(trx);
  for (const name of names.toReversed()) await sql`delete from ${sql.table(name)}`.execute(trx);
  await readBackup(file, { rows: (table, lines) => insert(trx, table, tables.get(table.name), lines) });
  for (const name of names) await sql`alter table ${sql.table(name)} enable trigger user`.execute(trx);
  for (const { name, columns } of tables.values()) for (const column of columns) if (column.identity) await countOn(trx, name, column.name);
}

/** The columns stand in the file's order; their types are the database's own. */
async function insert(trx: Db, { name, columns }: BackupTable, table: Table | undefined, lines: readonly string[]): Promise<void> {
  const values = columns.map((column, at) => {
    const type = table?.columns.find((own) => own.name === column.name)?.type;
    if (type === undefined) throw new BackupError('Filen ändrades medan den lästes. Inget är ändrat.');
    return sql`cast(line.value ->> ${sql.lit(at)} as ${sql.raw(type)})`;
  });
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column.name)))}) overriding system value
    select ${sql.join(values)} from json_array_elements(${`[${lines.join(',')}]`}::text::json) as line (value)`.execute(trx);
}

/** The next number that the database gives is the one after the largest. */
async function countOn(trx: Db, table: string, column: string): Promise<void> {
  await sql`
    select setval(pg_get_serial_sequence(${sql.lit(`"${table}"`)}, ${sql.lit(column)}), coalesce(max(${sql.ref(column)}), 1), max(${sql.ref(column)}) is not null)
    from ${sql.table(table)}`.execute(trx);
}

/** What proves itself: each version by its content hash, the trail by its chain. */
async function prove(trx: Db): Promise<Pick<Restored, 'versions' | 'trail' | 'faults'>> {
  const faults: string[] = [];
  const versions = await trx.selectFrom('proposal_version').select(['proposal_id', 'number']).orderBy('proposal_id').orderBy('number').execute();
  for (const { proposal_id, number } of versions) {
    const row = await trx
      .selectFrom('proposal_version')
      .select(['document', 'content_hash'])
      .where('proposal_id', '=', proposal_id)
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    const draft = draftSchema.safeParse(row.document);
    if (!draft.success || draftHash(draftJson(draft.data)) !== row.content_hash)
      faults.push(`Version ${number} av förslag ${proposal_id} är inte den som sparades.`);
  }
  const trail = await verifyTrail(trx);
  if (!trail.intact) faults.push(`Loggen håller inte ihop vid rad ${trail.seq}.`);
  return { versions: versions.length, trail, faults };
}
