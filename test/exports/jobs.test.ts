import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { createJobs, type JobRequest } from '../../src/exports/jobs.ts';
import { type ExportItem, runExport } from '../../src/exports/run-export.ts';
import { draftOf } from '../drafts/fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const draft = JSON.stringify(draftOf('enheten-for-hemlosa'));
const quick: ExportItem = { name: 'Snabb', text: async () => ({ draft, version: 1 }) };
const never: ExportItem = { name: 'Aldrig', text: () => new Promise(() => undefined) };
const choices = { formats: ['json' as const], dialect: 'semikolon' as const, together: false };
const request = (key: string, items: ExportItem[]): JobRequest => ({ owner: null, districts: [], key, fileName: 'x.zip', choices, items });

t.test('so many at a time, and a stopping server takes all away', async (t) => {
  const jobs = createJobs();
  const first = await jobs.start(request('a', [quick, never]));
  t.equal((await jobs.start(request('a', [quick, never]))).id, first.id);
  await jobs.start(request('b', [never]));
  await t.rejects(jobs.start(request('c', [never])), { code: 'conflict' });
  const folder = dirname(first.file);
  await jobs.close();
  t.equal(first.state, 'cancelled');
  t.notOk(existsSync(folder));
});

t.test('the oldest finished file makes room', async (t) => {
  const jobs = createJobs();
  t.teardown(() => jobs.close());
  const made = [];
  for (const key of ['1', '2', '3', '4', '5', '6']) {
    const job = await jobs.start(request(key, [quick]));
    made.push(job);
    while (job.state === 'running') await setTimeout(20);
    t.equal(job.state, 'done');
  }
  t.equal(jobs.find(made[0]?.id ?? ''), undefined);
  t.notOk(existsSync(made[0]?.file ?? ''));
  t.ok(existsSync(made[5]?.file ?? ''));
});

t.test('a proposal that cannot be read fails the export, and no half file is left', async (t) => {
  const failures: unknown[] = [];
  const jobs = createJobs((error) => failures.push(error));
  t.teardown(() => jobs.close());
  const bad: ExportItem = { name: 'Trasig', text: async () => ({ draft: '{"format":"other"}', version: 1 }) };
  const job = await jobs.start(request('a', [quick, bad]));
  while (job.state === 'running') await setTimeout(20);
  t.equal(job.state, 'failed');
  t.equal(failures.length, 1);
  t.notOk(existsSync(job.file));

  const folder = temporaryFolder(t);
  const controller = new AbortController();
  const run = runExport({
    choices,
    items: [quick, never],
    file: join(folder, 'a.zip'),
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('stop')),
  });
  await t.rejects(run, { message: 'stop' });
  t.same(readdirSync(folder), []);
});
