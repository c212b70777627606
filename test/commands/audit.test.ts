import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { readTrail, record } from '../../src/audit/trail.ts';
import { createMigrator, migrate } from '../../src/database/migrate.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { runCommand } from '../helpers/cli.ts';
import { newPostgresDatabase } from '../helpers/database.ts';

t.test('the trail and weeding at the command line', async (t) => {
  const url = await newPostgresDatabase(t);
  const { db, close } = await openPostgres(url);
  t.teardown(close);
  await migrate(db);
  const env = { DATABASE_URL: url, RETAIN_DRAFT_MONTHS: '12', RETAIN_TRAIL_MONTHS: '12' };
  const run = (...args: string[]) => runCommand(args, { env });
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

t.test('a command that reads makes no database, updates none, and says what is wrong', async (t) => {
  const folder = join(t.testdir(), 'nowhere');
  const asked = [['audit', 'verify'], ['audit', 'export', '--from', '2026-01-01', '--to', '2026-12-31'], ['retention'], ['retention', '--apply']];
  for (const args of asked) {
    const { code, out, err } = await runCommand(args, { env: { DATABASE_URL: '', DATA_DIR: folder } });
    t.match({ code, out, err }, { code: 2, out: '', err: folder }, args.join(' '));
  }
  t.notOk(existsSync(folder));

  const DATABASE_URL = await newPostgresDatabase(t);
  const { db, close } = await openPostgres(DATABASE_URL);
  t.teardown(close);
  const verify = () => runCommand(['audit', 'verify'], { env: { DATABASE_URL } });
  t.match(await verify(), { code: 2, err: 'tom' });
  await createMigrator(db).migrateTo('0015-candidate-cases');
  t.match(await verify(), { code: 2, err: 'insatsplan migrate' });
  t.match(await runCommand(['migrate'], { env: { DATABASE_URL } }), { code: 0 });
  t.match(await verify(), { code: 0 });
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(db);
  t.match(await verify(), { code: 2, err: 'nyare version' });

  for (const [args, named] of [
    [['audit', 'verify', '--expct', 'x'], '--expct'],
    [['audit', 'verify', '--expect'], '--expect'],
    [['audit', 'export', '--from', '0000-01-01', '--to', '2026-12-31'], '0000-01-01'],
    [['retention', '--apply=ja'], '--apply'],
    [['restore', folder], folder],
    [['migrate', 'nu'], 'migrate'],
  ] as const)
    t.match(await runCommand(args, { env: { DATABASE_URL } }), { code: 2, out: '', err: named }, args.join(' '));
});
