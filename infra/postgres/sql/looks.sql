-- name: keep_look(at, who, how, signed_in_at, place, showing, stream, parts, outcome)!
-- A look, in the transaction of what it shows.
insert into iqa.looks (at, who, how, signed_in_at, place, showing, stream, parts, outcome)
values (:at, :who, :how, :signed_in_at, :place, :showing, :stream, :parts, :outcome);

-- name: looks(since, until, who, stream, most, skip)
-- Looks between two instants, of one person or of all, at one stream or at whatever, the latest first.
select at, who, how, signed_in_at, place, showing, stream, parts, outcome
from iqa.looks
where
    at >= :since and at <= :until
    and (:who::text is null or who = :who)
    and (:stream::text is null or stream = :stream)
order by at desc, recorded_at desc
limit :most offset :skip;

-- name: looked_before(who, stream, before, part, outcome)$
-- When somebody was first shown something, or a part of it, before an instant; nothing where they were not.
select at
from iqa.looks
where
    who = :who and stream = :stream and at < :before and outcome = :outcome
    and (:part::text is null or :part = any(parts))
order by at
limit 1;

-- name: looked_last(who, showing, since, before, outcome)$
-- When somebody was last shown a view between two instants; nothing where they were not.
select at
from iqa.looks
where who = :who and showing = :showing and at >= :since and at < :before and outcome = :outcome
order by at desc
limit 1;
