-- name: described()
-- Everything that makes up the schema, one line a thing, in an order that two databases share.
with
relations as (
    select c.oid, c.relname, c.relkind, c.relacl, c.relowner, c.relrowsecurity, c.reloptions
    from pg_catalog.pg_class as c
    where c.relnamespace = to_regnamespace('iqa')
),
things as (
    select 'schema' as kind, n.nspname::text as name, '' as definition
    from pg_catalog.pg_namespace as n
    where n.oid = to_regnamespace('iqa')
    union all
    select 'schema grant', n.nspname::text, g.grantee::regrole::text || ' ' || g.privilege_type
    from pg_catalog.pg_namespace as n, aclexplode(n.nspacl) as g
    where n.oid = to_regnamespace('iqa')
    union all
    select 'relation', r.relname::text, concat_ws(' ', r.relkind, r.relrowsecurity, r.reloptions)
    from relations as r
    union all
    select
        'column',
        r.relname || '.' || a.attname,
        concat_ws(
            ' ',
            row_number() over (partition by r.oid order by a.attnum),
            format_type(a.atttypid, a.atttypmod),
            case when a.attnotnull then 'not null' end,
            nullif(a.attidentity, ''),
            nullif(a.attgenerated, ''),
            pg_get_expr(d.adbin, d.adrelid),
            nullif(a.attcollation, 0)::regcollation
        )
    from relations as r
    join pg_catalog.pg_attribute as a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_catalog.pg_attrdef as d on d.adrelid = r.oid and d.adnum = a.attnum
    where r.relkind in ('r', 'p', 'v', 'm')
    union all
    select 'relation grant', r.relname::text, g.grantee::regrole::text || ' ' || g.privilege_type
    from relations as r,
        aclexplode(coalesce(r.relacl, acldefault(case r.relkind when 'S' then 's'::"char" else 'r' end, r.relowner))) as g
    where r.relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select 'column grant', r.relname || '.' || a.attname, g.grantee::regrole::text || ' ' || g.privilege_type
    from relations as r
    join pg_catalog.pg_attribute as a on a.attrelid = r.oid, aclexplode(a.attacl) as g
    union all
    select 'constraint', coalesce(r.relname || '.', '') || c.conname, pg_get_constraintdef(c.oid)
    from pg_catalog.pg_constraint as c
    left join relations as r on r.oid = c.conrelid
    where c.connamespace = to_regnamespace('iqa')
    union all
    select 'index', r.relname::text, pg_get_indexdef(r.oid)
    from relations as r
    where r.relkind in ('i', 'I')
    union all
    select 'sequence', s.sequencename::text, concat_ws(' ', s.data_type, s.start_value, s.increment_by, s.cycle)
    from pg_catalog.pg_sequences as s
    where s.schemaname = 'iqa'
    union all
    select 'view', r.relname::text, pg_get_viewdef(r.oid)
    from relations as r
    where r.relkind in ('v', 'm')
    union all
    select 'trigger', r.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
    from relations as r
    join pg_catalog.pg_trigger as t on t.tgrelid = r.oid and not t.tgisinternal
    union all
    select 'function', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
    from pg_catalog.pg_proc as p
    where p.pronamespace = to_regnamespace('iqa') and p.prokind in ('f', 'p')
    union all
    select 'function grant', p.oid::regprocedure::text, g.grantee::text || ' ' || g.privilege_type
    from pg_catalog.pg_proc as p, aclexplode(p.proacl) as g
    where p.pronamespace = to_regnamespace('iqa')
    union all
    select 'policy', r.relname || '.' || p.polname, concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, p.polrelid))
    from relations as r
    join pg_catalog.pg_policy as p on p.polrelid = r.oid
    union all
    select
        'type',
        t.typname::text,
        concat_ws(' ', t.typtype, format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typnotnull, t.typdefault, (
            select string_agg(e.enumlabel, ',' order by e.enumsortorder)
            from pg_catalog.pg_enum as e
            where e.enumtypid = t.oid
        ))
    from pg_catalog.pg_type as t
    where t.typnamespace = to_regnamespace('iqa') and t.typtype in ('e', 'd', 'r')
    union all
    select 'comment', coalesce(r.relname::text, '') || '.' || d.objsubid, d.description
    from relations as r
    join pg_catalog.pg_description as d on d.objoid = r.oid
)
select line
from (select kind || ' ' || name || ': ' || definition as line from things) as lines
order by line collate "C";
