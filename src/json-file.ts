import { readFileSync } from 'node:fs';
import { errorCode, StartupError } from './startup-error.ts';

/** Reads one of the program's own JSON files; `name` is what it is called to people. @throws StartupError naming the file and what to do. */
export function readJsonFile(file: URL, name: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StartupError(`${name} går inte att läsa som JSON (${errorCode(cause)}). Lägg tillbaka filen eller rätta den.`, { cause });
  }
}
