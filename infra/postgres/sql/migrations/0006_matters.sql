-- What a quarter keeps of escalated matters, for inboxes; and who assessed an IQA before, so that nobody samples it.

create table iqa.matters (
    stream text not null,
    escalation_id text primary key,
    about text not null,
    area text not null,
    quarter text not null,
    deadline text not null,
    matter text,
    told text [] not null,
    rung integer not null,
    raised_at timestamptz not null,
    climb_due timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    settled_at timestamptz
);
create index matters_by_stream on iqa.matters (stream);
create index matters_by_person on iqa.matters using gin (told);
grant select, insert, update, delete on iqa.matters to iqa_app;

alter table iqa.iqas add column former_assessors text [] not null default '{}';
create index iqas_by_assessor on iqa.iqas (area, assessor);
