import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a district says of an insats, in the survey's own terms. No row means that nobody has answered.
  await sql`
    create table current_state (
      district text not null check (length(district) between 1 and 120),
      insats text not null references insats (id),
      year integer not null check (year between 2016 and 2100),
      given text not null check (given in ('yes', 'local_variant', 'no', 'unknown')),
      form text not null check (form in ('physical', 'digital', 'both', 'unknown')),
      provision text not null check (provision in ('own', 'private', 'both', 'unknown')),
      decision text not null check (decision in ('with', 'without', 'both', 'unknown')),
      people_from integer check (people_from between 0 and 1000000),
      people_to integer check (people_to between 0 and 1000000),
      wish text not null check (wish in ('yes', 'no', 'unknown', 'not_answered')),
      comment text not null default '' check (length(comment) <= 2000),
      revision integer not null default 1 check (revision >= 1),
      updated_at timestamptz not null default now(),
      primary key (district, year, insats),
      constraint current_state_people check ((people_from is null) = (people_to is null) and (people_from is null or people_from <= people_to)),
      constraint current_state_not_given check (given in ('yes', 'local_variant') or (form = 'unknown' and provision = 'unknown' and decision = 'unknown' and people_from is null))
    )`.execute(db);
  await db.schema.createIndex('current_state_insats').on('current_state').columns(['insats', 'year']).execute();

  // A file that was read. Nothing is written to current_state before confirmed_at; before and after let it be undone.
  await sql`
    create table current_state_import (
      id uuid primary key default gen_random_uuid(),
      district text not null,
      year integer not null,
      file_name text not null check (length(file_name) between 1 and 200),
      rows_new integer not null check (rows_new >= 0),
      rows_changed integer not null check (rows_changed >= 0),
      before jsonb not null,
      after jsonb not null,
      created_at timestamptz not null default now(),
      confirmed_at timestamptz,
      undone_at timestamptz,
      constraint current_state_import_order check (undone_at is null or confirmed_at is not null)
    )`.execute(db);
  await db.schema.createIndex('current_state_import_by_district').on('current_state_import').columns(['district', 'year', 'created_at']).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('current_state_import').execute();
  await db.schema.dropTable('current_state').execute();
}
