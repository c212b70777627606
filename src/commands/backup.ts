import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { FolderLocked } from '../database/folder-lock.ts';
import { openDatabase } from '../database/open.ts';
import { writeBackup } from '../operation/backup.ts';
import { fetchBackup } from '../operation/door.ts';
import { BackupError, type BackupHeader } from '../operation/format.ts';
import { readBackup } from '../operation/read-backup.ts';
import { restoreBackup } from '../operation/restore.ts';
import { errorCode } from '../startup-error.ts';
import { count } from '../web/format.ts';
import { type Command, readFlags, type Terminal, UsageError, write } from './command.ts';
import { requireDatabase } from './existing-database.ts';

/** The place, the rights, or the room on the disk. */
const cannotWrite = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOSPC', 'EDQUOT', 'EFBIG', 'ENAMETOOLONG'];

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
      const { tables, head } = await readBack(unfinished);
      await rename(unfinished, file);
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      await write(
        terminal,
        `Säkerhetskopian är skriven och kontrollerad: ${file}, ${count(tables.length, 'tabell', 'tabeller')}, ${count(rows, 'rad', 'rader')}.\n`,
      );
      if (head !== undefined)
        await write(
          terminal,
          `Loggens sista rad i den: nr ${head.seq}, hash ${head.hash}. Spara den uppgiften på ett annat ställe: insatsplan audit verify --help.\n`,
        );
      return 0;
    } catch (error) {
      const code = errorCode(error);
      if (cannotWrite.includes(code)) throw new UsageError(`backup: ${file} går inte att skriva (${code}). Välj en annan plats. Ingen fil är kvar.`);
      throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
  },
};

const rowSchema = z.array(z.string().nullable());

/** Reads a copy to its end, and gives the last row of the trail in it: whoever keeps that elsewhere sees if the trail is later cut off. */
async function readBack(file: string): Promise<BackupHeader & { head: { seq: string; hash: string } | undefined }> {
  let head: { seq: string; hash: string } | undefined;
  const header = await readBackup(file, {
    async rows({ name, columns }, lines) {
      if (name !== 'audit_event') return;
      const row = rowSchema.parse(JSON.parse(lines.at(-1) ?? '[]'));
      const value = (column: string) => row[columns.findIndex((own) => own.name === column)] ?? '';
      head = { seq: value('seq'), hash: value('hash') };
    },
  });
  return { ...header, head };
}

async function make(terminal: Terminal, file: string): Promise<void> {
  const config = readConfig(terminal.env);
  requireDatabase('backup', config);
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
    await readBackup(file).catch((error) => {
      throw error instanceof BackupError ? new UsageError(`restore: ${error.message}`) : error;
    });
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
  if (file === undefined || file === '' || file.startsWith('-') || rest.length > 0)
    throw new UsageError(`${command}: ange en fil, och bara en, till exempel ${command} kopia.backup.`);
  return resolve(file);
}
