import { sql } from 'kysely';
import t from 'tap';
import { hashOfEvent, origin, readTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { toJson } from '../../src/database/json.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { applyRetention, monthsBefore, planRetention } from '../../src/retention/retention.ts';
import { rowCounts } from '../example/counts.ts';
import { addAccount } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { databaseKinds } from '../helpers/database.ts';
import { pastTheGuards } from '../helpers/past-the-guards.ts';

const draft = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const year = 365 * 86_400_000;
const old = new Date(Date.now() - 2 * year);
const limits = { draftMonths: 12, trailMonths: 12 };

/** A proposal as it stands in the database; the contents do not matter to weeding. */
async function addProposal({ db }: OpenDatabase, id: string, at: Date): Promise<void> {
  await sql`insert into proposal (id, title, district, legal_basis, law_date) values (${id}, 'Utkast', 'farsta', 'sol-2025-400', '2026-01-01')`.execute(db);
  await sql`insert into proposal_version (proposal_id, number, ruleset_hash, catalogue_hash, inputs, document, content_hash, created_at)
    values (${id}, 1, repeat('a', 64), repeat('a', 64), '{}', '{}', repeat('b', 64), ${at})`.execute(db);
  await sql`insert into working_text (proposal_id, part, body, updated_at) values (${id}, 'summary', 'Text', ${at})`.execute(db);
}

/** Rows of the trail that were written long ago, one chain. */
async function addOldTrail({ db }: OpenDatabase, rows: number): Promise<void> {
  let previousHash = origin;
  for (let seq = 1; seq <= rows; seq += 1) {
    const event = {
      ...{ seq, at: old, account: null, roles: '', action: 'proposal.view', objectType: 'proposal', objectId: 'x', district: 'farsta' },
      ...{ before: {}, after: {}, requestId: 'r', previousHash },
    };
    const hash = hashOfEvent(event);
    await db
      .insertInto('audit_event')
      .values({
        ...{ seq, at: old, account_id: null, roles: '', action: 'proposal.view', object_type: 'proposal', object_id: 'x', district: 'farsta' },
        ...{ before: toJson({}), after: toJson({}), request_id: 'r', previous_hash: previousHash, hash },
      })
      .execute();
    previousHash = hash;
  }
}

for (const kind of databaseKinds) {
  t.test(`weeding on ${kind}`, async (t) => {
    const { database } = await buildTestApp(t, { database: kind });
    const { db } = database;
    await addOldTrail(database, 3);
    const account = await addAccount(database, 'anna.berg@stockholm.se', { role: 'planner', district: 'farsta' });
    const [gone, touched, adopted, returned, young] = [draft(1), draft(2), draft(3), draft(4), draft(5)];
    for (const id of [gone, touched, adopted, returned]) await addProposal(database, id, old);
    await addProposal(database, young, new Date());
    await sql`update working_text set updated_at = now() where proposal_id = ${touched}`.execute(db);
    await pastTheGuards(db, () =>
      sql`insert into version_status (proposal_id, number, status, submitted_by, decision_number, decision_date, content_hash)
        values (${adopted}, 1, 'adopted', ${account}, 'SDN 1', '2024-01-01', repeat('b', 64))`.execute(db),
    );
    await sql`insert into version_step (proposal_id, number, from_status, to_status, account_id) values (${returned}, 1, 'draft', 'submitted', ${account})`.execute(
      db,
    );
    // People talk about one of them still; what was said long ago about another goes with it, and who was told.
    const talkedOf = draft(6);
    await addProposal(database, talkedOf, old);
    for (const [id, at] of [
      [gone, old],
      [talkedOf, new Date()],
    ] as const)
      await sql`
        with said as (
          insert into line_comment (proposal_id, number, insats, target_group, body, created_at) values (${id}, 1, 'samtal', 'unga', 'Hej.', ${at}) returning id),
        told as (
          insert into notice (account_id, kind, proposal_id, district, number, comment_id, delivery) select ${account}, 'mention', ${id}, 'farsta', 1, id, 'at_once' from said returning id),
        letter as (insert into mail (account_id, queued_at, next_at) values (${account}, now(), now()) returning id)
        insert into mail_notice (notice_id, mail_id) select told.id, letter.id from told, letter`.execute(db);
    // Of a proposal that is never weeded: a notice goes with the rows of the trail that tell the same, also one that nobody has read.
    for (const at of [old, new Date()])
      await sql`insert into notice (account_id, kind, proposal_id, district, number, delivery, at) values (${account}, 'adopted', ${adopted}, 'farsta', 1, 'none', ${at})`.execute(
        db,
      );
    await sql`insert into session (token_hash, account_id, created_at, expires_at) values (repeat('c', 64), ${account}, ${old}, ${new Date(old.getTime() + 1)})`.execute(
      db,
    );

    await t.test('outside a run the database lets nothing go', async (t) => {
      await t.rejects(sql`delete from proposal_version where proposal_id = ${gone}`.execute(db), { code: '23001' });
      await t.rejects(sql`insert into audit_start (seq, hash) select seq, hash from audit_event where seq = 2`.execute(db), { code: '23001' });
    });

    await t.test('a run that names too much is refused by the database', async (t) => {
      for (const id of [touched, adopted, returned, young, talkedOf]) {
        const removed = db.transaction().execute(async (trx) => {
          await sql`insert into retention_run (drafts_before) values (now() - interval '1 year')`.execute(trx);
          await sql`delete from proposal_version where proposal_id = ${id}`.execute(trx);
        });
        await t.rejects(removed, { code: '23001' }, id);
      }
      const future = sql`insert into retention_run (drafts_before) values (now() + interval '1 day')`.execute(db);
      await t.rejects(future, { code: '23514' });
    });

    const before = await rowCounts(db);
    const plan = await planRetention(db, limits);
    t.match(plan, { drafts: [{ id: gone, district: 'farsta' }], trail: { rows: 3, last: 3 }, sessions: 1, notices: 1 });
    t.equal(plan.drafts.length, 1);
    t.same(await planRetention(db, { draftMonths: null, trailMonths: null }), { drafts: [], trail: null, sessions: 1, notices: 0 });
    t.same(await rowCounts(db), before, 'a dry run changes nothing');

    t.match(await applyRetention(db, limits), { drafts: [{ id: gone }] });
    const after = await rowCounts(db);
    t.same([after.proposal, after.proposal_version, after.working_text, after.session], [5, 5, 5, 0]);
    t.same([after.line_comment, after.notice, after.mail_notice], [1, 2, 1]);
    t.same(
      (await readTrail(db)).map(({ seq, action, objectId }) => [seq, action, objectId]),
      [
        [4, 'proposal.weed', gone],
        [5, 'retention.run', 'retention'],
      ],
    );
    t.match(await verifyTrail(db), { intact: true, rows: 2, first: 4, last: 5 });
    t.match(await applyRetention(db, limits), { drafts: [], trail: null, sessions: 0 }, 'again there is nothing left');
    t.match(await verifyTrail(db), { intact: true, rows: 3 });
  });
}

t.test('months are counted back to a day that the month has', async (t) => {
  t.equal(monthsBefore(new Date('2026-03-31T10:00:00Z'), 1).toISOString(), '2026-02-28T10:00:00.000Z');
  t.equal(monthsBefore(new Date('2026-01-15T10:00:00Z'), 13).toISOString(), '2024-12-15T10:00:00.000Z');
});
