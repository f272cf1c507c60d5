-- name: begin_decision(stream, command_id, after)
-- One decision at a time for a stream: locked first, so that concurrent commands queue instead of failing; then its
-- events after a version, in order, and whether the command comes again.
select is_known, version, at, actor, command_id, kind, body
from iqa.begin_decision_v1(:stream, :command_id, :after);

-- name: lock_stream(stream)!
-- No decision on a stream until this transaction has ended.
select pg_advisory_xact_lock(hashtextextended(:stream, 0));

-- name: command(stream, command_id)^
-- What was answered to a command that comes again.
select command_id, kind, actor, command_hash, body, answer, facts, at, judged_version, rules, signed_in_how, signed_in_at
from iqa.commands
where stream = :stream and command_id = :command_id;

-- name: answer(stream, command_id, command_hash)$
-- What was answered to a command, where it is this very command.
select answer
from iqa.commands
where stream = :stream and command_id = :command_id and command_hash = :command_hash;

-- name: opening(stream)^
-- The command that opened a stream.
select command_id, kind, actor, command_hash, body, answer, facts, at, judged_version, rules, signed_in_how, signed_in_at
from iqa.commands
where stream = :stream and judged_version = 0 and event_count > 0;

-- name: events(stream, after)
-- The events of a stream after a version, in order.
select version, at, actor, command_id, kind, body
from iqa.ledger
where stream = :stream and version > :after
order by version;

-- name: keep_decision(stream, command_id, kind, actor, command_hash, body, answer, facts, at, judged_version, rules, signed_in_how, signed_in_at, kinds, bodies, rows, notices)$
-- A command with its answer and the facts it was judged on, its events and the rows that they changed: all, or nothing
-- where another stream claims the same.
select iqa.keep_decision_v1(
    :stream, :command_id, :kind, :actor, :command_hash, :body, :answer, :facts, :at, :judged_version, :rules, :signed_in_how,
    :signed_in_at, :kinds, :bodies, :rows, :notices
);

-- name: commands_of(stream)
-- Every command that a stream was asked, in the order in which it was judged: those that led to nothing come before the
-- one that took the stream further.
select command_id, kind, actor, command_hash, body, answer, facts, at, judged_version, rules, signed_in_how, signed_in_at
from iqa.commands
where stream = :stream
order by judged_version, event_count > 0, recorded_at, command_id;

-- name: streams(prefix)
-- Every stream whose id begins like this.
select distinct stream
from iqa.ledger
where starts_with(stream, :prefix)
order by stream;
