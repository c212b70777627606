import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { linkRepository } from '../../src/accounts/links.ts';
import { sessionRepository } from '../../src/accounts/sessions.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { createMigrator } from '../../src/database/migrate.ts';
import { readTables } from '../../src/database/tables.ts';
import type { Db } from '../../src/database/types.ts';
import { renderDraft } from '../../src/documents/render-draft.ts';
import { readExample } from '../../src/example/content.ts';
import { loadExample } from '../../src/example/load.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { writeBackup } from '../../src/operation/backup.ts';
import { leftOut } from '../../src/operation/format.ts';
import { readBackup } from '../../src/operation/read-backup.ts';
import { restoreBackup } from '../../src/operation/restore.ts';
import { prepare } from '../../src/prepare.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { today } from '../../src/today.ts';
import { addAccount } from '../helpers/accounts.ts';
import { emptyDatabase, preparedDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Every row of every table as the database writes it. */
async function contentOf(db: Db): Promise<Record<string, string[]>> {
  await sql`set time zone 'UTC'`.execute(db);
  const content: Record<string, string[]> = {};
  for (const { name } of await readTables(db)) {
    if (name.startsWith('kysely_')) continue;
    const { rows } = await sql<{ row: string }>`select md5(one::text) as row from ${sql.table(name)} as one`.execute(db);
    content[name] = rows.map(({ row }) => row).sort();
  }
  return content;
}

t.test('a backup of the example goes from PostgreSQL to PGlite and back', { timeout: 600_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const knowledge = loadKnowledge();
  const first = await preparedDatabase(t, knowledge, 'postgres');
  const assessor = createAssessor(knowledge);
  await loadExample(first.db, {
    assessor,
    today: today(),
    content: readExample().filter(({ district }) => !['farsta', 'bromma', 'framtid-stockholm', 'sodermalm'].includes(district)),
  });
  const account = await addAccount(first, 'anna@stockholm.se', { role: 'administrator', district: '*' });
  await sessionRepository(first.db, { idle: 60_000, absolute: 60_000 }).begin(account, null);
  await linkRepository(first.db).issue(account);
  // Line separators that are no ends of lines, quotes, and what a shell or a CSV would trip over.
  const awkward = `rad ett\r\nrad två\u2028\u2029"citat" \\ 'enkla' \t\u0001 åäö 🙂 \\n`;
  await first.db.updateTable('working_text').set({ body: awkward }).execute();

  // A letter that waits is not in the copy; the comment and the notice that it is about are, and neither is let through by a trigger twice.
  const struck = { number: 1, insats: 'samtal', target_group: 'unga', account_id: account, roles: '', mentioned: '', body: '', struck_at: new Date() };
  const { id: proposal_id } = await first.db.selectFrom('proposal').select('id').limit(1).executeTakeFirstOrThrow();
  const comment = await first.db
    .insertInto('line_comment')
    .values({ proposal_id, ...struck })
    .returning('id')
    .executeTakeFirstOrThrow();
  const told = { account_id: account, kind: 'mention', proposal_id, district: 'farsta', number: 1, comment_id: comment.id, as_roles: '', actor_id: null };
  const notice = await first.db
    .insertInto('notice')
    .values({ ...told, delivery: 'at_once' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const letter = { account_id: account, day: null, queued_at: new Date(), next_at: new Date() };
  const mail = await first.db.insertInto('mail').values(letter).returning('id').executeTakeFirstOrThrow();
  await first.db.insertInto('mail_notice').values({ notice_id: notice.id, mail_id: mail.id }).execute();

  const one = join(folder, 'one');
  await writeBackup(first.db, one);
  const before = await contentOf(first.db);

  async function exportsOf(db: typeof first.db): Promise<string[]> {
    const proposals = createProposals(db, assessor);
    const files: string[] = [];
    for (const head of await proposals.list()) {
      const stored = await proposals.find(head.id);
      if (stored === undefined) throw new Error('a proposal is gone');
      for (const format of ['json', 'md'] as const) files.push(hashOf(await renderDraft(stored.draft, format)));
      for (const version of await proposals.versions(head.id)) files.push(hashOf(await proposals.text(version)));
    }
    return files;
  }
  const files = await exportsOf(first.db);
  t.ok(files.length >= 12, 'there are exports to compare');

  const second = await emptyDatabase(t, 'pglite');
  // As a first start leaves it, catalogue and all.
  await prepare(second, knowledge);
  const restored = await restoreBackup(second.db, { file: one });
  t.equal(restored.trail.intact, true);
  const two = join(folder, 'two');
  await writeBackup(second.db, two);
  const third = await emptyDatabase(t, 'postgres');
  await restoreBackup(third.db, { file: two });

  for (const [where, { db }] of Object.entries({ PGlite: second, 'PostgreSQL again': third })) {
    const after = await contentOf(db);
    for (const [name, rows] of Object.entries(before)) {
      if (name === 'audit_event') continue;
      t.same(after[name], leftOut.includes(name) ? [] : rows, `${where}: ${name}`);
    }
    t.ok((before.session?.length ?? 0) > 0 && (before.one_time_link?.length ?? 0) > 0, 'there was something to leave out');
    const old = await readTrail(first.db);
    t.same((await readTrail(db)).slice(0, old.length), old, `${where}: the trail`);
    t.match(await verifyTrail(db), { intact: true });
    t.same(await exportsOf(db), files, `${where}: every file is the same bytes`);
    await t.rejects(
      sql`delete from audit_event`.execute(db).then(() => sql`update proposal_version set number = 9`.execute(db)),
      'the guards stand again',
    );
    const loaded = await db.insertInto('catalogue_load').values({ hash: 'x', insatser: 1, target_groups: 1 }).returning('id').executeTakeFirstOrThrow();
    t.equal(loaded.id, (before.catalogue_load?.length ?? 0) + 1, 'numbers go on after the largest');
  }

  await t.test('a database that somebody has used is left as it is', async (t) => {
    const content = await contentOf(second.db);
    await t.rejects(restoreBackup(second.db, { file: one }), /inte tom/);
    t.same(await contentOf(second.db), content);
  });
});

t.test('a backup from an older program is brought up to date', async (t) => {
  const older = await emptyDatabase(t, 'postgres');
  await createMigrator(older.db).migrateTo('0005-example-data');
  await older.db
    .insertInto('proposal')
    .values({ title: 'Ett äldre förslag', district: 'farsta', legal_basis: 'sol-2025-400', law_date: '2026-01-01' })
    .execute();
  const file = join(temporaryFolder(t), 'old');
  await writeBackup(older.db, file);
  t.equal((await readBackup(file)).migrations.length, 5);
  const newer = await emptyDatabase(t, 'postgres');
  await restoreBackup(newer.db, { file });
  t.match(await newer.db.selectFrom('proposal').selectAll().execute(), [{ title: 'Ett äldre förslag', law_date: '2026-01-01' }]);
  t.match(await verifyTrail(newer.db), { intact: true, rows: 1 });
});
