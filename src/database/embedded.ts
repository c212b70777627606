import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { errorCode, StartupError } from '../startup-error.ts';
import { lockFolder } from './folder-lock.ts';
import type { OpenDatabase } from './open.ts';
import type { Database } from './types.ts';
import { parseBigint } from './values.ts';
import { watched } from './watch.ts';

/** Makes the embedded database answer as PostgreSQL does here: dates as ISO strings, bigint as number. */
export const embeddedParsers = { [types.DATE]: (value: string) => value, [types.INT8]: parseBigint };

/** Opens, or on first use creates, the embedded database in `folder`, and holds the folder against other processes. */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  makeFolder(folder);
  const release = lockFolder(folder);
  try {
    return fromPglite(await openFiles(folder), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** A PGlite that runs already; `afterClose` is called when it has been closed. */
export function fromPglite(pglite: PGlite, afterClose: () => void = () => undefined): OpenDatabase {
  const { dialect, log, watch } = watched(new PGliteDialect({ pglite }));
  const db = new Kysely<Database>({ dialect, log });
  let closing: Promise<void> | undefined;
  const close = async () => {
    try {
      await sql`checkpoint`.execute(db);
    } finally {
      await db.destroy();
      afterClose();
    }
  };
  return { db, kind: 'embedded', watch, close: () => (closing ??= close()) };
}

function makeFolder(folder: string): void {
  try {
    // For its owner alone: it holds what a backup holds.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartupError(`Mappen ${folder} för databasen går inte att skapa (${errorCode(cause)}). Välj en annan mapp med DATA_DIR.`, { cause });
  }
}

/** The first start builds the files aside and then renames them, so that one that was cut off leaves no half database behind. */
async function openFiles(folder: string): Promise<PGlite> {
  const finished = join(folder, 'database');
  const unfinished = join(folder, 'database.new');
  try {
    if (!existsSync(finished)) {
      rmSync(unfinished, { recursive: true, force: true });
      mkdirSync(unfinished, { mode: 0o700 });
      await (await PGlite.create({ dataDir: unfinished })).close();
      renameSync(unfinished, finished);
    }
    return await PGlite.create({ dataDir: finished, parsers: embeddedParsers });
  } catch (cause) {
    throw new StartupError(`Databasen i ${folder} går inte att öppna (${errorCode(cause)}). Läs in en säkerhetskopia, eller välj en annan mapp med DATA_DIR.`, {
      cause,
    });
  }
}
