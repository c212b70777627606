import { type Kysely, sql } from 'kysely';

// Frozen: a migration that has been run is never edited, and imports nothing from src/.

export async function up(db: Kysely<unknown>): Promise<void> {
  // A change of the rules that somebody writes and another checks. json, not jsonb: rules are made of the operations as written, keys in their order.
  await sql`
    create table rule_draft (
      id integer primary key check (id >= 1),
      form_key uuid not null unique default gen_random_uuid(),
      title text not null check (length(title) between 1 and 200),
      what text not null default '' check (length(what) <= 2000),
      why text not null default '' check (length(why) <= 4000),
      areas json not null default '[]' check (json_typeof(areas) = 'array'),
      applies_from date,
      operations json not null default '[]' check (json_typeof(operations) = 'array'),
      based_on integer not null references ruleset_version (number),
      state text not null default 'draft' check (state in ('draft', 'submitted', 'returned', 'checked', 'published', 'withdrawn')),
      revision integer not null default 1 check (revision >= 1),
      author_id uuid references account (id),
      checker_id uuid references account (id),
      version integer unique references ruleset_version (number),
      rule text check (length(rule) between 1 and 200),
      case_id uuid references candidate_case (id),
      copied_from integer references rule_draft (id),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint rule_draft_checked_by_another check (checker_id is null or (author_id is not null and checker_id <> author_id)),
      constraint rule_draft_checked check ((state in ('checked', 'published')) = (checker_id is not null)),
      constraint rule_draft_published check ((state = 'published') = (version is not null)),
      constraint rule_draft_complete check (state in ('draft', 'returned', 'withdrawn')
        or (author_id is not null and what <> '' and why <> '' and applies_from is not null and json_array_length(operations) > 0))
    )`.execute(db);
  await db.schema.createIndex('rule_draft_by_state').on('rule_draft').columns(['state', 'updated_at']).execute();
  await sql`
    create function rule_draft_goes_its_way() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if exists (select from example_data) then
          return old;
        end if;
        raise exception 'a draft of a rule change is withdrawn, never removed' using errcode = 'restrict_violation';
      end if;
      if (new.id, new.author_id, new.created_at, new.copied_from) is distinct from (old.id, old.author_id, old.created_at, old.copied_from) then
        raise exception 'who wrote a draft, and when, is never changed' using errcode = 'restrict_violation';
      end if;
      if old.state in ('published', 'withdrawn') then
        raise exception 'a draft that is published or withdrawn is never changed' using errcode = 'restrict_violation';
      end if;
      if new.revision <> old.revision + 1 then
        raise exception 'each change of a draft is a revision' using errcode = 'restrict_violation';
      end if;
      if old.state not in ('draft', 'returned') and (new.title, new.what, new.why, new.areas::text, new.applies_from, new.operations::text)
        is distinct from (old.title, old.what, old.why, old.areas::text, old.applies_from, old.operations::text) then
        raise exception 'what is submitted is not rewritten' using errcode = 'restrict_violation';
      end if;
      if new.state <> old.state and not (old.state || ' ' || new.state = any (array[
        'draft submitted', 'returned submitted', 'submitted returned', 'submitted checked', 'submitted draft', 'checked draft', 'checked submitted',
        'checked published', 'draft withdrawn', 'returned withdrawn', 'submitted withdrawn', 'checked withdrawn'])) then
        raise exception 'a draft does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
      end if;
      return new;
    end
    $$`.execute(db);
  await sql`
    create trigger rule_draft_goes_its_way before update or delete on rule_draft
    for each row execute function rule_draft_goes_its_way()`.execute(db);

  // Every step that a draft has taken, and why.
  await sql`
    create table rule_draft_step (
      id bigint generated always as identity primary key,
      draft_id integer not null references rule_draft (id),
      step text not null check (length(step) between 1 and 40),
      from_state text,
      to_state text not null,
      account_id uuid references account (id),
      reason text not null default '' check (length(reason) <= 4000),
      operation integer check (operation >= 0),
      based_on integer not null references ruleset_version (number),
      at timestamptz not null default now()
    )`.execute(db);
  await db.schema.createIndex('rule_draft_step_by_draft').on('rule_draft_step').columns(['draft_id', 'id']).execute();
  await sql`
    create function rule_draft_step_is_only_added() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select from example_data) then
        return old;
      end if;
      raise exception 'the history of a draft is never changed' using errcode = 'restrict_violation';
    end
    $$`.execute(db);
  await sql`
    create trigger rule_draft_step_is_only_added before update or delete on rule_draft_step
    for each row execute function rule_draft_step_is_only_added()`.execute(db);

  // How a report of a wrongly applied rule ends: in a change that is published, in a case, or in a no with its motive.
  await sql`
    alter table rule_report
      add column draft_id integer references rule_draft (id),
      add column outcome text check (outcome in ('change', 'case', 'no')),
      add column case_id uuid references candidate_case (id),
      add column resolved_by uuid references account (id),
      add constraint rule_report_outcome check (outcome is null or (resolved_at is not null and resolution is not null and resolved_by is not null)),
      add constraint rule_report_change check (outcome is distinct from 'change' or draft_id is not null),
      add constraint rule_report_case check ((outcome is not distinct from 'case') = (case_id is not null))`.execute(db);
  // The one who reported is told.
  await db.schema.alterTable('notice').dropConstraint('notice_kind_check').execute();
  await sql`
    alter table notice add constraint notice_kind_check
      check (kind in ('mention', 'submitted', 'returned', 'approved', 'checked', 'adopted', 'withdrawn', 'referred', 'rule_answered'))`.execute(db);
  await db.schema.createIndex('rule_report_by_draft').on('rule_report').column('draft_id').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from notice where kind = 'rule_answered'`.execute(db);
  await db.schema.alterTable('notice').dropConstraint('notice_kind_check').execute();
  await sql`
    alter table notice add constraint notice_kind_check
      check (kind in ('mention', 'submitted', 'returned', 'approved', 'checked', 'adopted', 'withdrawn', 'referred'))`.execute(db);
  for (const constraint of ['rule_report_outcome', 'rule_report_change', 'rule_report_case'])
    await db.schema.alterTable('rule_report').dropConstraint(constraint).execute();
  for (const column of ['draft_id', 'outcome', 'case_id', 'resolved_by']) await db.schema.alterTable('rule_report').dropColumn(column).execute();
  await db.schema.dropTable('rule_draft_step').execute();
  await db.schema.dropTable('rule_draft').execute();
  await sql`drop function rule_draft_step_is_only_added()`.execute(db);
  await sql`drop function rule_draft_goes_its_way()`.execute(db);
}
