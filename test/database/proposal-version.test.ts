import { sql } from 'kysely';
import t from 'tap';
import { toJson } from '../../src/database/json.ts';
import { migrate } from '../../src/database/migrate.ts';
import { databaseKinds, emptyDatabase } from '../helpers/database.ts';

const hash = '0123456789abcdef';
const version = { ruleset_hash: hash, catalogue_hash: hash, content_hash: hash.repeat(4), inputs: toJson({ a: 1 }), document: toJson({ b: 2 }) };
const proposal = { title: 'Förslag', district: 'farsta', legal_basis: 'sol-2025-400', law_date: '2025-07-01' };

for (const kind of databaseKinds) {
  t.test(`a saved version is never changed or removed on ${kind}`, async (t) => {
    const { db } = await emptyDatabase(t, kind);
    await migrate(db);
    const { id } = await db.insertInto('proposal').values(proposal).returning('id').executeTakeFirstOrThrow();
    await db
      .insertInto('proposal_version')
      .values({ ...version, proposal_id: id, number: 1 })
      .execute();

    const refused = { code: '23001' };
    await t.rejects(sql`update proposal_version set number = 2`.execute(db), refused);
    await t.rejects(db.updateTable('proposal_version').set({ created_at: new Date() }).execute(), refused);
    await t.rejects(db.deleteFrom('proposal_version').execute(), refused);
    await t.rejects(sql`truncate proposal_version`.execute(db), refused);
    await t.rejects(sql`truncate proposal cascade`.execute(db), refused);
    await t.rejects(db.deleteFrom('proposal').where('id', '=', id).execute(), 'nor its proposal under it');

    await t.rejects(
      db
        .insertInto('proposal_version')
        .values({ ...version, proposal_id: id, number: 1 })
        .execute(),
      { code: '23505' },
      'a number is used once',
    );
    await t.rejects(
      db
        .insertInto('proposal_version')
        .values({ ...version, proposal_id: id, number: 0 })
        .execute(),
      { code: '23514' },
    );
    await t.rejects(
      db
        .insertInto('proposal_version')
        .values({ ...version, content_hash: 'no hash', proposal_id: id, number: 2 })
        .execute(),
      { code: '23514' },
    );
    await db
      .insertInto('proposal_version')
      .values({ ...version, proposal_id: id, number: 2 })
      .execute();
    const { count } = await db
      .selectFrom('proposal_version')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    t.equal(count, 2);
  });
}
