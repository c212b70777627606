import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lockFolder } from '../../src/database/folder-lock.ts';
import { StartupError } from '../../src/startup-error.ts';

t.test('a folder is held until it is let go', async (t) => {
  const folder = t.testdir();
  const release = lockFolder(folder);
  t.throws(() => lockFolder(folder), StartupError);
  release();
  t.same(readdirSync(folder), [], 'nothing is left behind');
  lockFolder(folder)();
});

t.test('letting go twice does not let go of the next one', async (t) => {
  const folder = t.testdir();
  const release = lockFolder(folder);
  release();
  writeFileSync(join(folder, 'lock'), 'someone else');
  release();
  t.equal(readFileSync(join(folder, 'lock'), 'utf8'), 'someone else');
});

t.test('the lock of a process that has died is taken over', async (t) => {
  const folder = t.testdir();
  const script = `import('${import.meta.resolve('../../src/database/folder-lock.ts')}').then((m) => { m.lockFolder(${JSON.stringify(folder)}); process.kill(process.pid, 'SIGKILL'); })`;
  t.equal(spawnSync(process.execPath, ['-e', script]).signal, 'SIGKILL');
  t.ok(existsSync(join(folder, 'lock')), 'it left its lock');
  lockFolder(folder)();
});

t.test('a process id that is used again by another process does not hold the folder', { skip: process.platform !== 'linux' && 'needs /proc' }, async (t) => {
  const folder = t.testdir({ lock: `${process.pid} 1 00000000-0000-0000-0000-000000000000` });
  lockFolder(folder)();
});

t.test('an unreadable lock holds the folder only while its maker may still be writing it', async (t) => {
  const folder = t.testdir({ lock: '' });
  t.throws(() => lockFolder(folder), StartupError);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(join(folder, 'lock'), longAgo, longAgo);
  lockFolder(folder)();
});
