import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // json, not jsonb: the rules' hash is made of the text as written, keys in their order.
  await sql`
    create table ruleset_version (
      number integer primary key check (number >= 1),
      kind text not null check (kind in ('base', 'rebased', 'published')),
      hash text not null check (hash ~ '^[0-9a-f]{16}$'),
      base_hash text not null check (base_hash ~ '^[0-9a-f]{16}$'),
      content json not null check (json_typeof(content) = 'object'),
      cases json not null check (json_typeof(cases) = 'array'),
      applies_from date not null,
      operations json not null check (json_typeof(operations) = 'array'),
      changes json not null check (json_typeof(changes) = 'array'),
      note json,
      published_by uuid references account (id),
      checked_by uuid references account (id),
      created_at timestamptz not null default now(),
      constraint ruleset_version_by_two check (
        (kind = 'published' and published_by is not null and checked_by is not null and published_by <> checked_by)
        or (kind <> 'published' and published_by is null and checked_by is null)),
      constraint ruleset_version_says_what check (
        (kind = 'published' and json_array_length(operations) > 0 and note is not null and json_typeof(note) = 'object')
        or (kind <> 'published' and json_array_length(operations) = 0 and note is null)),
      constraint ruleset_version_contains check ((kind = 'base') = (json_array_length(changes) = 0))
    )`.execute(db);
  await db.schema.createIndex('ruleset_version_by_hash').on('ruleset_version').columns(['hash', 'number']).execute();

  // Versions are only added, one after the other. What people publish never comes into force before what was published earlier, and stands on
  // the base files that came last.
  await sql`
    create function ruleset_version_is_append_only() returns trigger language plpgsql as $$
    declare
      last record;
      base text;
    begin
      if tg_op <> 'INSERT' then
        raise exception 'a version of the ruleset is never changed or removed' using errcode = 'restrict_violation';
      end if;
      select number, applies_from into last from ruleset_version order by number desc limit 1;
      if new.number <> coalesce(last.number, 0) + 1 then
        raise exception 'the versions of the ruleset have no gaps' using errcode = 'restrict_violation';
      end if;
      select base_hash into base from ruleset_version where kind = 'base' order by number desc limit 1;
      if new.kind <> 'base' and new.base_hash is distinct from base then
        raise exception 'a version of the ruleset stands on the newest base' using errcode = 'restrict_violation';
      end if;
      if new.kind = 'published' and new.applies_from < last.applies_from then
        raise exception 'a published version does not come into force before an earlier one' using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger ruleset_version_is_append_only before insert or update or delete on ruleset_version
    for each row execute function ruleset_version_is_append_only()`.execute(db);
  await sql`
    create trigger ruleset_version_is_kept before truncate on ruleset_version
    for each statement execute function ruleset_version_is_append_only()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('ruleset_version').execute();
  await sql`drop function ruleset_version_is_append_only()`.execute(db);
}
