import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StartupError } from '../startup-error.ts';

/** How long a lock file may be empty: its maker creates it first and fills it a moment later. */
const graceMilliseconds = 5000;

/**
 * Holds a folder for this process alone and gives the function that lets it go. The embedded database has no lock of its own: two
 * processes would silently diverge. The lock of a process that has died is taken over.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const mine = identity(process.pid) ?? String(process.pid);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createLock(path, folder, mine)) {
      return () => {
        if (readLock(path) === mine) rmSync(path, { force: true });
      };
    }
    const owner = readLock(path);
    if (owner === undefined) continue;
    if (isAlive(owner, path)) throw locked(folder, owner);
    removeStale(path, owner);
  }
  throw locked(folder, readLock(path) ?? '');
}

function createLock(path: string, folder: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw new StartupError(
      `Mappen ${folder} för databasen går inte att skriva i (${errorCode(cause)}). Ge dig skrivrätt, eller välj en annan mapp med DATA_DIR.`,
      {
        cause,
      },
    );
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Two processes may find the same stale lock: the rename lets one of them win, and a fresh lock moved by mistake is put back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readLock(aside);
  if (moved !== undefined && moved !== stale) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

function isAlive(owner: string, path: string): boolean {
  const pid = Number.parseInt(owner, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return Date.now() - changedAt(path) < graceMilliseconds;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
  }
  const now = identity(pid);
  return now === undefined || !owner.includes(' ') || now === owner;
}

/** Process id and, on Linux, which start of which boot it is, since ids are used again. */
function identity(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid} ${startTime} ${boot}`;
  } catch {
    return undefined;
  }
}

function changedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** The folder is held by a process that lives. */
export class FolderLocked extends StartupError {}

function locked(folder: string, owner: string): FolderLocked {
  const pid = Number.parseInt(owner, 10);
  const who = Number.isSafeInteger(pid) ? ` (process ${pid})` : '';
  return new FolderLocked(`Databasen i ${folder} används redan av ett annat Insatsplan${who}. Avsluta det först, eller välj en annan mapp med DATA_DIR.`);
}
