import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { workFolder } from './work-folder.ts';

/** A folder of the test's own, removed when everything registered after it has been torn down (`t.testdir` does not wait for that). */
export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(workFolder(), 'insatsplan-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
