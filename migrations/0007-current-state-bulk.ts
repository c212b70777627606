import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // One answer for many insatser, or an answer taken over from an earlier district. `changes` lets it be undone.
  await sql`
    create table current_state_bulk (
      id uuid primary key default gen_random_uuid(),
      district text not null check (length(district) between 1 and 120),
      year integer not null check (year between 2016 and 2100),
      said text not null check (length(said) between 1 and 500),
      changes jsonb not null,
      created_at timestamptz not null default now(),
      undone_at timestamptz,
      -- How many answers the undo put back: fewer than were changed where somebody had answered since.
      undone_answers integer check (undone_answers >= 0),
      constraint current_state_bulk_undone check ((undone_at is null) = (undone_answers is null))
    )`.execute(db);
  await db.schema.createIndex('current_state_bulk_by_district').on('current_state_bulk').columns(['district', 'year', 'created_at']).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('current_state_bulk').execute();
}
