import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('area')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('kind')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .execute();

  await sql`
    create table insats (
      id text primary key,
      area text not null references area (id),
      section text not null,
      category text not null,
      subcategory text,
      name text not null,
      position integer not null,
      given_count integer check (given_count between 0 and 290),
      given_share integer check (given_share between 0 and 100),
      digital_count integer check (digital_count between 0 and 290),
      digital_share integer check (digital_share between 0 and 100),
      private_count integer check (private_count between 0 and 290),
      private_share integer check (private_share between 0 and 100),
      without_decision_count integer check (without_decision_count between 0 and 290),
      without_decision_share integer check (without_decision_share between 0 and 100),
      kind text not null references kind (id),
      other_law text,
      counselling boolean not null,
      treatment boolean not null,
      format text not null check (format in ('individual', 'group', 'both', 'none')),
      manual_based boolean not null,
      round_the_clock boolean not null,
      child_reach text not null check (child_reach in ('direct', 'through_adult', 'none')),
      violence boolean not null,
      honour boolean not null,
      digital_only boolean not null,
      region_shared boolean not null,
      reason text,
      retired_at timestamptz,
      constraint insats_given check ((given_count is null) = (given_share is null)),
      constraint insats_digital check ((digital_count is null) = (digital_share is null)),
      constraint insats_private check ((private_count is null) = (private_share is null)),
      constraint insats_without_decision check ((without_decision_count is null) = (without_decision_share is null))
    )`.execute(db);
  await db.schema.createIndex('insats_area').on('insats').column('area').execute();
  await db.schema.createIndex('insats_kind').on('insats').column('kind').execute();

  await sql`
    create table target_group (
      id text primary key,
      name text not null,
      description text not null,
      age_min integer not null check (age_min between 0 and 120),
      age_max integer check (age_max between age_min and 120),
      role text not null check (role in ('self', 'guardian', 'family', 'relative', 'foster_home', 'perpetrator')),
      traits jsonb not null check (jsonb_typeof(traits) = 'object'),
      position integer not null,
      retired_at timestamptz
    )`.execute(db);

  await sql`
    create table insats_target_group (
      insats_id text not null references insats (id) on delete cascade,
      target_group_id text not null references target_group (id) on delete cascade,
      primary key (insats_id, target_group_id)
    )`.execute(db);
  await db.schema.createIndex('insats_target_group_by_group').on('insats_target_group').column('target_group_id').execute();

  await sql`
    create table catalogue_load (
      id integer generated always as identity primary key,
      hash text not null,
      insatser integer not null check (insatser >= 0),
      target_groups integer not null check (target_groups >= 0),
      loaded_at timestamptz not null default now()
    )`.execute(db);

  await sql`
    create table proposal (
      id uuid primary key default gen_random_uuid(),
      title text not null check (length(title) between 1 and 200),
      district text not null check (length(district) between 1 and 120),
      legal_basis text not null check (length(legal_basis) between 1 and 120),
      law_date date not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await db.schema.createIndex('proposal_by_district').on('proposal').columns(['district', 'created_at']).execute();

  // json, not jsonb: it keeps the text as written, so the content hash can be checked against what is stored.
  await sql`
    create table proposal_version (
      proposal_id uuid not null references proposal (id),
      number integer not null check (number >= 1),
      ruleset_hash text not null check (ruleset_hash ~ '^[0-9a-f]{16,64}$'),
      catalogue_hash text not null check (catalogue_hash ~ '^[0-9a-f]{16,64}$'),
      inputs json not null,
      document json not null,
      content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
      created_at timestamptz not null default now(),
      primary key (proposal_id, number)
    )`.execute(db);

  await sql`
    create function proposal_version_is_fixed() returns trigger language plpgsql as $$
    begin
      raise exception 'a version of a proposal is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`
    create trigger proposal_version_is_fixed before update or delete on proposal_version
    for each row execute function proposal_version_is_fixed()`.execute(db);
  await sql`
    create trigger proposal_version_is_kept before truncate on proposal_version
    for each statement execute function proposal_version_is_fixed()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['proposal_version', 'proposal', 'catalogue_load', 'insats_target_group', 'target_group', 'insats', 'kind', 'area']) {
    await db.schema.dropTable(table).execute();
  }
  await sql`drop function proposal_version_is_fixed()`.execute(db);
}
