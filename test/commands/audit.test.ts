import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import t from 'tap';
import { readTrail, record } from '../../src/audit/trail.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { newPostgresDatabase } from '../helpers/database.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

t.test('the trail and weeding at the command line', async (t) => {
  const url = await newPostgresDatabase(t);
  const { db, close } = await openPostgres(url);
  t.teardown(close);
  await migrate(db);
  const run = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [cli, ...args], {
        env: { ...process.env, DATABASE_URL: url, RETAIN_DRAFT_MONTHS: '12', RETAIN_TRAIL_MONTHS: '12' },
      });
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
      child.once('error', reject).once('close', (code) => resolve({ code, out, err }));
    });
  for (const id of ['a', 'b'])
    await db.transaction().execute((trx) => record(trx, { action: 'proposal.view', object: { type: 'proposal', id }, district: 'farsta' }));
  const [first] = await readTrail(db);

  const file = join(t.testdir(), 'logg.ndjson');
  const period = ['--from', '2020-01-01', '--to', '2099-12-31'];
  const [noted, wrong, written, strange, dry, applied] = await Promise.all([
    run('audit', 'verify', '--expect', first?.hash ?? ''),
    run('audit', 'verify', '--expect', 'a'.repeat(64)),
    run('audit', 'export', ...period, '--format', 'ndjson', '--out', file),
    run('audit', 'export', '--from', '2026-13-01', '--to', '2026-12-31'),
    run('retention'),
    run('retention', '--apply'),
  ]);
  t.match([noted.code, wrong.code, written.code, strange.code, dry.code, applied.code], [0, 1, 0, 2, 0, 0], {
    results: [noted, wrong, written, strange, dry, applied],
  });
  t.match(noted.out, /[0-9a-f]{64}/);
  const rows = readFileSync(file, 'utf8').trim().split('\n');
  t.same(JSON.parse(rows[0] ?? '{}').hash, first?.hash);
  const actions = (await readTrail(db)).map(({ action }) => action);
  t.ok(actions.includes('trail.export') && actions.filter((action) => action === 'retention.run').length === 1);

  await sql`alter table audit_event disable trigger user`.execute(db);
  await sql`update audit_event set object_id = 'c' where seq = 2`.execute(db);
  const broken = await run('audit', 'verify');
  t.equal(broken.code, 1);
  t.match(broken.out, 'rad 2');
});
