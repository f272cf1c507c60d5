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
    recorded_at timestamptz not null default clock_timestamp()
);
create index notices_by_person on iqa.notices (recipient, at);
create index notices_by_area on iqa.notices (area);

-- A message is made and committed before it is sent; its id follows from the notices in it.
create table iqa.messages (
    message_id uuid primary key,
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

-- A notice leaves in one message and never in a second one.
create table iqa.message_notices (
    notice_id uuid primary key references iqa.notices (notice_id),
    message_id uuid not null references iqa.messages (message_id)
);
create index message_notices_by_message on iqa.message_notices (message_id);

grant select, insert on iqa.notices, iqa.message_notices to iqa_app;
grant select, insert, update on iqa.messages to iqa_app;
