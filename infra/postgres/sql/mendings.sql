-- name: keep_mending(who, kind, stream, ledger, folded)!
-- What an operator did, before it takes effect.
insert into iqa.mendings (who, kind, stream, ledger, folded)
values (:who, :kind, :stream, :ledger, :folded);

-- name: mendings_of(stream)
-- What was done to a stream, alone or with every other, in order.
select at, who, kind, stream, ledger, folded
from iqa.mendings
where stream = :stream or stream is null
order by at;

-- name: recorded_at(stream)
-- When each command of a stream was recorded.
select command_id, recorded_at
from iqa.commands
where stream = :stream;
