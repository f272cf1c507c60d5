-- name: begin_handshake(state_hash, browser_hash, nonce, verifier, now, since)!
-- What a browser takes to the provider; those that never came back are forgotten meanwhile.
with forgotten as (
    delete from iqa.handshakes where began_at < :since
)

insert into iqa.handshakes (state_hash, browser_hash, nonce, verifier, began_at)
values (:state_hash, :browser_hash, :nonce, :verifier, :now);

-- name: end_handshake(state_hash, browser_hash, since)^
-- A browser comes back: what it took is good once, in that browser, within these minutes.
delete from iqa.handshakes
where state_hash = :state_hash and browser_hash = :browser_hash and began_at >= :since
returning nonce, verifier;

-- name: bound_to(issuer, subject)$
-- Who somebody is here whom a provider knows by that subject.
select staff_id from iqa.sign_in_bindings where issuer = :issuer and subject = :subject and ended_at is null;

-- name: bind(issuer, subject, staff_id, bound_by, now)!
-- Somebody here is whom a provider knows by that subject.
insert into iqa.sign_in_bindings (issuer, subject, staff_id, bound_by, bound_at)
values (:issuer, :subject, :staff_id, :bound_by, :now);

-- name: end_binding(staff_id, issuer, ended_by, now)
-- Whoever it was is nobody here any more by that provider.
update iqa.sign_in_bindings
set ended_at = :now, ended_by = :ended_by
where staff_id = :staff_id and issuer = :issuer and ended_at is null
returning subject;

-- name: never_bound_by_email(email, day)
-- Whoever is in post with that address, and was bound to no subject before.
select p.staff_id
from iqa.people as p
where
    lower(p.email) = lower(:email) and p.from_date <= :day and (p.to_date is null or p.to_date >= :day)
    and not exists (select from iqa.sign_in_bindings as b where b.staff_id = p.staff_id);

-- name: sign_ins_of(staff_id, idle_since, began_since)
-- The sign-ins of somebody that hold, the latest first.
select sign_in_id, how, place, began_at, seen_at
from iqa.sign_ins
where
    staff_id = :staff_id and ended_at is null
    and seen_at >= :idle_since and began_at >= :began_since
order by began_at desc;

-- name: end_sign_ins(staff_id, sign_in_id, but, now)
-- Sign somebody out: at one place, everywhere, or everywhere but where they are.
update iqa.sign_ins
set ended_at = :now
where
    staff_id = :staff_id and ended_at is null
    and (:sign_in_id::uuid is null or sign_in_id = :sign_in_id)
    and (:but::uuid is null or sign_in_id <> :but)
returning sign_in_id;
