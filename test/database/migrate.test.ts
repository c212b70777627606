import { sql } from 'kysely';
import { NO_MIGRATIONS } from 'kysely/migration';
import t from 'tap';
import { createMigrator, migrate } from '../../src/database/migrate.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { StartupError } from '../../src/startup-error.ts';
import { databaseKinds, emptyDatabase } from '../helpers/database.ts';

/** Everything a migration makes, as the database's own catalogue tells it. */
async function describe({ db }: OpenDatabase): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line
      from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
    union all select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename not like 'kysely%'
    union all select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'trigger ' || tgname from pg_trigger where not tgisinternal
    order by 1`.execute(db);
  return rows.map((row) => row.line);
}

for (const kind of databaseKinds) {
  t.test(`migrations on ${kind}`, async (t) => {
    const database = await emptyDatabase(t, kind);
    const migrator = createMigrator(database.db);
    t.same(await describe(database), [], 'nothing to begin with');

    await migrate(database.db);
    const up = await describe(database);
    t.ok(up.includes('trigger proposal_version_is_fixed'));
    await migrate(database.db);
    t.same(await describe(database), up, 'a second time changes nothing');

    const { error } = await migrator.migrateTo(NO_MIGRATIONS);
    t.equal(error, undefined);
    t.same(await describe(database), [], 'down removes all that up made');
    await migrate(database.db);
    t.same(await describe(database), up, 'and up again makes the same');

    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')`.execute(database.db);
    await t.rejects(migrate(database.db), StartupError, 'a database of a newer version is left alone');
  });
}

t.test('several servers on one PostgreSQL migrate at the same time', async (t) => {
  const { db } = await emptyDatabase(t, 'postgres');
  await t.resolves(Promise.all([migrate(db), migrate(db), migrate(db)]));
});
