import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { draftProgram, programHash } from '../src/program.ts';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** Every file that is loaded when a draft is made. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(src, file), 'utf8');
  for (const [, typeOnly, path = ''] of text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/gm)) {
    if (typeOnly === undefined) loadedBy(relative(src, normalize(join(dirname(join(src, file)), path))), seen);
  }
  return seen;
}

t.test('the hash of the program covers what decides a draft', async (t) => {
  // Reading files, hashing and reporting errors say nothing in a draft.
  const silent = ['json-file.ts', 'startup-error.ts', 'program.ts'];
  const covered = (file: string) => draftProgram.some((part) => file === part || file.startsWith(`${part}/`));
  const files = [...loadedBy(join('drafts', 'build-draft.ts')), ...loadedBy('knowledge.ts')].map((file) => file.split(sep).join('/'));
  t.ok(files.length > 50);
  t.same(
    files.filter((file) => !covered(file) && !silent.includes(file)),
    [],
  );
  t.match(programHash(), /^[0-9a-f]{16}$/);
  t.equal(programHash(), programHash());
});
