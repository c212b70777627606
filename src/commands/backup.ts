import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { FolderLocked } from '../database/folder-lock.ts';
import { openDatabase } from '../database/open.ts';
import { writeBackup } from '../operation/backup.ts';
import { fetchBackup } from '../operation/door.ts';
import { readBackup } from '../operation/read-backup.ts';
import { restoreBackup } from '../operation/restore.ts';
import { errorCode } from '../startup-error.ts';
import { count } from '../web/format.ts';
import { type Command, readFlags, type Terminal, UsageError, write } from './command.ts';

export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup FIL',
  summary: 'Skriver en säkerhetskopia av hela databasen. Servern får vara i gång.',
  details:
    'Läser databasen i DATABASE_URL, eller den inbyggda i DATA_DIR; är servern i gång på samma dator hämtas kopian från den.\n' +
    'Filen går att läsa in i båda slagens databas. Inloggningar och engångslänkar följer inte med. Filen får inte finnas förut.\n',
  async run(args, terminal) {
    const file = fileOf('backup', args);
    if (existsSync(file)) throw new UsageError(`backup: ${file} finns redan. Ange ett namn som inte är upptaget.`);
    const unfinished = `${file}.${process.pid}.part`;
    try {
      await make(terminal, unfinished);
      // What cannot be read back is no backup.
      const { tables } = await readBackup(unfinished);
      await rename(unfinished, file);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      await write(
        terminal,
        `Säkerhetskopian är skriven och kontrollerad: ${file}, ${count(tables.length, 'tabell', 'tabeller')}, ${count(rows, 'rad', 'rader')}.\n`,
      );
      return 0;
    } catch (error) {
      if (['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'ENOTDIR'].includes(errorCode(error)))
        throw new UsageError(`backup: ${file} går inte att skriva (${errorCode(error)}). Välj en annan plats.`);
      throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
  },
};

async function make(terminal: Terminal, file: string): Promise<void> {
  const config = readConfig(terminal.env);
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'database')))
    throw new UsageError(`backup: i ${config.dataDir} finns ingen databas. Ange rätt mapp med DATA_DIR, eller DATABASE_URL.`);
  let database: Awaited<ReturnType<typeof openDatabase>>;
  try {
    database = await openDatabase(config);
  } catch (error) {
    if (!(error instanceof FolderLocked)) throw error;
    await write(terminal, 'Servern är i gång. Säkerhetskopian hämtas från den.\n');
    return fetchBackup(config.dataDir, file);
  }
  try {
    await writeBackup(database.db, file);
  } finally {
    await database.close();
  }
}

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore FIL [--trots-fel]',
  summary: 'Läser in en säkerhetskopia i en tom databas, i ett enda steg: allt eller inget.',
  details:
    'Databasen är den i DATABASE_URL, eller den inbyggda i DATA_DIR; den får inte innehålla något som människor har skrivit.\n' +
    'Stoppa servern först om den inbyggda databasen används. En kopia från en äldre version uppdateras.\n' +
    'Efteråt har alla loggats ut, och konton som väntade på sin engångslänk behöver en ny.\n' +
    '--trots-fel  läs in även om en versions kontrollsumma eller loggens kedja inte stämmer.\n',
  async run(args, terminal) {
    const { values, positionals } = readFlags('restore', args, { 'trots-fel': { type: 'boolean', default: false } }, 1);
    const file = fileOf('restore', positionals);
    // Before a folder is made: a wrong file leaves nothing behind.
    await readBackup(file);
    const database = await openDatabase(readConfig(terminal.env));
    try {
      const { header, rows, versions, trail, faults } = await restoreBackup(database.db, { file, despiteFaults: values['trots-fel'] });
      await write(
        terminal,
        `Säkerhetskopian från ${header.made} är inläst: ${count(rows, 'rad', 'rader')}. Kontrollerat: ${count(versions, 'version', 'versioner')} av förslag, ${count(trail.rows, 'rad', 'rader')} i loggen.\n`,
      );
      for (const fault of faults) await write(terminal, `Obs! ${fault}\n`);
      return 0;
    } finally {
      await database.close();
    }
  },
};

function fileOf(command: string, args: readonly string[]): string {
  const [file, ...rest] = args;
  if (file === undefined || file === '' || file.startsWith('-') || rest.length > 0) throw new UsageError(`${command}: ange en fil, och bara en.`);
  return resolve(file);
}
