import { sql } from 'kysely';
import t from 'tap';
import { toJson } from '../../src/database/json.ts';
import { migrate } from '../../src/database/migrate.ts';
import { databaseKinds, emptyDatabase } from '../helpers/database.ts';

for (const kind of databaseKinds) {
  t.test(kind, async (t) => {
    const { db } = await emptyDatabase(t, kind);
    await migrate(db);

    await t.test('values are read the same way', async (t) => {
      const { rows } = await sql`
      select date '2025-07-01' as day, 12::bigint as big, 1.50::numeric as exact, true as yes, null::text as nothing,
        timestamptz '2026-01-02 03:04:05Z' as moment, '{"a":[1]}'::jsonb as binary_json, '{"b":1}'::json as text_json, array['å','"'] as list`.execute(db);
      t.strictSame(rows, [
        {
          day: '2025-07-01',
          big: 12,
          exact: '1.50',
          yes: true,
          nothing: null,
          moment: new Date('2026-01-02T03:04:05Z'),
          binary_json: { a: [1] },
          text_json: { b: 1 },
          list: ['å', '"'],
        },
      ]);
      await t.rejects(sql`select 9007199254740993::bigint as n`.execute(db), RangeError, 'never a rounded figure');
    });

    await t.test('JSON of every shape survives', async (t) => {
      await sql`create table kept (id integer primary key, j json not null, b jsonb not null)`.execute(db);
      const values = ['text', '"quoted"', '', 0, false, [1, 'två'], { å: { ä: 'ö\n\\' } }, []];
      for (const [id, value] of values.entries()) await sql`insert into kept values (${id}, ${toJson(value)}, ${toJson(value)})`.execute(db);
      const { rows } = await sql<{ j: unknown; b: unknown }>`select j, b from kept order by id`.execute(db);
      t.strictSame(
        rows.map((row) => row.j),
        values,
      );
      t.strictSame(
        rows.map((row) => row.b),
        values,
      );
    });

    await t.test('a large document is kept byte for byte', async (t) => {
      const document = { z: 1, a: 2, rows: Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'Insatsen är öppen för alla. '.repeat(10) })) };
      const { id } = await db
        .insertInto('proposal')
        .values({ title: 'T', district: 'd', legal_basis: 'b', law_date: '2025-07-01' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const hash = 'a'.repeat(64);
      await db
        .insertInto('proposal_version')
        .values({ proposal_id: id, number: 1, ruleset_hash: hash, catalogue_hash: hash, content_hash: hash, inputs: toJson({}), document: toJson(document) })
        .execute();
      const row = await db.selectFrom('proposal_version').select(sql<string>`document::text`.as('text')).executeTakeFirstOrThrow();
      t.equal(row.text === JSON.stringify(document), true);
    });
  });
}
