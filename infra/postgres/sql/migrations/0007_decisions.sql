-- What a decision asks of its stream in one round trip before it and one after it. Each runs with its caller's rights.

-- Locks a stream, and only then reads it: every statement of a volatile function has a snapshot of its own, so the
-- decision that was waited for is seen. Gives a row for each event after a version, and one without an event where there
-- is none; each says whether the command was judged before. What follows in the transaction looks up by key, so it is
-- planned once a connection and not each time anew.
create function iqa.begin_decision(of_stream text, of_command uuid, after integer)
returns table (
    is_known boolean, version integer, at timestamptz, actor text, command_id uuid, kind text, body bytea
)
language plpgsql volatile
as $$
begin
    perform set_config('plan_cache_mode', 'force_generic_plan', true);
    perform pg_advisory_xact_lock(hashtextextended(of_stream, 0));
    return query
    select
        exists (select from iqa.commands as c where c.stream = of_stream and c.command_id = of_command),
        e.version, e.at, e.actor, e.command_id, e.kind, e.body
    from (values (of_stream)) as s (stream)
    left join iqa.ledger as e on e.stream = s.stream and e.version > after
    order by e.version;
end
$$;

-- Replaces the rows of a stream in each read table that the JSON names.
create function iqa.replace_rows(of_stream text, rows jsonb) returns void
language plpgsql volatile
as $$
begin
    if rows ? 'iqa' then
        delete from iqa.iqas where iqa_id = of_stream;
        insert into iqa.iqas select * from jsonb_populate_recordset(null::iqa.iqas, rows -> 'iqa');
    end if;
    if rows ? 'waits' then
        delete from iqa.waits where stream = of_stream;
        insert into iqa.waits select * from jsonb_populate_recordset(null::iqa.waits, rows -> 'waits');
    end if;
    if rows ? 'escalations' then
        delete from iqa.escalations where stream = of_stream;
        insert into iqa.escalations
        select * from jsonb_populate_recordset(null::iqa.escalations, rows -> 'escalations');
    end if;
    if rows ? 'case_claims' then
        delete from iqa.case_claims where stream = of_stream;
        insert into iqa.case_claims
        select * from jsonb_populate_recordset(null::iqa.case_claims, rows -> 'case_claims');
    end if;
    if rows ? 'noted_conversations' then
        delete from iqa.noted_conversations where stream = of_stream;
        insert into iqa.noted_conversations
        select * from jsonb_populate_recordset(null::iqa.noted_conversations, rows -> 'noted_conversations');
    end if;
    if rows ? 'matters' then
        delete from iqa.matters where stream = of_stream;
        insert into iqa.matters select * from jsonb_populate_recordset(null::iqa.matters, rows -> 'matters');
    end if;
end
$$;

-- Keeps notices, as JSON; one that is there already stays as it is. Gives how many were not.
create function iqa.keep_notices(notices jsonb) returns integer
language plpgsql volatile
as $$
declare
    added integer;
begin
    insert into iqa.notices (
        notice_id, stream, version, area, recipient, kind, urgent, at,
        meeting_on, meeting_start, meeting_minutes, meeting_revision, meeting_cancelled
    )
    select
        n.notice_id, n.stream, n.version, n.area, n."to", n.kind, n.urgent, n.at,
        m."on", m.start, m.minutes, m.revision, m.cancelled
    from
        jsonb_to_recordset(notices) as n (
            notice_id uuid, stream text, version integer, area text, "to" text, kind text, urgent boolean, at timestamptz,
            meeting jsonb
        ),
        jsonb_to_record(coalesce(n.meeting, '{}'::jsonb)) as m (
            "on" date, start time, minutes integer, revision integer, cancelled boolean
        )
    on conflict (notice_id) do nothing;
    get diagnostics added = row_count;
    return added;
end
$$;

-- Keeps a command with its answer, its events from a version on with their notices, and the rows of the read tables in
-- which these changed something. Where another stream holds what this one claims nothing is kept, and the constraint is
-- named that says so.
create function iqa.keep_decision(
    of_stream text, id uuid, kind text, actor text, command_hash text, body bytea, answer bytea, facts bytea,
    at timestamptz, first_version integer, kinds text[], bodies bytea[], rows jsonb, notices jsonb
) returns text
language plpgsql volatile
as $$
declare
    violated text;
begin
    begin
        insert into iqa.ledger (stream, version, kind, schema, body, actor, command_id, n, at, recorded_at)
        select of_stream, first_version + e.n - 1, e.kind, 1, e.body, actor, id, e.n - 1, at, clock_timestamp()
        from unnest(kinds, bodies) with ordinality as e (kind, body, n);
        perform iqa.replace_rows(of_stream, rows);
        perform iqa.keep_notices(notices);
    exception when unique_violation then
        get stacked diagnostics violated = constraint_name;
        if violated <> 'case_claims_once' then
            raise;
        end if;
        return violated;
    end;
    insert into iqa.commands (
        stream, command_id, kind, actor, command_hash, body, first_version, last_version, answer, facts, at, recorded_at
    )
    values (
        of_stream, id, kind, actor, command_hash, body, first_version, first_version + cardinality(kinds) - 1, answer,
        facts, at, clock_timestamp()
    );
    return null;
end
$$;

revoke execute on function iqa.begin_decision, iqa.replace_rows, iqa.keep_notices, iqa.keep_decision from public;
grant execute on function iqa.begin_decision, iqa.replace_rows, iqa.keep_notices, iqa.keep_decision to iqa_app;
