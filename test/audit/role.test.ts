import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import postgres from 'postgres';
import t from 'tap';
import { readTrail, record } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { writeBackup } from '../../src/operation/backup.ts';
import { prepare } from '../../src/prepare.ts';
import { runCommand } from '../helpers/cli.ts';
import { newPostgresDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

t.test('the role that the documentation makes runs the server and cannot touch the trail', async (t) => {
  const url = await newPostgresDatabase(t);
  const owner = await openPostgres(url);
  t.teardown(() => owner.close());
  const knowledge = loadKnowledge();
  await prepare(owner, knowledge);
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  await client.unsafe(readFileSync(new URL('../../docs/runtime-role.sql', import.meta.url), 'utf8'));
  await client.end();
  await sql`alter role insatsplan_app password 'only in this test'`.execute(owner.db);

  const asRole = new URL(url);
  asRole.username = 'insatsplan_app';
  asRole.password = 'only in this test';
  const role = await openPostgres(asRole.href);
  t.teardown(() => role.close());
  await prepare(role, knowledge);
  const entry = { action: 'proposal.view', object: { type: 'proposal', id: 'x' }, district: 'farsta' } as const;
  await role.db.transaction().execute((trx) => record(trx, entry));
  t.equal((await readTrail(role.db)).length, 1);

  const denied = { code: '42501' };
  await t.rejects(sql`update audit_event set action = 'x'`.execute(role.db), denied);
  await t.rejects(sql`delete from audit_event`.execute(role.db), denied);
  await t.rejects(sql`truncate audit_event`.execute(role.db), denied);
  await t.rejects(sql`alter table audit_event disable trigger user`.execute(role.db), denied);
  await t.rejects(sql`insert into audit_start (seq, hash) select seq, hash from audit_event`.execute(role.db), denied);
  await t.rejects(sql`insert into retention_run (drafts_before) values (now() - interval '1 day')`.execute(role.db), denied);
  t.match(await runCommand(['audit', 'verify'], { env: { DATABASE_URL: asRole.href } }), { code: 0 }, 'whoever may read the trail may check it');
  const copy = join(temporaryFolder(t), 'copy');
  await writeBackup(role.db, copy);
  for (const args of [
    ['retention', '--apply'],
    ['restore', copy],
  ])
    t.match(await runCommand(args, { env: { DATABASE_URL: asRole.href } }), { out: '', err: 'ägare' }, `${args[0]} says who may`);
  t.match(await verifyTrail(owner.db), { intact: true, rows: 2 });
  await sql`drop owned by insatsplan_app`.execute(owner.db);
});
