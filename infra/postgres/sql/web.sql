-- name: make_code(code_hash, made_at)!
-- A code that lets one browser in, once.
insert into iqa.sign_in_codes (code_hash, made_at) values (:code_hash, :made_at);

-- name: use_code(code_hash, now, since)$
-- Use a code up; nothing where there is none, it was used before, or it is older than that.
update iqa.sign_in_codes
set used_at = :now
where code_hash = :code_hash and used_at is null and made_at >= :since
returning true;

-- name: begin_sign_in(token_hash, staff_id, how, issuer, subject, place, now, kept_since)!
-- Somebody signs in, or a browser is let in without saying yet who that is; old drafts are forgotten meanwhile.
with forgotten as (
    delete from iqa.drafts where saved_at < :kept_since
)

insert into iqa.sign_ins (token_hash, staff_id, how, issuer, subject, place, began_at, seen_at)
values (:token_hash, :staff_id, :how, :issuer, :subject, :place, :now, :now);

-- name: sign_in(token_hash, now, idle_since, began_since)^
-- Whoever has that token, if their sign-in still holds; to be seen prolongs it.
update iqa.sign_ins
set seen_at = :now
where
    token_hash = :token_hash and ended_at is null
    and seen_at >= :idle_since and began_at >= :began_since
returning sign_in_id, staff_id, how, issuer, subject, began_at;

-- name: sign_in_unseen(token_hash, idle_since, began_since)^
-- Whoever has that token, if their sign-in still holds; nothing is prolonged.
select sign_in_id, staff_id, how, issuer, subject, began_at
from iqa.sign_ins
where
    token_hash = :token_hash and ended_at is null and seen_at >= :idle_since and began_at >= :began_since;

-- name: end_sign_in(token_hash, now)!
-- They sign out.
update iqa.sign_ins set ended_at = :now where token_hash = :token_hash and ended_at is null;

-- name: draft(staff_id, stream, form)^
-- What somebody began to write in a form.
select version, seen_version, words, command_id, saved_at
from iqa.drafts
where staff_id = :staff_id and stream = :stream and form = :form;

-- name: save_draft(staff_id, stream, form, version, seen_version, words, command_id, now)$
-- Keep what somebody writes, and say which version of the draft that is; nothing where it is not the version they had.
insert into iqa.drafts (staff_id, stream, form, version, seen_version, words, command_id, saved_at)
values (:staff_id, :stream, :form, :version + 1, :seen_version, :words, :command_id, :now)
on conflict (staff_id, stream, form) do update
    set
        version = iqa.drafts.version + 1,
        seen_version = excluded.seen_version,
        words = excluded.words,
        command_id = excluded.command_id,
        saved_at = excluded.saved_at
    where iqa.drafts.version = :version
returning version;

-- name: forget_draft(staff_id, stream, form)!
-- What was written is recorded, or given up.
delete from iqa.drafts where staff_id = :staff_id and stream = :stream and form = :form;

-- name: whose_ran_out(token_hash, began_since)^
-- Whose sign-in had that token and has run out, where they did not end it.
select staff_id, issuer, subject
from iqa.sign_ins
where token_hash = :token_hash and staff_id is not null and ended_at is null and began_at >= :began_since;

-- name: keep_unsent(staff_id, issuer, subject, stream, form, words, now)!
-- Keep what somebody sent when their sign-in had run out; the same words once.
insert into iqa.drafts (staff_id, stream, form, version, seen_version, words, issuer, subject, saved_at)
values (:staff_id, :stream, :form, 1, 0, :words, :issuer, :subject, :now)
on conflict (staff_id, stream, form) do nothing;

-- name: unsent(staff_id, issuer, subject, since, most)
-- What somebody wrote that is not recorded, and which steps of that stream wait for them.
select
    d.stream, d.form, d.words, d.saved_at,
    array(
        select distinct w.step from iqa.waits as w
        where w.stream = d.stream and w.who = d.staff_id
        order by w.step
    ) as steps
from iqa.drafts as d
where
    d.staff_id = :staff_id and d.saved_at >= :since
    and (
        not starts_with(d.form, 'unsent-')
        or (d.issuer is not distinct from :issuer and d.subject is not distinct from :subject)
    )
    and not exists (
        select from iqa.commands as c
        where c.stream = d.stream and c.command_id = d.command_id
    )
order by d.saved_at desc
limit :most;

-- name: people_who_may_sign_in(day, most)
-- Everybody in post, by Area and post, for whoever tries the system out.
select staff_id, name, role, area
from iqa.people
where from_date <= :day and (to_date is null or to_date >= :day)
order by area, role, staff_id
limit :most;
