import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // A run of weeding, and what is old enough for it. It opens the doors below for its own transaction and no other.
  await sql`
    create table retention_run (
      id uuid primary key default gen_random_uuid(),
      at timestamptz not null default now(),
      transaction_id text not null default pg_current_xact_id()::text,
      drafts_before timestamptz,
      trail_before timestamptz,
      constraint retention_run_past check (drafts_before < at and trail_before < at)
    )`.execute(db);

  // Whether a proposal has ever been sent for review or decided on. Such a proposal is never weeded out.
  await sql`
    create function proposal_was_submitted(wanted uuid) returns boolean language sql stable as $$
      select exists (select from version_step where proposal_id = wanted)
        or exists (select from version_status where proposal_id = wanted and status <> 'draft')
    $$`.execute(db);
  await sql`
    create function proposal_touched_at(wanted uuid) returns timestamptz language sql stable as $$
      select greatest(
        (select max(created_at) from proposal_version where proposal_id = wanted),
        (select max(updated_at) from working_line where proposal_id = wanted),
        (select max(updated_at) from working_text where proposal_id = wanted),
        (select max(updated_at) from working_outline where proposal_id = wanted),
        (select max(updated_at) from economy_scenario where proposal_id = wanted),
        (select max(marked_at) from ready_version where proposal_id = wanted),
        (select max(greatest(applied_at, undone_at)) from bulk_change where proposal_id = wanted))
    $$`.execute(db);
  await sql`
    create or replace function proposal_version_is_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      if tg_op = 'DELETE' and not proposal_was_submitted(old.proposal_id) and exists (
        select from retention_run
        where transaction_id = pg_current_xact_id()::text and at = now() and proposal_touched_at(old.proposal_id) < drafts_before) then
        return old;
      end if;
      raise exception 'a version of a proposal is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);

  // The trail outlives made-up data: only weeding removes its oldest rows, up to where the chain is said to begin.
  await sql`
    create or replace function audit_is_append_only() returns trigger language plpgsql as $$
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
      if tg_op = 'DELETE' and exists (select from audit_start where seq >= old.seq) then
        return old;
      end if;
      raise exception 'the audit trail is only added to' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  // The beginning moves forward only, in a run of weeding, to a row that stands there and is old enough.
  await sql`
    create function audit_start_is_guarded() returns trigger language plpgsql as $$
    begin
      if tg_op in ('INSERT', 'UPDATE') and exists (
        select from retention_run run join audit_event last on last.seq = new.seq and last.hash = new.hash
        where run.transaction_id = pg_current_xact_id()::text and run.at = now()
          and not exists (select from audit_event young where young.seq <= new.seq and young.at >= run.trail_before)
          and run.trail_before is not null) then
        return new;
      end if;
      raise exception 'the beginning of the trail is only moved by weeding' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`
    create trigger audit_start_is_guarded before insert or update or delete on audit_start
    for each row execute function audit_start_is_guarded()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger audit_start_is_guarded on audit_start`.execute(db);
  await sql`drop function audit_start_is_guarded()`.execute(db);
  await sql`
    create or replace function audit_is_append_only() returns trigger language plpgsql as $$
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
    create or replace function proposal_version_is_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      raise exception 'a version of a proposal is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`drop function proposal_touched_at(uuid)`.execute(db);
  await sql`drop function proposal_was_submitted(uuid)`.execute(db);
  await db.schema.dropTable('retention_run').execute();
}
