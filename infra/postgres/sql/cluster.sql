-- name: has_database(name)$
-- Whether the cluster holds a database of that name.
select exists (select from pg_catalog.pg_database where datname = :name);

-- name: create_database()#
-- Make the application's database in an embedded cluster.
create database iqa;

-- name: name_login(login, password, rights)^
-- Hand a login's name, its password and the group whose rights it has to the next statement, since role statements take
-- no parameters.
select
    set_config('iqa.login', :login, false) as login,
    set_config('iqa.rights', :rights, false) as rights,
    set_config('iqa.password', :password, false) is not null as has_password;

-- name: admit_login()#
-- Make the login that name_login named, or give it its new password, with the rights of its group and no others.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = current_setting('iqa.rights')) then
        execute format('create role %I nologin', current_setting('iqa.rights'));
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = current_setting('iqa.login')) then
        execute format('create role %I login', current_setting('iqa.login'));
    end if;
    execute format('alter role %I password %L', current_setting('iqa.login'), current_setting('iqa.password'));
    execute format('grant %I to %I', current_setting('iqa.rights'), current_setting('iqa.login'));
end
$$;
reset iqa.login;
reset iqa.rights;
reset iqa.password;
