import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // That somebody has compared a source, or a place in it, with what it says today. An empty place is the whole source.
  await sql`
    create table source_check (
      id uuid primary key,
      source text not null check (length(source) between 1 and 120),
      place text not null default '' check (length(place) <= 120),
      account_id uuid not null references account (id),
      checked_at timestamptz not null default now(),
      version text not null default '' check (length(version) <= 200),
      result text not null check (result in ('unchanged', 'changed', 'unclear')),
      note text not null default '' check (length(note) <= 2000),
      constraint source_check_note check (result = 'unchanged' or note <> '')
    )`.execute(db);
  await db.schema.createIndex('source_check_by_place').on('source_check').columns(['source', 'place', 'checked_at']).execute();

  // That somebody has read a rule against its sources. The hashes say which ruleset and which wording of the rule was read.
  await sql`
    create table rule_check (
      id uuid primary key,
      rule text not null check (length(rule) between 1 and 200),
      ruleset text not null check (length(ruleset) between 1 and 64),
      rule_hash text not null check (length(rule_hash) between 1 and 64),
      account_id uuid not null references account (id),
      checked_at timestamptz not null default now(),
      note text not null default '' check (length(note) <= 2000)
    )`.execute(db);
  await db.schema.createIndex('rule_check_by_rule').on('rule_check').columns(['rule', 'checked_at']).execute();

  // A check that was made stays: a later one stands beside it. Only made-up data can be taken away.
  await sql`
    create function check_is_only_added() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      raise exception 'a check that was made is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  for (const table of ['source_check', 'rule_check']) {
    await sql`
      create trigger check_is_only_added before update or delete on ${sql.table(table)}
      for each row execute function check_is_only_added()`.execute(db);
    await sql`
      create trigger check_is_never_truncated before truncate on ${sql.table(table)}
      for each statement execute function check_is_only_added()`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('rule_check').execute();
  await db.schema.dropTable('source_check').execute();
  await sql`drop function check_is_only_added()`.execute(db);
}
