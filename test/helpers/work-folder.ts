import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
const enough = 4 * 2 ** 30;

/**
 * Where tests put what they soon remove: in memory where there is room, since a hundred databases of a thousand files each come and go.
 * Nothing may be run from there: some machines forbid it.
 */
export function workFolder(): string {
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > enough ? memory : tmpdir();
}
