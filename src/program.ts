import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('.', import.meta.url));

/** The parts of src that decide what a draft says. A test holds the list equal to what `drafts/build-draft.ts` imports. */
export const draftProgram = [
  'assessment',
  'candidate',
  'catalogue',
  'districts',
  'drafts',
  'economy',
  'knowledge.ts',
  'law',
  'risk',
  'rules',
  'sources',
  'web/labels.ts',
] as const;

/**
 * A hash of the code that makes drafts. The same hash means the same program; another one may still make the same text, since a comment
 * counts too. There is no build step, so the code that is read here is the code that runs.
 */
export function programHash(): string {
  const hash = createHash('sha256');
  for (const part of draftProgram) {
    const path = join(src, part);
    const files = statSync(path).isFile() ? [''] : readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    for (const file of files.sort()) hash.update(`${part}/${file.replaceAll('\\', '/')}\n`).update(readFileSync(join(path, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
