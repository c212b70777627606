import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // A change that was made to many lines at once, with each line before and after it, so that the whole of it can be taken back.
  await sql`
    create table bulk_change (
      id uuid primary key,
      proposal_id uuid not null references proposal (id) on delete cascade,
      change jsonb not null check (jsonb_typeof(change) = 'object'),
      lines jsonb not null check (jsonb_typeof(lines) = 'array'),
      line_count integer not null check (line_count >= 1),
      applied_at timestamptz not null default now(),
      undone_at timestamptz,
      constraint bulk_change_counted check (jsonb_array_length(lines) = line_count),
      constraint bulk_change_order check (undone_at is null or undone_at >= applied_at)
    )`.execute(db);
  await db.schema.createIndex('bulk_change_by_proposal').on('bulk_change').columns(['proposal_id', 'applied_at']).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('bulk_change').execute();
}
