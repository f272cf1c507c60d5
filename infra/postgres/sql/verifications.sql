-- name: begin_verification(verification_id, staff_id, stream, now, since)!
-- Somebody has a stream verified; those of long ago are forgotten meanwhile.
with forgotten as (
    delete from iqa.verifications where begun_at < :since
)

insert into iqa.verifications (verification_id, staff_id, stream, begun_at, seen_at)
values (:verification_id, :staff_id, :stream, :now, :now);

-- name: verifying(since)
-- What some process is at.
select verification_id, staff_id, stream, begun_at, seen_at, done, total, stopped_at, ended_at, outcome
from iqa.verifications
where ended_at is null and stopped_at is null and seen_at >= :since;

-- name: verification(verification_id, staff_id)^
-- One of somebody's.
select verification_id, staff_id, stream, begun_at, seen_at, done, total, stopped_at, ended_at, outcome
from iqa.verifications
where verification_id = :verification_id and staff_id = :staff_id;

-- name: goes_on(verification_id, done, total, now)$
-- A process says how far it is; nothing where it is to stop.
update iqa.verifications
set seen_at = :now, done = :done, total = :total
where verification_id = :verification_id and stopped_at is null and ended_at is null
returning true;

-- name: stop_verification(verification_id, staff_id, now)!
-- Whoever had it verified wants it no more.
update iqa.verifications
set stopped_at = :now
where verification_id = :verification_id and staff_id = :staff_id and ended_at is null and stopped_at is null;

-- name: end_verification(verification_id, outcome, now)!
-- What came of it.
update iqa.verifications
set ended_at = :now, seen_at = :now, done = total, outcome = :outcome
where verification_id = :verification_id and stopped_at is null;
