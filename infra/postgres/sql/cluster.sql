-- name: has_database(name)$
-- Whether the cluster holds a database of that name.
select exists (select from pg_catalog.pg_database where datname = :name);

-- name: create_database()#
-- Make the application's database in an embedded cluster.
create database iqa;

-- name: name_login(login, password)^
-- Hand the login's name and password to the next statement, since role statements take no parameters.
select
    set_config('iqa.login', :login, false) as login,
    set_config('iqa.password', :password, false) is not null as has_password;

-- name: admit_login()#
-- Make the login that name_login named, or give it its new password, with the application's rights and no others.
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'iqa_app') then
        create role iqa_app nologin;
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = current_setting('iqa.login')) then
        execute format('create role %I login', current_setting('iqa.login'));
    end if;
    execute format('alter role %I password %L', current_setting('iqa.login'), current_setting('iqa.password'));
    execute format('grant iqa_app to %I', current_setting('iqa.login'));
end
$$;
reset iqa.login;
reset iqa.password;
