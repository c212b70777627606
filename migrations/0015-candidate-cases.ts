import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // A candidate and the answer that a lawyer expects of the rules. Never rewritten: a case is withdrawn and another one made.
  await sql`
    create table candidate_case (
      id uuid primary key default gen_random_uuid(),
      candidate jsonb not null check (jsonb_typeof(candidate) = 'object'),
      candidate_hash text not null check (candidate_hash ~ '^[0-9a-f]{16}$'),
      expected jsonb not null check (jsonb_typeof(expected) = 'object' and expected <> '{}'),
      motive text not null check (length(motive) between 1 and 4000),
      account_id uuid not null references account (id),
      created_at timestamptz not null default now(),
      state text not null default 'active' check (state in ('active', 'withdrawn')),
      withdrawn_by uuid references account (id),
      withdrawn_at timestamptz,
      withdrawal text check (length(withdrawal) between 1 and 4000),
      revision integer not null default 1 check (revision >= 1),
      constraint candidate_case_withdrawn check ((state = 'withdrawn') = (withdrawn_by is not null and withdrawn_at is not null and withdrawal is not null))
    )`.execute(db);
  await sql`create unique index candidate_case_once on candidate_case (candidate_hash) where state = 'active'`.execute(db);
  await sql`
    create function candidate_case_is_fixed() returns trigger language plpgsql as $$
    begin
      if old.state = 'withdrawn' or new.id <> old.id or new.candidate <> old.candidate or new.candidate_hash <> old.candidate_hash or new.expected <> old.expected
        or new.motive <> old.motive or new.account_id <> old.account_id or new.created_at <> old.created_at then
        raise exception 'a case is never rewritten, only withdrawn' using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger candidate_case_is_fixed before update on candidate_case
    for each row execute function candidate_case_is_fixed()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('candidate_case').execute();
  await sql`drop function candidate_case_is_fixed()`.execute(db);
}
