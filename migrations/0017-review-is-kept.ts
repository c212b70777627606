import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // Which version somebody saw, and the look that a visit is compared with: to load a page again is no new visit.
  await sql`
    alter table last_look
      add column number integer check (number >= 1),
      add column before_at timestamptz,
      add column before_number integer check (before_number >= 1)`.execute(db);

  // What a decision rests on is kept as it was: the steps always, the answers once the version is adopted.
  await sql`
    create function review_steps_are_kept() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      raise exception 'a step of a review is never changed or removed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  for (const table of ['version_step', 'return_reason'])
    await sql`
      create trigger review_steps_are_kept before update or delete on ${sql.table(table)}
      for each row execute function review_steps_are_kept()`.execute(db);
  await sql`
    create function answers_of_adopted_are_fixed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      if exists (select from version_status status where status.status in ('adopted', 'superseded')
        and (status.proposal_id, status.number) in ((old.proposal_id, old.number), (new.proposal_id, new.number))) then
        raise exception 'what an adopted version rests on is never changed' using errcode = 'restrict_violation';
      end if;
      if tg_op = 'DELETE' then
        return old;
      end if;
      return new;
    end
    $$`.execute(db);
  for (const table of ['manager_answer', 'legal_check'])
    await sql`
      create trigger answers_of_adopted_are_fixed before insert or update or delete on ${sql.table(table)}
      for each row execute function answers_of_adopted_are_fixed()`.execute(db);

  await sql`
    create function reviews_are_not_emptied() returns trigger language plpgsql as $$
    begin
      raise exception 'reviews are never emptied' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  for (const table of ['version_status', 'version_step', 'return_reason', 'manager_answer', 'legal_check'])
    await sql`
      create trigger reviews_are_not_emptied before truncate on ${sql.table(table)}
      for each statement execute function reviews_are_not_emptied()`.execute(db);
  // Who submitted what was decided is as fixed as the decision itself.
  await sql`
    create function adopted_keeps_its_submitter() returns trigger language plpgsql as $$
    begin
      if old.status in ('adopted', 'superseded') and new.submitted_by is distinct from old.submitted_by then
        raise exception 'an adopted version is never changed' using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger adopted_keeps_its_submitter before update on version_status
    for each row execute function adopted_keeps_its_submitter()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger adopted_keeps_its_submitter on version_status`.execute(db);
  await sql`drop function adopted_keeps_its_submitter()`.execute(db);
  for (const table of ['version_status', 'version_step', 'return_reason', 'manager_answer', 'legal_check'])
    await sql`drop trigger reviews_are_not_emptied on ${sql.table(table)}`.execute(db);
  await sql`drop function reviews_are_not_emptied()`.execute(db);
  for (const table of ['manager_answer', 'legal_check']) await sql`drop trigger answers_of_adopted_are_fixed on ${sql.table(table)}`.execute(db);
  await sql`drop function answers_of_adopted_are_fixed()`.execute(db);
  for (const table of ['version_step', 'return_reason']) await sql`drop trigger review_steps_are_kept on ${sql.table(table)}`.execute(db);
  await sql`drop function review_steps_are_kept()`.execute(db);
  await sql`alter table last_look drop column number, drop column before_at, drop column before_number`.execute(db);
}
