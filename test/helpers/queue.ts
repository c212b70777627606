/**
 * One of the few processes that run the test files, one file after another: each takes the next that nobody has taken. A process of its own for
 * each file would load Node, tap and the program a hundred and fifty times over.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { collectAtEnd } from './at-end.ts';

/** Runs what is left of the files; `claims` is an empty folder that the processes share. */
export async function runQueue(files: readonly string[], claims: string): Promise<void> {
  const teardowns: (() => unknown)[] = [];
  // tap ends by itself as soon as nothing runs where the root has a teardown; here nothing runs while the next file is loaded.
  Object.defineProperty(t, 'teardown', { value: (work: () => unknown) => void teardowns.unshift(work) });
  const finish = collectAtEnd();
  let seen = 0;
  t.on('subtestAdd', () => {
    seen += 1;
  });
  for (const [number, file] of files.entries()) {
    if (!claim(join(claims, String(number)))) continue;
    const before = seen;
    await import(pathToFileURL(file).href);
    // Tests run in the order they were added, so this one comes when those of the file are done.
    await t.test(file, async (t) => {
      t.ok(seen > before + 1, 'the file holds tests');
      for (const work of teardowns.splice(0)) await work();
    });
  }
  await finish();
  t.end();
}

/** Making a folder is what two processes cannot both do. */
function claim(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
