import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // What people write for the document, one row for each part of it.
  await sql`
    create table working_text (
      proposal_id uuid not null references proposal (id),
      part text not null check (part in ('decisions', 'summary', 'background', 'matter', 'preparation', 'position', 'equality', 'child', 'economy', 'attachments')),
      body text not null check (length(body) <= 40000),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, part)
    )`.execute(db);

  // The document's headings where they are not the usual ones.
  await sql`
    create table working_outline (
      proposal_id uuid primary key references proposal (id),
      outline jsonb not null check (jsonb_typeof(outline) = 'array'),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now()
    )`.execute(db);

  await sql`
    create table economy_scenario (
      proposal_id uuid not null references proposal (id),
      id uuid not null,
      scenario jsonb not null check (jsonb_typeof(scenario) = 'object' and scenario ->> 'id' = id::text),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (proposal_id, id)
    )`.execute(db);

  // A line that people have taken in beside those that the proposal began with.
  await db.schema.alterTable('working_line').addColumn('added_at', 'timestamptz').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('working_line').dropColumn('added_at').execute();
  for (const table of ['economy_scenario', 'working_outline', 'working_text']) await db.schema.dropTable(table).execute();
}
