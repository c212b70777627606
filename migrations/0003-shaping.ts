import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // insats and target_group are no foreign keys: a proposal keeps lines of a catalogue that has moved on, as its versions do.
  await sql`
    create table working_line (
      proposal_id uuid not null references proposal (id),
      insats text not null check (length(insats) between 1 and 200),
      target_group text not null check (length(target_group) between 1 and 200),
      pathway text check (pathway in ('open', 'open_with_conditions', 'simplified_assessment', 'keep_assessment')),
      stage integer check (stage between 1 and 3),
      design jsonb not null default '{}' check (jsonb_typeof(design) = 'object'),
      motive text not null default '' check (length(motive) <= 8000),
      removed_at timestamptz,
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, insats, target_group),
      constraint working_line_stage check ((stage is not null) = (pathway is not null and pathway in ('open', 'open_with_conditions')))
    )`.execute(db);

  await sql`
    create table flag_response (
      proposal_id uuid not null,
      insats text not null,
      target_group text not null,
      rule text not null check (length(rule) between 1 and 200),
      kind text not null check (kind in ('accepted', 'disputed', 'investigate')),
      motive text not null default '' check (length(motive) <= 4000),
      who text not null default '' check (length(who) <= 200),
      due_date date,
      primary key (proposal_id, insats, target_group, rule),
      foreign key (proposal_id, insats, target_group) references working_line (proposal_id, insats, target_group) on delete cascade,
      constraint flag_response_accepted check (kind <> 'accepted' or (motive <> '' and who <> '')),
      constraint flag_response_disputed check (kind <> 'disputed' or motive <> ''),
      constraint flag_response_investigate check (kind <> 'investigate' or (who <> '' and due_date is not null))
    )`.execute(db);

  // No foreign key to the version: versions are never removed, and their own trigger must be what answers a truncate.
  await sql`
    create table ready_version (
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      marked_at timestamptz not null default now(),
      primary key (proposal_id, number)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['ready_version', 'flag_response', 'working_line']) await db.schema.dropTable(table).execute();
}
