import { sql } from 'kysely';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { isExampleDatabase } from '../../src/database/example-data.ts';
import { nestedIn } from '../../src/database/nested.ts';
import { type ExampleDistrict, readExample } from '../../src/example/content.ts';
import { loadExample } from '../../src/example/load.ts';
import { removeExample } from '../../src/example/remove.ts';
import { enteredTables, isEmpty } from '../../src/example/tables.ts';
import { today } from '../../src/today.ts';
import { buildTestApp } from '../helpers/app.ts';
import { databaseKinds } from '../helpers/database.ts';

const answer = { insats: 'aldre-trygghetslarm', given: 'no', form: 'unknown', provision: 'unknown', decision: 'unknown', people: null } as const;
const html = { accept: 'text/html' };

for (const database of databaseKinds) {
  t.test(`a real database never gets example data on ${database}`, async (t) => {
    const { app, database: opened, knowledge } = await buildTestApp(t, { database });
    const { db } = opened;
    const load = (content: readonly ExampleDistrict[] = readExample()) => loadExample(db, { assessor: createAssessor(knowledge), today: today(), content });

    await t.test('a load that fails half-way leaves nothing', async (t) => {
      const broken: ExampleDistrict = {
        district: 'farsta',
        shows: '',
        look: [],
        steps: [
          { do: 'answer', year: 0, answers: [{ ...answer, wish: 'yes', comment: '' }] },
          { do: 'ready', legalBasis: 'sol-2025-400' },
        ],
      };
      await t.rejects(load([broken]), /create step/);
      t.equal(await isEmpty(db), true);
      t.equal(await isExampleDatabase(db), false);
    });

    await t.test('a transaction inside a transaction is undone by itself', async (t) => {
      await db.transaction().execute(async (trx) => {
        const nested = nestedIn(trx);
        await t.rejects(
          nested.transaction().execute(async (inner) => {
            await currentStateRepository(inner).save('farsta', 2026, { ...answer, wish: 'no', comment: '' }, null);
            throw new Error('no');
          }),
        );
        await nested.transaction().execute((inner) => currentStateRepository(inner).save('bromma', 2026, { ...answer, wish: 'no', comment: '' }, null));
      });
      t.same([await currentStateRepository(db).years('farsta'), await currentStateRepository(db).years('bromma')], [[], [2026]]);
    });

    await t.test('one answer is enough to refuse, and it stays', async (t) => {
      t.equal(await isEmpty(db), false);
      await t.rejects(load(), { code: 'conflict' });
      await t.rejects(removeExample(db), { code: 'conflict' });
      await t.rejects(sql`insert into example_data default values`.execute(db), { code: '23001' });
      for (const [method, url, status] of [
        ['POST', '/exempeldata', 409],
        ['GET', '/exempeldata', 409],
        ['GET', '/exempeldata/ta-bort', 404],
        ['POST', '/exempeldata/ta-bort', 409],
      ] as const)
        t.equal((await app.inject({ method, url, headers: html })).statusCode, status, `${method} ${url}`);
      t.notMatch((await app.inject({ url: '/', headers: html })).body, '/exempeldata');
      t.equal((await app.inject('/api/v1/legal-bases')).headers['x-insatsplan-example'], undefined);
      t.same(await currentStateRepository(db).years('bromma'), [2026]);
    });

    await t.test('a table that a later migration adds is emptied too, before what it points at', async (t) => {
      await sql`create table later (id integer primary key, proposal_id uuid references proposal (id))`.execute(db);
      const tables = await enteredTables(db);
      t.ok(tables.indexOf('later') >= 0 && tables.indexOf('later') < tables.indexOf('proposal'));
      await sql`delete from current_state`.execute(db);
      t.equal(await isEmpty(db), true);
      await sql`insert into later values (1, null)`.execute(db);
      t.equal(await isEmpty(db), false);
    });
  });
}
