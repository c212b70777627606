import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // json, not jsonb: the text as written is what the hash was made of.
  await sql`
    create table audit_event (
      seq bigint primary key check (seq >= 1),
      at timestamptz not null,
      account_id uuid,
      roles text not null check (length(roles) <= 200),
      action text not null check (length(action) between 1 and 80),
      object_type text not null check (length(object_type) between 1 and 40),
      object_id text not null check (length(object_id) <= 400),
      district text,
      before json not null,
      after json not null,
      request_id text not null check (length(request_id) <= 80),
      previous_hash text not null check (previous_hash ~ '^[0-9a-f]{64}$'),
      hash text not null unique check (hash ~ '^[0-9a-f]{64}$')
    )`.execute(db);
  await db.schema.createIndex('audit_event_by_object').on('audit_event').columns(['object_type', 'object_id', 'seq']).execute();
  await db.schema.createIndex('audit_event_by_time').on('audit_event').column('at').execute();
  await db.schema.createIndex('audit_event_by_account').on('audit_event').columns(['account_id', 'seq']).execute();

  // Where the chain begins once old rows have been weeded out: the last row that went, and its hash.
  await sql`
    create table audit_start (
      only_one boolean primary key default true check (only_one),
      seq bigint not null check (seq >= 1),
      hash text not null check (hash ~ '^[0-9a-f]{64}$'),
      at timestamptz not null default now()
    )`.execute(db);

  // Rows are only added, one after the other. They go away in two cases: the oldest when they are weeded out, up to where the chain is said
  // to begin, and all of them together with made-up data.
  await sql`
    create function audit_is_append_only() returns trigger language plpgsql as $$
    declare
      head bigint;
    begin
      if tg_op = 'INSERT' then
        select coalesce(max(seq), (select seq from audit_start), 0) into head from audit_event;
        if new.seq <> head + 1 then
          raise exception 'the audit trail has no gaps' using errcode = 'restrict_violation';
        end if;
        return new;
      end if;
      if tg_op = 'DELETE' and (exists (select from audit_start where seq >= old.seq) or exists (select from example_data)) then
        return old;
      end if;
      raise exception 'the audit trail is only added to' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`
    create trigger audit_is_append_only before insert or update or delete on audit_event
    for each row execute function audit_is_append_only()`.execute(db);
  await sql`
    create trigger audit_is_kept before truncate on audit_event
    for each statement execute function audit_is_append_only()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['audit_event', 'audit_start']) await db.schema.dropTable(table).execute();
  await sql`drop function audit_is_append_only()`.execute(db);
}
