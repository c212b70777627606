import { sql } from 'kysely';
import t from 'tap';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { type CatalogueContent, hashCatalogue, syncCatalogue } from '../../src/catalogue/sync.ts';
import { migrate } from '../../src/database/migrate.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { databaseKinds, emptyDatabase } from '../helpers/database.ts';

const full = loadCatalogue();

/** Everything the load writes, in a fixed order. */
async function read({ db }: OpenDatabase) {
  return {
    area: await db.selectFrom('area').selectAll().orderBy('id').execute(),
    kind: await db.selectFrom('kind').selectAll().orderBy('id').execute(),
    insats: await db.selectFrom('insats').selectAll().orderBy('id').execute(),
    target_group: await db.selectFrom('target_group').selectAll().orderBy('id').execute(),
    pairs: await db.selectFrom('insats_target_group').selectAll().orderBy('insats_id').orderBy('target_group_id').execute(),
  };
}

for (const kind of databaseKinds) {
  t.test(kind, async (t) => {
    const database = await emptyDatabase(t, kind);
    const { db } = database;
    await migrate(db);

    await t.test('the catalogue is loaded, and again', async (t) => {
      const sync = (catalogue: CatalogueContent) => db.transaction().execute((trx) => syncCatalogue(trx, catalogue));

      t.same(await sync(full), { hash: hashCatalogue(full), changed: true });
      const loaded = await read(database);
      t.equal(loaded.insats.length, full.insatser.length);
      t.equal(loaded.target_group.length, full.groups.length);
      t.equal(loaded.pairs.length, full.pairs.length);
      for (const insats of full.insatser) {
        const row = loaded.insats.find((candidate) => candidate.id === insats.id);
        const { given, digital, private: byOthers, withoutDecision } = insats.statistics;
        t.match(row, {
          name: insats.name,
          area: insats.area,
          kind: insats.classification.kind,
          given_count: given?.count ?? null,
          given_share: given?.share ?? null,
          digital_share: digital?.share ?? null,
          private_share: byOthers?.share ?? null,
          without_decision_count: withoutDecision?.count ?? null,
          without_decision_share: withoutDecision?.share ?? null,
        });
      }

      t.same(await sync(full), { hash: hashCatalogue(full), changed: false }, 'the same again writes nothing');
      t.strictSame(await read(database), loaded);

      const renamed = { insatser: full.insatser.map((item) => ({ ...item, name: `${item.name}!` })), groups: full.groups };
      t.equal((await sync(renamed)).changed, true);
      t.ok((await read(database)).insats.every((row) => row.name.endsWith('!')));
      t.equal((await sync(full)).changed, true);
      t.strictSame(await read(database), loaded, 'and back again');
      const { loads } = await db
        .selectFrom('catalogue_load')
        .select((e) => e.fn.countAll<number>().as('loads'))
        .executeTakeFirstOrThrow();
      t.equal(loads, 3, 'each load that wrote is on record');
    });

    await t.test('what is gone is removed, unless something refers to it', async (t) => {
      const [kept, removed, ...rest] = full.insatser;
      if (kept === undefined || removed === undefined) throw new Error('the catalogue is empty');
      await sql`create table reference (insats_id text references insats (id))`.execute(db);
      await sql`insert into reference values (${kept.id})`.execute(db);

      const smaller = { insatser: rest, groups: full.groups };
      await db.transaction().execute((trx) => syncCatalogue(trx, smaller));
      const after = await read(database);
      t.equal(
        after.insats.find((row) => row.id === removed.id),
        undefined,
      );
      t.type(after.insats.find((row) => row.id === kept.id)?.retired_at, Date);
      t.equal(
        after.pairs.find((row) => row.insats_id === kept.id),
        undefined,
      );
      t.equal(after.insats.filter((row) => row.retired_at === null).length, rest.length);

      await db.transaction().execute((trx) => syncCatalogue(trx, full));
      t.equal((await read(database)).insats.filter((row) => row.retired_at === null).length, full.insatser.length, 'what comes back is taken up again');
    });

    await t.test('figures that cannot be are refused', async (t) => {
      const wrong = [
        sql`given_share = 101`,
        sql`given_share = -1`,
        sql`given_count = -1`,
        sql`given_count = null`,
        sql`area = 'x'`,
        sql`kind = 'x'`,
        sql`format = 'x'`,
      ];
      for (const change of wrong) await t.rejects(sql`update insats set ${change} where given_share is not null`.execute(db));
    });
  });
}

t.test('several servers on one PostgreSQL load the catalogue once', async (t) => {
  const { db } = await emptyDatabase(t, 'postgres');
  await migrate(db);
  const results = await Promise.all([1, 2, 3].map(() => db.transaction().execute((trx) => syncCatalogue(trx, full))));
  t.same(results.map((result) => result.changed).sort(), [false, false, true]);
});

t.test('the hash follows the content', async (t) => {
  t.equal(hashCatalogue(full), hashCatalogue({ insatser: full.insatser, groups: full.groups }));
  t.not(hashCatalogue(full), hashCatalogue({ insatser: full.insatser.slice(1), groups: full.groups }));
  t.not(hashCatalogue(full), hashCatalogue({ insatser: full.insatser, groups: [...full.groups].reverse() }));
});
