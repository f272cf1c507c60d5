-- name: make_code(code_hash, made_at)!
-- A code that lets one browser in, once.
insert into iqa.sign_in_codes (code_hash, made_at) values (:code_hash, :made_at);

-- name: use_code(code_hash, now, since)$
-- Use a code up; nothing where there is none, it was used before, or it is older than that.
update iqa.sign_in_codes
set used_at = :now
where code_hash = :code_hash and used_at is null and made_at >= :since
returning true;

-- name: begin_sign_in(token_hash, staff_id, how, place, now)!
-- Somebody signs in, or a browser is let in without saying yet who that is.
insert into iqa.sign_ins (token_hash, staff_id, how, place, began_at, seen_at)
values (:token_hash, :staff_id, :how, :place, :now, :now);

-- name: sign_in(token_hash, now, idle_since, began_since)^
-- Whoever has that token, if their sign-in still holds; to be seen prolongs it.
update iqa.sign_ins
set seen_at = :now
where
    token_hash = :token_hash and ended_at is null
    and seen_at >= :idle_since and began_at >= :began_since
returning sign_in_id, staff_id, how, began_at;

-- name: sign_in_unseen(token_hash, idle_since, began_since)^
-- Whoever has that token, if their sign-in still holds; nothing is prolonged.
select sign_in_id, staff_id, how, began_at
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

-- name: whose_ran_out(token_hash, began_since)$
-- Whose sign-in had that token and has run out, where they did not end it.
select staff_id from iqa.sign_ins
where token_hash = :token_hash and ended_at is null and began_at >= :began_since;

-- name: unsent(staff_id, since, most)
-- What somebody had sent when their sign-in had run out.
select stream, form, words, saved_at
from iqa.drafts
where staff_id = :staff_id and starts_with(form, 'unsent-') and saved_at >= :since
order by saved_at desc
limit :most;

-- name: forget_unsent(staff_id, form)!
-- It was taken after all, or is given up.
delete from iqa.drafts where staff_id = :staff_id and form = :form and starts_with(form, 'unsent-');

-- name: people_who_may_sign_in(day, most)
-- Everybody in post, by Area and post, for whoever tries the system out.
select staff_id, name, role, area
from iqa.people
where from_date <= :day and (to_date is null or to_date >= :day)
order by area, role, staff_id
limit :most;
