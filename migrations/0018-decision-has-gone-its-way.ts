import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // Whoever accepts a risk that the rules call a hindrance says why: the decision rests on it.
  await sql`
    alter table manager_answer
      add column blocking boolean not null default false,
      add constraint manager_answer_blocking_motive check (not (blocking and kind = 'accept' and motive = ''))`.execute(db);

  // How many things a lawyer has to check, as reckoned when the manager approved: lists say how far a review has come without reading documents.
  await sql`alter table version_status add column to_check integer check (to_check >= 0)`.execute(db);

  // A decision stands only on the whole way: submitted, approved and legally checked by three different people, and on the stored text. A restored
  // backup has gone that way before; it is put back with the triggers off.
  await sql`
    create function decision_has_gone_its_way() returns trigger language plpgsql as $$
    begin
      if new.status not in ('adopted', 'superseded') then
        return new;
      end if;
      if tg_op = 'INSERT' then
        raise exception 'a version is not adopted before it has been reviewed' using errcode = 'restrict_violation';
      end if;
      if new.status = old.status then
        return new;
      end if;
      if new.status = 'superseded' then
        if old.status <> 'adopted' then
          raise exception 'only what is adopted is superseded' using errcode = 'restrict_violation';
        end if;
        return new;
      end if;
      if old.status <> 'legally_checked' or not exists (
        select from version_step approved
        join version_step checked on (checked.proposal_id, checked.number, checked.to_status) = (approved.proposal_id, approved.number, 'legally_checked')
        where (approved.proposal_id, approved.number, approved.to_status) = (new.proposal_id, new.number, 'manager_approved')
          and approved.account_id <> checked.account_id
          and exists (select from version_step submitted
            where (submitted.proposal_id, submitted.number, submitted.to_status) = (new.proposal_id, new.number, 'submitted'))
          and not exists (select from version_step submitted
            where (submitted.proposal_id, submitted.number, submitted.to_status) = (new.proposal_id, new.number, 'submitted')
              and submitted.account_id in (approved.account_id, checked.account_id))
      ) then
        raise exception 'a version is not adopted before it has been reviewed' using errcode = 'restrict_violation';
      end if;
      if not exists (select from proposal_version version
        where (version.proposal_id, version.number, version.content_hash) = (new.proposal_id, new.number, new.content_hash)) then
        raise exception 'what is adopted is the stored version' using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger decision_has_gone_its_way before insert or update on version_status
    for each row execute function decision_has_gone_its_way()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger decision_has_gone_its_way on version_status`.execute(db);
  await sql`drop function decision_has_gone_its_way()`.execute(db);
  await sql`alter table version_status drop column to_check`.execute(db);
  await sql`alter table manager_answer drop constraint manager_answer_blocking_motive, drop column blocking`.execute(db);
}
