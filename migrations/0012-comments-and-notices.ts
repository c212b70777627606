import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // What people say about a line. Who wrote it is null for the one at a machine without accounts.
  await sql`
    create table line_comment (
      id uuid primary key default gen_random_uuid(),
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      insats text not null check (length(insats) between 1 and 200),
      target_group text not null check (length(target_group) between 1 and 200),
      account_id uuid references account (id),
      roles text not null default '' check (length(roles) <= 200),
      mentioned text not null default '' check (length(mentioned) <= 200),
      body text not null check (length(body) <= 4000),
      created_at timestamptz not null default now(),
      struck_at timestamptz,
      struck_by uuid references account (id),
      constraint line_comment_struck check ((struck_at is null) = (body <> ''))
    )`.execute(db);
  await db.schema.createIndex('line_comment_by_line').on('line_comment').columns(['proposal_id', 'insats', 'target_group', 'created_at']).execute();
  // Never edited unseen: the one change is that the text goes away.
  await sql`
    create function line_comment_is_only_struck() returns trigger language plpgsql as $$
    begin
      if old.struck_at is null and new.struck_at is not null and new.body = ''
        and (new.id, new.proposal_id, new.number, new.insats, new.target_group, new.account_id, new.roles, new.mentioned, new.created_at)
          is not distinct from (old.id, old.proposal_id, old.number, old.insats, old.target_group, old.account_id, old.roles, old.mentioned, old.created_at) then
        return new;
      end if;
      raise exception 'a comment is never changed, only struck' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`
    create trigger line_comment_is_only_struck before update on line_comment
    for each row execute function line_comment_is_only_struck()`.execute(db);

  // What somebody is told. It refers to what happened and holds no words of its own.
  await sql`
    create table notice (
      id bigint generated always as identity primary key,
      account_id uuid not null references account (id) on delete cascade,
      kind text not null check (kind in ('mention', 'submitted', 'returned', 'approved', 'checked', 'adopted', 'withdrawn', 'referred')),
      proposal_id uuid not null references proposal (id),
      district text not null check (length(district) between 1 and 120),
      number integer not null check (number >= 1),
      comment_id uuid references line_comment (id),
      as_roles text not null default '' check (length(as_roles) <= 200),
      actor_id uuid references account (id) on delete set null,
      at timestamptz not null default now(),
      read_at timestamptz,
      delivery text not null check (delivery in ('none', 'digest', 'at_once')),
      mailed_at timestamptz,
      constraint notice_mention check ((kind = 'mention') = (comment_id is not null))
    )`.execute(db);
  await db.schema.createIndex('notice_by_account').on('notice').columns(['account_id', 'id']).execute();
  await sql`create index notice_unread on notice (account_id) where read_at is null`.execute(db);
  await sql`create index notice_for_digest on notice (at) where delivery = 'digest' and mailed_at is null and read_at is null`.execute(db);

  await sql`
    create table notice_choice (
      account_id uuid primary key references account (id) on delete cascade,
      choice text not null check (choice in ('none', 'digest', 'at_once')),
      updated_at timestamptz not null default now()
    )`.execute(db);

  // Letters that wait to be sent, and what came of them. A digest has its day, so that two servers write one.
  await sql`
    create table mail (
      id uuid primary key default gen_random_uuid(),
      account_id uuid not null references account (id) on delete cascade,
      day date,
      queued_at timestamptz not null,
      next_at timestamptz not null,
      attempts integer not null default 0 check (attempts >= 0),
      last_error text check (length(last_error) between 1 and 60),
      sent_at timestamptz,
      given_up_at timestamptz,
      constraint mail_once_a_day unique (account_id, day),
      constraint mail_one_end check (sent_at is null or given_up_at is null)
    )`.execute(db);
  await sql`create index mail_waiting on mail (next_at) where sent_at is null and given_up_at is null`.execute(db);
  await sql`
    create table mail_notice (
      notice_id bigint primary key references notice (id) on delete cascade,
      mail_id uuid not null references mail (id) on delete cascade
    )`.execute(db);
  await db.schema.createIndex('mail_notice_by_mail').on('mail_notice').column('mail_id').execute();

  // A draft that people talk about is not forgotten.
  await sql`
    create or replace function proposal_touched_at(wanted uuid) returns timestamptz language sql stable as $$
      select greatest(
        (select max(created_at) from proposal_version where proposal_id = wanted),
        (select max(updated_at) from working_line where proposal_id = wanted),
        (select max(updated_at) from working_text where proposal_id = wanted),
        (select max(updated_at) from working_outline where proposal_id = wanted),
        (select max(updated_at) from economy_scenario where proposal_id = wanted),
        (select max(marked_at) from ready_version where proposal_id = wanted),
        (select max(greatest(applied_at, undone_at)) from bulk_change where proposal_id = wanted),
        (select max(greatest(created_at, struck_at)) from line_comment where proposal_id = wanted))
    $$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function proposal_touched_at(wanted uuid) returns timestamptz language sql stable as $$
      select greatest(
        (select max(created_at) from proposal_version where proposal_id = wanted),
        (select max(updated_at) from working_line where proposal_id = wanted),
        (select max(updated_at) from working_text where proposal_id = wanted),
        (select max(updated_at) from working_outline where proposal_id = wanted),
        (select max(updated_at) from economy_scenario where proposal_id = wanted),
        (select max(marked_at) from ready_version where proposal_id = wanted),
        (select max(greatest(applied_at, undone_at)) from bulk_change where proposal_id = wanted))
    $$`.execute(db);
  for (const table of ['mail_notice', 'mail', 'notice_choice', 'notice', 'line_comment']) await db.schema.dropTable(table).execute();
  await sql`drop function line_comment_is_only_struck()`.execute(db);
}
