import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workFolder } from './work-folder.ts';

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/insatsplan-test', import.meta.url));

type Make = (folder: string) => Promise<void>;

/**
 * A folder that `make` fills once; later runs find it done. Several test processes may ask at the same time: each fills its own, and
 * the first to finish gives its to all.
 */
export const cachedFolder = (name: string, make: Make): Promise<string> => madeOnce(cacheFolder, name, make);

/** The same for one run of `npm test`, for what the code that is tested has made. A test file that is run by itself has its own. */
export const folderOfRun = (name: string, make: Make): Promise<string> => madeOnce(runFolder(), name, make);

let ownFolder: string | undefined;

function runFolder(): string {
  if (process.env.TEST_RUN_FOLDER !== undefined) return process.env.TEST_RUN_FOLDER;
  if (ownFolder === undefined) {
    const made = mkdtempSync(join(workFolder(), 'insatsplan-run-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    ownFolder = made;
  }
  return ownFolder;
}

async function madeOnce(folder: string, name: string, make: Make): Promise<string> {
  const finished = join(folder, name);
  if (existsSync(finished)) return finished;
  mkdirSync(folder, { recursive: true });
  const unfinished = mkdtempSync(join(folder, `${name}-`));
  await make(unfinished);
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(finished)) throw error;
  }
  return finished;
}
