-- A role for the running server that cannot change the trail, whatever the program does. Run as the owner of the database, in the schema of the
-- tables, once they are there (after the first start or an update), and again after each update that adds tables.
-- Give the role a password or a certificate of its own, and put it in the server's DATABASE_URL.
-- Weeding (insatsplan retention --apply) and updates run as the owner.
do $$
begin
  if not exists (select from pg_roles where rolname = 'insatsplan_app') then
    create role insatsplan_app login;
  end if;
end
$$;
grant usage on schema public to insatsplan_app;
grant select, insert, update, delete on all tables in schema public to insatsplan_app;
grant usage on all sequences in schema public to insatsplan_app;
-- The trail and the versions of the rules are only read and added to; where it begins, what weeding may take, and which migrations have run are only read.
revoke all on audit_event, ruleset_version, audit_start, retention_run, kysely_migration, kysely_migration_lock from insatsplan_app;
grant select, insert on audit_event, ruleset_version to insatsplan_app;
grant select on audit_start, retention_run, kysely_migration to insatsplan_app;
grant select, update on kysely_migration_lock to insatsplan_app;
