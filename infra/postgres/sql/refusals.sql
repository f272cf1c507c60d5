-- name: keep_refused(stream, command_id, actor, command, rule, at, kept_by)!
-- A refused attempt; sent again, or kept by two of those who met it, it is one.
insert into iqa.refusals (stream, command_id, actor, command, rule, at, kept_by)
values (:stream, :command_id, :actor, :command, :rule, :at, :kept_by)
on conflict (stream, command_id, actor, command, rule) do nothing;

-- name: refused_since(since, stream)
-- What was refused since an instant, of one stream or of all, the latest first.
select stream, command_id, actor, command, rule, at, kept_by
from iqa.refusals
where at >= :since and (:stream::text is null or stream = :stream)
order by at desc, recorded_at desc, command_id;
