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

create table iqa.commands (
    stream text not null,
    command_id uuid not null,
    kind text not null,
    actor text not null,
    command_hash text not null,
    body bytea not null,
    first_version integer,
    last_version integer,
    answer bytea not null,
    facts bytea not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (stream, command_id)
);

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
    withdrawn_at timestamptz
);
create index iqas_by_quarter on iqa.iqas (area, quarter);

create table iqa.waits (
    stream text not null,
    step text not null,
    item text not null,
    who text not null,
    due timestamptz,
    missed boolean not null,
    primary key (stream, step, item)
);
create index waits_by_person on iqa.waits (who);

create table iqa.escalations (
    escalation_id text primary key,
    stream text not null,
    version integer not null,
    area text not null,
    quarter text not null,
    deadline text not null,
    raised_to text not null,
    raised_at timestamptz not null
);
create index escalations_by_quarter on iqa.escalations (area, quarter);

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

grant select, insert on iqa.ledger, iqa.commands, iqa.sample_seeds to iqa_app;
grant select, insert, update, delete
on iqa.iqas, iqa.waits, iqa.escalations, iqa.case_claims, iqa.noted_conversations
to iqa_app;
