import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({ name: z.string(), version: z.string() });

/** The installed version of a package. */
export function packageVersion(name: string): string {
  // Not every package lets its package.json be imported, so it is looked for above its main file.
  for (let folder = dirname(fileURLToPath(import.meta.resolve(name))); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const found = packageSchema.safeParse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
      if (found.data?.name === name) return found.data.version;
    } catch {
      // No package.json here: go on upwards.
    }
  }
  throw new Error(`${name} is not installed`);
}
