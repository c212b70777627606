import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

const savedTables = ['working_line', 'working_text', 'working_outline', 'economy_scenario', 'current_state'] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  // Who saved last, so that the other one in a conflict can be named. Null: the one at a machine without accounts.
  for (const table of savedTables) {
    await db.schema
      .alterTable(table)
      .addColumn('saved_by', 'uuid', (column) => column.references('account.id'))
      .execute();
  }

  // How far a version has come. A version without a row is a draft.
  await sql`
    create table version_status (
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      status text not null check (status in ('draft', 'submitted', 'manager_review', 'returned', 'manager_approved', 'legal_review', 'legally_checked', 'adopted', 'withdrawn', 'superseded')),
      submitted_by uuid references account (id),
      decision_number text check (length(decision_number) between 1 and 60),
      decision_date date,
      content_hash text check (content_hash ~ '^[0-9a-f]{64}$'),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, number),
      constraint version_status_submitted check (status in ('draft', 'withdrawn') or submitted_by is not null),
      constraint version_status_adopted check (status not in ('adopted', 'superseded') or (decision_number is not null and decision_date is not null and content_hash is not null))
    )`.execute(db);
  await db.schema.createIndex('version_status_by_status').on('version_status').columns(['status', 'updated_at']).execute();
  await sql`
    create unique index version_status_one_under_way on version_status (proposal_id)
    where status in ('submitted', 'manager_review', 'manager_approved', 'legal_review', 'legally_checked')`.execute(db);

  // What is adopted stays so until a later decision takes its place, and its decision is never rewritten.
  await sql`
    create function adopted_is_fixed() returns trigger language plpgsql as $$
    begin
      if exists (select from example_data) and tg_op = 'DELETE' then
        return old;
      end if;
      if old.status in ('adopted', 'superseded') and (tg_op = 'DELETE' or new.status <> 'superseded'
        or new.decision_number <> old.decision_number or new.decision_date <> old.decision_date or new.content_hash <> old.content_hash
        or new.proposal_id <> old.proposal_id or new.number <> old.number) then
        raise exception 'an adopted version is never changed' using errcode = 'restrict_violation';
      end if;
      if tg_op = 'DELETE' then
        return old;
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger adopted_is_fixed before update or delete on version_status
    for each row execute function adopted_is_fixed()`.execute(db);

  // Every step that a version has taken. A return says why, at a line where it concerns one.
  await sql`
    create table version_step (
      id bigint generated always as identity primary key,
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      from_status text not null,
      to_status text not null,
      account_id uuid not null references account (id),
      reason text not null default '' check (length(reason) <= 4000),
      at timestamptz not null default now()
    )`.execute(db);
  await db.schema.createIndex('version_step_by_version').on('version_step').columns(['proposal_id', 'number', 'id']).execute();
  await sql`
    create table return_reason (
      step_id bigint not null references version_step (id) on delete cascade,
      insats text not null check (length(insats) between 1 and 200),
      target_group text not null check (length(target_group) between 1 and 200),
      reason text not null check (length(reason) between 1 and 4000),
      primary key (step_id, insats, target_group)
    )`.execute(db);

  // The manager's answer to each risk of a version, and the lawyer's to each thing that has to be checked.
  await sql`
    create table manager_answer (
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      insats text not null check (length(insats) between 1 and 200),
      target_group text not null check (length(target_group) between 1 and 200),
      rule text not null check (length(rule) between 1 and 200),
      kind text not null check (kind in ('accept', 'require_change', 'refer_legal')),
      motive text not null default '' check (length(motive) <= 4000),
      account_id uuid not null references account (id),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, number, insats, target_group, rule),
      constraint manager_answer_motive check (kind = 'accept' or motive <> '')
    )`.execute(db);
  await sql`
    create table legal_check (
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      insats text not null check (length(insats) between 1 and 200),
      target_group text not null check (length(target_group) between 1 and 200),
      subject text not null check (subject in ('verdict', 'documentation', 'conditions', 'provider', 'flag')),
      rule text not null default '' check (length(rule) <= 200),
      outcome text not null check (outcome in ('right', 'change', 'rule_wrong')),
      motive text not null default '' check (length(motive) <= 4000),
      account_id uuid not null references account (id),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, number, insats, target_group, subject, rule),
      constraint legal_check_motive check (outcome = 'right' or motive <> '')
    )`.execute(db);
  // A rule that a lawyer found wrongly applied, with the candidate: for the rulebook.
  await sql`
    create table rule_report (
      id uuid primary key default gen_random_uuid(),
      rule text not null check (length(rule) between 1 and 200),
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      insats text not null,
      target_group text not null,
      motive text not null check (length(motive) between 1 and 4000),
      account_id uuid not null references account (id),
      created_at timestamptz not null default now(),
      resolved_at timestamptz,
      resolution text check (length(resolution) <= 4000),
      constraint rule_report_once unique (rule, proposal_id, number, insats, target_group)
    )`.execute(db);

  await sql`
    create table last_look (
      account_id uuid not null references account (id) on delete cascade,
      proposal_id uuid not null references proposal (id),
      at timestamptz not null default now(),
      primary key (account_id, proposal_id)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['last_look', 'rule_report', 'legal_check', 'manager_answer', 'return_reason', 'version_step', 'version_status'])
    await db.schema.dropTable(table).execute();
  await sql`drop function adopted_is_fixed()`.execute(db);
  for (const table of savedTables) await db.schema.alterTable(table).dropColumn('saved_by').execute();
}
