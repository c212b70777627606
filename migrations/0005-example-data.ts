import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row says that everything in this database is made up. It can only come into a database where nobody has entered anything.
  await sql`
    create table example_data (
      only_one boolean primary key default true check (only_one),
      loaded_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create function example_data_needs_an_empty_database() returns trigger language plpgsql as $$
    begin
      if exists (select from proposal) or exists (select from current_state) or exists (select from current_state_import) then
        raise exception 'example data only goes into a database where nobody has entered anything' using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger example_data_needs_an_empty_database before insert on example_data
    for each row execute function example_data_needs_an_empty_database()`.execute(db);

  // Versions are fixed, but those of made-up data may be removed together with it. They are never changed.
  await sql`
    create or replace function proposal_version_is_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      raise exception 'a version of a proposal is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function proposal_version_is_fixed() returns trigger language plpgsql as $$
    begin
      raise exception 'a version of a proposal is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await db.schema.dropTable('example_data').execute();
  await sql`drop function example_data_needs_an_empty_database()`.execute(db);
}
