-- name: lock_stream(stream)!
-- One decision at a time for a stream: taken first, so that concurrent commands queue instead of failing. What follows
-- in the transaction looks up by key, so it is planned once a connection and not each time anew.
select set_config('plan_cache_mode', 'force_generic_plan', true), pg_advisory_xact_lock(hashtextextended(:stream, 0));

-- name: command(stream, command_id)^
-- What was answered to a command that comes again.
select command_id, kind, actor, command_hash, body, answer, facts, at
from iqa.commands
where stream = :stream and command_id = :command_id;

-- name: opening(stream)^
-- The command that opened a stream.
select command_id, kind, actor, command_hash, body, answer, facts, at
from iqa.commands
where stream = :stream and first_version = 1;

-- name: events(stream, after)
-- The events of a stream after a version, in order.
select version, at, actor, command_id, kind, body
from iqa.ledger
where stream = :stream and version > :after
order by version;

-- name: append(stream, versions, kinds, bodies, actor, command_id, at)!
-- The events of one command, all or none.
insert into iqa.ledger (stream, version, kind, schema, body, actor, command_id, n, at, recorded_at)
select
    :stream, event.version, event.kind, 1, event.body, :actor, :command_id::uuid, event.n - 1, :at::timestamptz,
    clock_timestamp()
from unnest(:versions::integer[], :kinds::text[], :bodies::bytea[]) with ordinality as event (version, kind, body, n);

-- name: keep_command(stream, command_id, kind, actor, command_hash, body, first_version, last_version, answer, facts, at)!
-- A command with its answer and the facts it was judged on, even when no event followed.
insert into iqa.commands (
    stream, command_id, kind, actor, command_hash, body, first_version, last_version, answer, facts, at, recorded_at
)
values (
    :stream, :command_id, :kind, :actor, :command_hash, :body, :first_version, :last_version, :answer, :facts, :at,
    clock_timestamp()
);

-- name: commands_of(stream)
-- Every command that a stream was asked, in the order in which it was judged.
select command_id, kind, actor, command_hash, body, first_version, last_version, answer, facts, at
from iqa.commands
where stream = :stream
order by recorded_at, command_id;

-- name: streams(prefix)
-- Every stream whose id begins like this.
select distinct stream
from iqa.ledger
where starts_with(stream, :prefix)
order by stream;
