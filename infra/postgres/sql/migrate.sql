-- name: wait_for_turn()#
-- Let one process migrate this database at a time, however long the others take; a dead one's turn ends by itself.
select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false);
select pg_advisory_lock(7311868290476221);

-- name: limit_lock_waits(milliseconds)$
-- Give up on a table that the application holds, instead of queueing every later reader behind this wait.
select set_config('lock_timeout', :milliseconds, false);

-- name: end_turn()#
-- Let the next process look, and give the connection its own time-outs back.
select pg_advisory_unlock(7311868290476221);
reset lock_timeout;
reset statement_timeout;

-- name: prepare()#
-- Make the schema, the list of applied migrations, and the group roles that migrations grant rights to. Roles belong
-- to the whole cluster, the turn to one database: another database's migration may make a role at the same moment.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'iqa_app') then
        create role iqa_app nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'iqa_web') then
        create role iqa_web nologin;
    end if;
exception
    when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
    if to_regclass('iqa.migrations') is null then
        create schema if not exists iqa;
        grant usage on schema iqa to iqa_app, iqa_web;
        create table iqa.migrations (
            version integer primary key,
            name text not null unique,
            sha256 text not null,
            applied_at timestamptz not null
        );
        grant select on iqa.migrations to iqa_app;
    end if;
end
$$;

-- name: applied()
-- What was applied to this database, oldest first.
select version, name, sha256 from iqa.migrations order by version;

-- name: note_applied(version, name, sha256, applied_at)!
-- Remember a migration, in the transaction that ran it.
insert into iqa.migrations (version, name, sha256, applied_at)
values (:version, :name, :sha256, :applied_at);

-- name: has_tables()$
-- Whether anything was ever applied to this database, as far as this login may know.
select to_regclass('iqa.migrations') is not null;

-- name: may_show()$
-- Whether this login has the rights of the pages.
select coalesce(pg_has_role(to_regrole('iqa_web'), 'member'), false);

-- name: may_record()$
-- Whether this login has the rights of a worker; where nobody has made the role, nobody has them.
select coalesce(pg_has_role(to_regrole('iqa_app'), 'member'), false);
