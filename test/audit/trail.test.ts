import fc from 'fast-check';
import { sql } from 'kysely';
import t from 'tap';
import { inNameOf } from '../../src/audit/context.ts';
import { type AuditEntry, readTrail, record } from '../../src/audit/trail.ts';
import { holdsHash, verifyTrail } from '../../src/audit/verify.ts';
import { migrate } from '../../src/database/migrate.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { databaseKinds, emptyDatabase } from '../helpers/database.ts';

const entry = (n: number): AuditEntry => ({
  action: 'proposal.view',
  object: { type: 'test', id: String(n) },
  district: 'farsta',
  before: { n },
  after: { n: n + 1, done: true, what: 'åäö', none: null },
});
const add = ({ db }: OpenDatabase, n: number) => db.transaction().execute((trx) => record(trx, entry(n)));

/** What somebody with the database's own keys could do, past the trigger. */
async function tamper({ db }: OpenDatabase, change: ReturnType<typeof sql>): Promise<void> {
  await sql`alter table audit_event disable trigger user`.execute(db);
  await change.execute(db);
  await sql`alter table audit_event enable trigger user`.execute(db);
}

for (const kind of databaseKinds) {
  t.test(`the trail on ${kind}`, async (t) => {
    const database = await emptyDatabase(t, kind);
    const { db } = database;
    await migrate(db);
    t.match(await verifyTrail(db), { intact: true, rows: 0 });

    const account = '11111111-1111-4111-8111-111111111111';
    await inNameOf({ account, rolesIn: (district) => (district === 'farsta' ? ['planner', 'legal'] : []), requestId: 'r-1' }, () => add(database, 1));
    for (let n = 2; n <= 5; n += 1) await add(database, n);
    const [first] = await readTrail(db);
    t.match(first, { seq: 1, account, roles: 'planner,legal', requestId: 'r-1', before: { n: 1 }, after: { done: true, none: null } });
    t.equal((await readTrail(db, { object: { type: 'test', id: '3' } })).length, 1);
    t.same(
      (await readTrail(db, { newestFirst: true, limit: 2 })).map(({ seq }) => seq),
      [5, 4],
    );
    const whole = await verifyTrail(db);
    t.match(whole, { intact: true, rows: 5, first: 1, last: 5 });

    await t.test('a change that fails leaves no row', async (t) => {
      const failed = db.transaction().execute(async (trx) => {
        await record(trx, entry(6));
        throw new Error('no');
      });
      await t.rejects(failed, { message: 'no' });
      t.same(await verifyTrail(db), whole);
    });

    await t.test('the database itself refuses to change, remove or skip', async (t) => {
      await t.rejects(sql`update audit_event set action = 'x' where seq = 2`.execute(db));
      await t.rejects(sql`delete from audit_event where seq = 2`.execute(db));
      await t.rejects(sql`truncate audit_event`.execute(db));
      await t.rejects(
        sql`insert into audit_event select 9, at, account_id, roles, action, object_type, object_id, district, before, after, request_id, previous_hash, repeat('a', 64) from audit_event where seq = 5`.execute(
          db,
        ),
      );
      t.same(await verifyTrail(db), whole);
    });

    await t.test('what is done past the trigger is found', async (t) => {
      const events = await readTrail(db);
      await tamper(database, sql`update audit_event set after = '{"n":99}' where seq = 3`);
      t.match(await verifyTrail(db), { intact: false, seq: 3, fault: 'changed' });
      await tamper(
        database,
        sql`update audit_event set after = (select after from (select json_build_object('done', true, 'n', 4, 'none', null, 'what', 'åäö') as after) as back) where seq = 3`,
      );
      t.match(await verifyTrail(db), { intact: true });
      await tamper(database, sql`update audit_event set previous_hash = repeat('b', 64) where seq = 4`);
      t.match(await verifyTrail(db), { intact: false, seq: 4, fault: 'broken' });
      await tamper(database, sql`update audit_event set previous_hash = ${events[2]?.hash} where seq = 4`);
      t.same(await verifyTrail(db), whole);

      for (const values of ['[]', '{"n":{"m":1}}', JSON.stringify({ n: 'x'.repeat(201) })]) {
        await tamper(database, sql`update audit_event set before = ${values}::json where seq = 2`);
        t.match(await verifyTrail(db), { intact: false, seq: 2, fault: 'changed' }, 'what no row can hold does not stop the walk');
        t.equal((await readTrail(db)).length, 5, 'nor the page');
      }
      await tamper(database, sql`update audit_event set before = '{"n":2}' where seq = 2`);
      t.same(await verifyTrail(db), whole);

      await tamper(database, sql`update audit_event set seq = case seq when 2 then 3 when 3 then 2 end + 100 where seq in (2, 3)`);
      await tamper(database, sql`update audit_event set seq = seq - 100 where seq > 100`);
      t.match(await verifyTrail(db), { intact: false, seq: 2, fault: 'broken' }, 'two rows have changed places');
      await tamper(database, sql`update audit_event set seq = case seq when 2 then 3 when 3 then 2 end + 100 where seq in (2, 3)`);
      await tamper(database, sql`update audit_event set seq = seq - 100 where seq > 100`);
      t.same(await verifyTrail(db), whole);
    });

    await t.test('rows that are gone are missed: in the middle, at the beginning, and at the end by a hash that was noted', async (t) => {
      const events = await readTrail(db);
      await tamper(database, sql`delete from audit_event where seq = 5`);
      t.match(await verifyTrail(db), { intact: true, rows: 4 }, 'the rest is whole');
      t.equal(await holdsHash(db, events[4]?.hash ?? ''), false);
      t.equal(await holdsHash(db, events[3]?.hash ?? ''), true);
      await sql`alter table audit_start disable trigger user`.execute(db);
      await sql`insert into audit_start (seq, hash) select seq, hash from audit_event where seq = 2`.execute(db);
      await tamper(database, sql`delete from audit_event where seq <= 2`);
      t.match(await verifyTrail(db), { intact: false, seq: 3, fault: 'beginning' }, 'no row of weeding says so');
      await sql`delete from audit_start`.execute(db);
      t.match(await verifyTrail(db), { intact: false, seq: 3, fault: 'missing' });
    });
  });
}

t.test('many at once make one chain', async (t) => {
  const database = await emptyDatabase(t, 'postgres');
  await migrate(database.db);
  await Promise.all(Array.from({ length: 25 }, (_, n) => add(database, n)));
  t.match(await verifyTrail(database.db), { intact: true, rows: 25, last: 25 });
});

t.test('free text is refused, so that the trail cannot hold personal data', async (t) => {
  const database = await emptyDatabase(t, 'pglite');
  await migrate(database.db);
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 201, maxLength: 400 }), async (text) => {
      const written = database.db.transaction().execute((trx) => record(trx, { ...entry(1), after: { text } }));
      return written.then(
        () => false,
        () => true,
      );
    }),
    { numRuns: 3 },
  );
});
