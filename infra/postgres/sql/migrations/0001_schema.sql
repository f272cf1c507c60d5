-- The whole schema. Until the first release this one migration is edited in place; afterwards it stands, and each
-- change is a migration of its own. The runner (migrate.sql) makes the schema iqa, the list of migrations and iqa_app.

-- The ledger (append only), the commands that led to it, and the read tables that are kept in the same transaction.
-- A body is bytes, kept exactly as it was hashed: jsonb would rewrite it.

create table iqa.ledger (
    stream text not null,
    version integer not null,
    kind text not null,
    schema smallint not null,
    body bytea not null,
    actor text not null,
    command_id uuid not null,
    n smallint not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (stream, version),
    constraint ledger_command_once unique (stream, command_id, n),
    constraint ledger_versions_from_one check (version >= 1)
);
create index ledger_by_recorded_at on iqa.ledger (recorded_at);
create index ledger_prompts on iqa.ledger (stream) where kind = 'prompt_answered';

create table iqa.commands (
    stream text not null,
    command_id uuid not null,
    kind text not null,
    actor text not null,
    command_hash text not null,
    body bytea not null,
    -- Where the stream stood when the command was judged, how many events that led to, and the hash of the rules.
    judged_version integer not null,
    event_count integer not null,
    rules text not null,
    answer bytea not null,
    facts bytea not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    -- How and when whoever acted had signed in; null for the system.
    signed_in_how text,
    signed_in_at timestamptz,
    primary key (stream, command_id)
);
create index commands_without_event on iqa.commands (stream) where event_count = 0;

-- Read tables: ids, codes, instants and numbers only, computed from events alone; free text lives in the ledger.
create table iqa.iqas (
    iqa_id text primary key,
    version integer not null,
    area text not null,
    quarter text not null,
    category text not null,
    prosecutor text not null,
    assessor text not null,
    senior_manager text not null,
    stage text not null,
    target_on date not null,
    urn text,
    work text[] not null,
    source text,
    eligible_cases integer,
    replaced integer not null,
    overridden text[] not null,
    themed boolean not null,
    yes integer not null,
    no integer not null,
    not_applicable integer not null,
    talk text not null,
    held_on date,
    escalated integer not null,
    sampler text,
    sample_pick text,
    sampled_at timestamptz,
    released boolean not null,
    next_due timestamptz,
    opened_at timestamptz not null,
    selected_at timestamptz,
    confirmed_at timestamptz,
    completed_at timestamptz,
    closed_at timestamptz,
    withdrawn_at timestamptz,
    fed_back_at timestamptz,
    missed integer not null default 0,
    asks_for text [] not null default '{}',
    former_assessors text [] not null default '{}',
    done_by text [] not null default '{}',
    set_aside_at timestamptz,
    re_marked integer not null default 0,
    re_marks_asked integer not null default 0,
    case_read boolean not null default false,
    judgements text [] not null default '{}',
    before_marks boolean not null default false
);
create index iqas_by_quarter on iqa.iqas (area, quarter);
create index iqas_of_quarter on iqa.iqas (quarter);
create index iqas_by_assessor on iqa.iqas (area, assessor);
create index iqas_open on iqa.iqas (iqa_id) where closed_at is null;

create table iqa.waits (
    stream text not null,
    step text not null,
    item text not null,
    who text not null,
    due timestamptz,
    missed boolean not null,
    urgent boolean not null default false,
    primary key (stream, step, item)
);
create index waits_by_person on iqa.waits (who);

-- What was escalated, in the stream that raised it and keeps it.
create table iqa.escalations (
    escalation_id text primary key,
    stream text not null,
    version integer not null,
    area text not null,
    quarter text not null,
    deadline text not null,
    matter text not null,
    told text [] not null,
    beside text [] not null default '{}',
    rung integer not null,
    raised_at timestamptz not null,
    climb_due timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    settled_at timestamptz
);
create index escalations_by_stream on iqa.escalations (stream);
create index escalations_by_quarter on iqa.escalations (area, quarter);
create index escalations_by_person on iqa.escalations using gin (told);

-- The same work of the same prosecutor on a case is assessed once; this key decides the race between two IQAs.
create table iqa.case_claims (
    urn text not null,
    prosecutor text not null,
    work text not null,
    stream text not null,
    constraint case_claims_once primary key (urn, prosecutor, work)
);
create index case_claims_by_stream on iqa.case_claims (stream);

create table iqa.noted_conversations (
    stream text not null,
    conversation_id text not null,
    urn text not null,
    manager text not null,
    prosecutor text not null,
    held_on date not null,
    primary key (stream, conversation_id)
);
create index noted_conversations_by_manager on iqa.noted_conversations (manager, prosecutor);

-- Secret until its quarter closes: in a table of its own, never in a history.
create table iqa.sample_seeds (
    stream text primary key,
    seed bytea not null,
    commitment text not null
);

-- Policies, calendars and question sets in use: a version is kept once and never changed. content is JSON; chosen_at is when
-- a worker last began to serve what is new by that policy.
create table iqa.reference_data (
    kind text not null,
    version text not null,
    hash text not null,
    content text not null,
    kept_at timestamptz not null default clock_timestamp(),
    chosen_at timestamptz,
    primary key (kind, version)
);

-- What operators did so that workflows and ledger hold the same again: without such an entry a history and a ledger that
-- part are taken for altered. Append only; without a stream it is about every one.
create table iqa.mendings (
    at timestamptz not null default clock_timestamp(),
    who text not null,
    kind text not null,
    stream text,
    ledger integer,
    folded integer
);
create index mendings_by_stream on iqa.mendings (stream);

-- What people asked for and were refused, for auditors alone; append only. Kept with the refusal by whoever judged it, or
-- by whoever sent what the state alone refused. No words that anybody wrote, and nothing of what the refusal was about.
create table iqa.refusals (
    stream text not null,
    command_id uuid not null,
    actor text not null,
    command text not null,
    rule text not null,
    at timestamptz not null,
    kept_by text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (stream, command_id, actor, command, rule)
);
create index refusals_lately on iqa.refusals (at);

-- Who was shown what when, or was refused it, for auditors alone; append only, and kept in the transaction of the read. No
-- words that anybody wrote or sought by. A month is a partition, so that what retention has run out of is dropped whole;
-- they reach as far as the calendar of working days, and what is later goes into the last one.
create table iqa.looks (
    at timestamptz not null,
    who text not null,
    how text not null,
    signed_in_at timestamptz not null,
    place text,
    showing text not null,
    stream text,
    parts text[] not null,
    outcome text not null,
    recorded_at timestamptz not null default clock_timestamp()
) partition by range (at);
create index looks_by_person on iqa.looks (who, at);
create index looks_by_stream on iqa.looks (stream, at);
create table iqa.looks_later partition of iqa.looks default;
do $$
declare
    month date;
begin
    for month in select generate_series(date '2026-10-01', date '2028-12-01', interval '1 month') loop
        execute format(
            'create table iqa.%I partition of iqa.looks for values from (%L) to (%L)',
            to_char(month, '"looks_"YYYY"_"MM'),
            month::timestamp at time zone 'UTC',
            (month + interval '1 month')::timestamp at time zone 'UTC'
        );
    end loop;
end
$$;

-- The web client's own: codes that open a local sign-in once, who is signed in since when, and what somebody began to
-- write. Tokens and codes are kept as their SHA-256 alone; the words of a draft are bytes, read by their writer alone.

create table iqa.sign_in_codes (
    code_hash bytea primary key,
    made_at timestamptz not null,
    used_at timestamptz
);

-- Without a person it is a browser that a code has let in, and that still has to say who signs in. Issuer and subject
-- are the account at a provider by which they signed in, where there is one.
create table iqa.sign_ins (
    token_hash bytea primary key,
    sign_in_id uuid not null unique default gen_random_uuid(),
    staff_id text,
    how text not null,
    issuer text,
    subject text,
    place text,
    began_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz
);
create index sign_ins_by_person on iqa.sign_ins (staff_id) where ended_at is null;

-- What a browser takes to the provider and back, once and within minutes; deleted when it comes back.
create table iqa.handshakes (
    state_hash bytea primary key,
    browser_hash bytea not null,
    nonce text not null,
    verifier text not null,
    began_at timestamptz not null
);

-- Who somebody is at a provider; what has ended stays. bound_by is an administrator, or how else they were known.
create table iqa.sign_in_bindings (
    issuer text not null,
    subject text not null,
    staff_id text not null,
    bound_by text not null,
    bound_at timestamptz not null,
    ended_by text,
    ended_at timestamptz
);
create unique index sign_in_bindings_once on iqa.sign_in_bindings (issuer, subject) where ended_at is null;
create index sign_in_bindings_by_person on iqa.sign_in_bindings (staff_id);

-- The version is the draft's own; seen_version that of the stream which its writer saw. A command's id stands in it from
-- before it is sent until its answer has come. What came when a sign-in had run out is read by the account alone that
-- had signed in; its stream is the address to which it was sent.
create table iqa.drafts (
    staff_id text not null,
    stream text not null,
    form text not null,
    version integer not null,
    seen_version integer not null,
    words bytea not null,
    command_id uuid,
    issuer text,
    subject text,
    saved_at timestamptz not null,
    primary key (staff_id, stream, form)
);

-- How many requests somebody has sent since an instant: a person, or an address at which nobody is signed in. After a
-- crash it is empty, and everybody begins again.
create unlogged table iqa.request_counts (
    whose text primary key,
    began_at timestamptz not null,
    requests integer not null
);
create index request_counts_by_age on iqa.request_counts (began_at);

-- Verifications under way, seen by whichever web process is at one, and what came of each.
create table iqa.verifications (
    verification_id uuid primary key,
    staff_id text not null,
    stream text not null,
    begun_at timestamptz not null,
    seen_at timestamptz not null,
    done integer not null default 0,
    total integer not null default 0,
    stopped_at timestamptz,
    ended_at timestamptz,
    outcome bytea
);

-- Forms that were sent and not answered in time, as the browser sent them, until their sender has the answer.
create table iqa.sendings (
    staff_id text not null,
    key text not null,
    address text not null,
    body bytea not null,
    sent_at timestamptz not null,
    primary key (staff_id, key)
);

grant select, insert
on iqa.ledger, iqa.commands, iqa.sample_seeds, iqa.mendings, iqa.reference_data, iqa.refusals, iqa.looks
to iqa_app;
grant update (chosen_at) on iqa.reference_data to iqa_app;
grant insert on iqa.sign_in_codes to iqa_app;
grant select, update on iqa.sign_ins to iqa_app;
grant select, insert, update, delete
on iqa.iqas, iqa.waits, iqa.escalations, iqa.case_claims, iqa.noted_conversations
to iqa_app;

-- People, absences, cases and what was done in them, as Areas export them. What a value may be is checked at import
-- (domain/roster); the constraints here keep what later rules rely on.

create table iqa.people (
    staff_id text primary key,
    role text not null,
    area text not null,
    unit text,
    reports_to text references iqa.people (staff_id),
    email text not null,
    from_date date not null,
    to_date date,
    -- Shown, and kept nowhere else: no event, no notice and no mail has it.
    name text,
    constraint people_end_after_start check (to_date >= from_date),
    constraint people_report_to_others check (reports_to <> staff_id)
);
create index people_by_area on iqa.people (area);
create index people_by_manager on iqa.people (reports_to);

-- One person may be away for two reasons from one day; the occurrence tells apart what is otherwise the same.
-- entered_by is who entered it by hand; null where it came with an export.
create table iqa.absences (
    staff_id text not null references iqa.people (staff_id),
    from_date date not null,
    to_date date,
    kind text not null,
    cover text references iqa.people (staff_id),
    occurrence integer not null,
    entered_by text references iqa.people (staff_id),
    entered_at timestamptz,
    primary key (staff_id, from_date, kind, occurrence),
    constraint absences_end_after_start check (to_date >= from_date)
);

create table iqa.cases (
    urn text primary key,
    area text not null,
    unit text not null,
    stage text not null,
    status text not null,
    plea text,
    prosecutor text not null references iqa.people (staff_id),
    received_on date not null,
    charged_on date,
    first_hearing_on date,
    trial_on date,
    custody boolean not null,
    domestic_abuse boolean not null,
    rape boolean not null,
    victim boolean not null,
    outside_uk boolean not null,
    asset_recovery boolean not null,
    constraint cases_charge_after_receipt check (charged_on >= received_on),
    constraint cases_charge_after_pre_charge check (charged_on is null or stage <> 'pre_charge')
);
create index cases_by_prosecutor on iqa.cases (prosecutor);

-- Two identical contributions are two acts, told apart by their occurrence.
create table iqa.contributions (
    urn text not null references iqa.cases (urn),
    staff_id text not null references iqa.people (staff_id),
    kind text not null,
    on_date date not null,
    occurrence integer not null,
    primary key (urn, staff_id, kind, on_date, occurrence)
);
create index contributions_by_person on iqa.contributions (staff_id, urn);

create table iqa.milestones (
    urn text not null references iqa.cases (urn),
    kind text not null,
    on_date date not null,
    occurrence integer not null,
    primary key (urn, kind, on_date, occurrence)
);

grant select, insert, update on iqa.sign_in_bindings to iqa_app;
grant select, insert, update, delete
on iqa.people, iqa.absences, iqa.cases, iqa.contributions, iqa.milestones
to iqa_app;

-- Notices, recorded with the event that they are about, and the messages that carry them out of the system: an outbox.
create table iqa.notices (
    notice_id uuid primary key,
    stream text not null,
    version integer not null,
    area text not null,
    recipient text not null,
    kind text not null,
    urgent boolean not null,
    at timestamptz not null,
    meeting_on date,
    meeting_start time,
    meeting_minutes integer,
    meeting_revision integer,
    meeting_cancelled boolean,
    deadline text,
    due timestamptz,
    recorded_at timestamptz not null default clock_timestamp()
);
create index notices_by_person on iqa.notices (recipient, at);
create index notices_lately on iqa.notices (at, area);

-- A message is made and committed before it is sent; its id follows from the notices in it, and it goes out in the
-- order of its sequence, in which messages were made.
create table iqa.messages (
    message_id uuid primary key,
    sequence bigint not null generated always as identity,
    area text not null,
    recipient text not null,
    kind text not null,
    channel text not null,
    made_at timestamptz not null,
    attempts integer not null default 0,
    sent_at timestamptz,
    failed_at timestamptz,
    returned_at timestamptz,
    last_error text,
    constraint messages_end_once check (sent_at is null or returned_at is null)
);
create index messages_waiting on iqa.messages (area) where sent_at is null and returned_at is null;
create index messages_digests on iqa.messages (area, made_at) where kind = 'digest';

-- A notice leaves in one message and never in a second one.
create table iqa.message_notices (
    notice_id uuid primary key references iqa.notices (notice_id),
    message_id uuid not null references iqa.messages (message_id)
);
create index message_notices_by_message on iqa.message_notices (message_id);

grant select, insert on iqa.notices, iqa.message_notices to iqa_app;
grant select, insert, update on iqa.messages to iqa_app;

-- What a decision asks of its stream in one round trip before it and one after it. Each runs with its caller's rights.
-- A function is called by its version, never changed and dropped only by the release after the one that calls another: a
-- worker of the release before runs on this schema. It names its columns, so that one added since keeps its default.

-- Locks a stream, and only then reads it: every statement of a volatile function has a snapshot of its own, so the
-- decision that was waited for is seen. Gives a row for each event after a version, and one without an event where there
-- is none; each says whether the command was judged before. What follows in the transaction looks up by key, so it is
-- planned once a connection and not each time anew.
create function iqa.begin_decision_v1(of_stream text, of_command uuid, after integer)
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
create function iqa.replace_rows_v1(of_stream text, rows jsonb) returns void
language plpgsql volatile
as $$
begin
    if rows ? 'iqa' then
        delete from iqa.iqas where iqa_id = of_stream;
        insert into iqa.iqas (
            iqa_id, version, area, quarter, category, prosecutor, assessor, senior_manager, stage, target_on,
            urn, work, source, eligible_cases, replaced, overridden, themed, yes, no, not_applicable, talk,
            held_on, escalated, sampler, sample_pick, sampled_at, released, next_due, opened_at, selected_at,
            confirmed_at, completed_at, closed_at, withdrawn_at, fed_back_at, missed, asks_for, former_assessors,
            done_by, set_aside_at, re_marked, re_marks_asked, case_read, judgements, before_marks
        )
        select
            iqa_id, version, area, quarter, category, prosecutor, assessor, senior_manager, stage, target_on,
            urn, work, source, eligible_cases, replaced, overridden, themed, yes, no, not_applicable, talk,
            held_on, escalated, sampler, sample_pick, sampled_at, released, next_due, opened_at, selected_at,
            confirmed_at, completed_at, closed_at, withdrawn_at, fed_back_at, missed, asks_for, former_assessors,
            done_by, set_aside_at, re_marked, re_marks_asked, case_read, judgements, before_marks
        from jsonb_populate_recordset(null::iqa.iqas, rows -> 'iqa');
    end if;
    if rows ? 'waits' then
        delete from iqa.waits where stream = of_stream;
        insert into iqa.waits (stream, step, item, who, due, missed, urgent)
        select stream, step, item, who, due, missed, urgent
        from jsonb_populate_recordset(null::iqa.waits, rows -> 'waits');
    end if;
    if rows ? 'escalations' then
        delete from iqa.escalations where stream = of_stream;
        insert into iqa.escalations (
            escalation_id, stream, version, area, quarter, deadline, matter, told, beside, rung, raised_at, climb_due,
            acknowledged_by, acknowledged_at, settled_at
        )
        select
            escalation_id, stream, version, area, quarter, deadline, matter, told, beside, rung, raised_at, climb_due,
            acknowledged_by, acknowledged_at, settled_at
        from jsonb_populate_recordset(null::iqa.escalations, rows -> 'escalations');
    end if;
    if rows ? 'case_claims' then
        delete from iqa.case_claims where stream = of_stream;
        insert into iqa.case_claims (urn, prosecutor, work, stream)
        select urn, prosecutor, work, stream
        from jsonb_populate_recordset(null::iqa.case_claims, rows -> 'case_claims');
    end if;
    if rows ? 'noted_conversations' then
        delete from iqa.noted_conversations where stream = of_stream;
        insert into iqa.noted_conversations (stream, conversation_id, urn, manager, prosecutor, held_on)
        select stream, conversation_id, urn, manager, prosecutor, held_on
        from jsonb_populate_recordset(null::iqa.noted_conversations, rows -> 'noted_conversations');
    end if;
end
$$;

-- Keeps notices, as JSON; one that is there already stays as it is. Gives how many were not.
create function iqa.keep_notices_v1(notices jsonb) returns integer
language plpgsql volatile
as $$
declare
    added integer;
begin
    insert into iqa.notices (
        notice_id, stream, version, area, recipient, kind, urgent, at,
        meeting_on, meeting_start, meeting_minutes, meeting_revision, meeting_cancelled, deadline, due
    )
    select
        n.notice_id, n.stream, n.version, n.area, n."to", n.kind, n.urgent, n.at,
        m."on", m.start, m.minutes, m.revision, m.cancelled, n.deadline, n.due
    from
        jsonb_to_recordset(notices) as n (
            notice_id uuid, stream text, version integer, area text, "to" text, kind text, urgent boolean, at timestamptz,
            meeting jsonb, deadline text, due timestamptz
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
-- named that says so. Whoever listens hears of the commit which stream it was and how far that is, and nothing else.
create function iqa.keep_decision_v1(
    of_stream text, id uuid, kind text, actor text, command_hash text, body bytea, answer bytea, facts bytea,
    at timestamptz, judged_version integer, rules text, signed_in_how text, signed_in_at timestamptz, kinds text[],
    bodies bytea[], rows jsonb, notices jsonb
) returns text
language plpgsql volatile
as $$
declare
    violated text;
begin
    begin
        insert into iqa.ledger (stream, version, kind, schema, body, actor, command_id, n, at, recorded_at)
        select of_stream, judged_version + e.n, e.kind, 1, e.body, actor, id, e.n - 1, at, clock_timestamp()
        from unnest(kinds, bodies) with ordinality as e (kind, body, n);
        perform iqa.replace_rows_v1(of_stream, rows);
        perform iqa.keep_notices_v1(notices);
    exception when unique_violation then
        get stacked diagnostics violated = constraint_name;
        if violated <> 'case_claims_once' then
            raise;
        end if;
        return violated;
    end;
    insert into iqa.commands (
        stream, command_id, kind, actor, command_hash, body, judged_version, event_count, rules, answer, facts, at,
        recorded_at, signed_in_how, signed_in_at
    )
    values (
        of_stream, id, kind, actor, command_hash, body, judged_version, cardinality(kinds), rules, answer, facts, at,
        clock_timestamp(), signed_in_how, signed_in_at
    );
    if cardinality(kinds) > 0 then
        perform pg_notify('iqa_news', of_stream || ' ' || judged_version + cardinality(kinds));
    end if;
    return null;
end
$$;

revoke execute
on function iqa.begin_decision_v1, iqa.replace_rows_v1, iqa.keep_notices_v1, iqa.keep_decision_v1
from public;
grant execute
on function iqa.begin_decision_v1, iqa.replace_rows_v1, iqa.keep_notices_v1, iqa.keep_decision_v1
to iqa_app;

-- The web client's login reads what the desk reads, keeps refusals and looks, and writes what is its own: nothing else.
grant select
on iqa.ledger, iqa.commands, iqa.mendings, iqa.reference_data, iqa.iqas, iqa.waits, iqa.escalations, iqa.case_claims, iqa.noted_conversations,
iqa.people, iqa.absences, iqa.cases, iqa.contributions, iqa.milestones, iqa.notices, iqa.messages,
iqa.message_notices
to iqa_web;
grant select, insert on iqa.refusals, iqa.looks to iqa_web;
grant select, update on iqa.sign_in_codes to iqa_web;
grant select, insert, update on iqa.sign_ins to iqa_web;
grant select, insert, update, delete on iqa.drafts, iqa.request_counts, iqa.sendings, iqa.verifications to iqa_web;
grant select, insert, delete on iqa.handshakes to iqa_web;
grant select, insert on iqa.sign_in_bindings to iqa_web;
