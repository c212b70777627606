import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { errorCode } from '../startup-error.ts';
import { BackupError } from './format.ts';
import { hasToken } from './token.ts';

/** Where the command line gets a backup of the embedded database, whose folder a running server holds for itself. */
export const doorPath = '/drift/sakerhetskopia/lokal';

/** Known to this process, and to whoever may read its data folder. */
const token = randomBytes(32).toString('hex');
export const opensDoor = (authorization: string | undefined): boolean => hasToken(authorization, token);

const doorSchema = z.object({ pid: z.int(), host: z.string(), port: z.int(), token: z.string() });
type Door = z.infer<typeof doorSchema>;
const fileIn = (folder: string): string => join(folder, 'server.json');

/** Says in the data folder, to its owner alone, where this server answers. Gives the function that takes it away. */
export function publishDoor(folder: string, { host, port }: { host: string; port: number }): () => void {
  const path = fileIn(folder);
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify({ pid: process.pid, host: reached, port, token }), { mode: 0o600, flag: 'wx' });
  return () => rmSync(path, { force: true });
}

/**
 * Fetches a backup from the server that holds the folder.
 * @throws BackupError where it does not answer with one.
 */
export async function fetchBackup(folder: string, file: string): Promise<void> {
  const door = readDoor(folder);
  // Before the server is asked: it makes a whole copy for nothing where there is no room or right to write one.
  const target = await open(file, 'wx', 0o600);
  try {
    const answer = await ask(door);
    await pipeline(answer, target.createWriteStream({ flush: true })).catch((cause) => {
      const code = errorCode(cause);
      if (!['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code)) throw cause;
      throw new BackupError(`Servern slutade svara mitt i säkerhetskopian (${code}). Läs serverns logg och försök igen.`, { cause });
    });
  } finally {
    await target.close();
  }
}

async function ask(door: Door): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { host: 'localhost', authorization: `Bearer ${door.token}` };
    get({ host: door.host, port: door.port, path: doorPath, headers }, resolve).once('error', reject);
  }).catch((cause) => {
    throw new BackupError(`Servern som använder databasen svarar inte på port ${door.port} (${errorCode(cause)}). Stoppa den och försök igen.`, { cause });
  });
  if (answer.statusCode === 200) return answer;
  answer.resume();
  throw new BackupError(`Servern kunde inte göra säkerhetskopian (svar ${answer.statusCode}). Läs serverns logg.`);
}

function readDoor(folder: string): Door {
  try {
    return doorSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch (cause) {
    throw new BackupError(
      'Databasen används av ett program som inte lämnar ut säkerhetskopior, till exempel en server som just startar. Vänta eller stoppa det, och försök igen.',
      { cause },
    );
  }
}
