-- name: keep_notices(notices)$
-- Notices made again, as JSON; one that is there already stays as it is. Gives how many were not.
select iqa.keep_notices_v1(:notices);

-- name: areas(now)
-- What each Area has in its post: notices in no message yet, those that go alone apart, and messages that wait.
with unposted as (
    select
        n.area,
        count(*) filter (where n.urgent or n.meeting_on is not null)::integer as alone,
        min(n.at) filter (where not n.urgent and n.meeting_on is null) as oldest
    from iqa.notices as n
    where
        n.at > :now::timestamptz - interval '30 days'
        and not exists (select from iqa.message_notices as m where m.notice_id = n.notice_id)
    group by n.area
),

waiting as (
    select
        w.area,
        count(*)::integer as waiting,
        max(w.failed_at) as tried_at
    from iqa.messages as w
    where w.sent_at is null and w.returned_at is null
    group by w.area
)

select
    area,
    u.oldest,
    w.tried_at,
    coalesce(u.alone, 0) as alone,
    coalesce(w.waiting, 0) as waiting,
    (
        select max(d.made_at) from iqa.messages as d
        where d.area = coalesce(u.area, w.area) and d.kind = 'digest'
    ) as digest_at
from unposted as u
full join waiting as w using (area)
order by area;

-- name: take_turn(area)$
-- Whether this connection may make a round of an Area's post: nobody else makes one.
select pg_try_advisory_lock(hashtextextended('post ' || :area, 0));

-- name: end_turns()$
-- Let somebody else make the next round.
select pg_advisory_unlock_all();

-- name: expire(area, now)!
-- Messages that waited for two weeks are not sent any more: what they tell stands in the inbox.
update iqa.messages set returned_at = :now, last_error = 'expired'
where area = :area and sent_at is null and returned_at is null and made_at < :now::timestamptz - interval '14 days';

-- name: overtake(area, now)!
-- Messages that wait and are overtaken: a newer notice for the same person is about the same conversation, or the same
-- step, however far that one is on its way; and a cancellation of what never left and was never tried.
with waiting as (
    select
        w.message_id, w.attempts, n.recipient, n.stream, n.version, n.deadline, n.meeting_on, n.meeting_cancelled
    from iqa.messages as w
    inner join iqa.message_notices as m on w.message_id = m.message_id
    inner join iqa.notices as n on m.notice_id = n.notice_id
    where w.area = :area and w.sent_at is null and w.returned_at is null and w.kind <> 'digest'
),

overtaken as (
    select w.message_id
    from waiting as w
    where
        exists (
            select from iqa.notices as newer
            where
                newer.recipient = w.recipient and newer.stream = w.stream and newer.version > w.version
                and (
                    (newer.meeting_on is not null and w.meeting_on is not null)
                    or (newer.urgent and newer.deadline = w.deadline)
                )
        )
        or (
            w.meeting_cancelled and w.attempts = 0 and not exists (
                select from iqa.notices as earlier
                inner join iqa.message_notices as i on earlier.notice_id = i.notice_id
                inner join iqa.messages as e on i.message_id = e.message_id
                where
                    earlier.recipient = w.recipient and earlier.stream = w.stream and earlier.version < w.version
                    and earlier.meeting_on is not null and (e.sent_at is not null or e.attempts > 0)
            )
        )
)

update iqa.messages as m set returned_at = :now, last_error = 'overtaken'
from overtaken as o
where m.message_id = o.message_id;

-- name: due(area, digest, now)
-- The notices of an Area that are in no message yet; without the digest those that go out by themselves.
-- A person gets one digest a day. What is older than a month stays in the inbox.
select
    n.notice_id, n.area, n.stream, n.version, n.recipient as "to", n.kind, n.urgent, n.at,
    n.meeting_on, n.meeting_start, n.meeting_minutes, n.meeting_revision, n.meeting_cancelled,
    n.deadline, n.due
from iqa.notices as n
where
    n.area = :area
    and n.at > :now::timestamptz - interval '30 days'
    and (
        n.urgent or n.meeting_on is not null or (
            :digest::boolean and not exists (
                select from iqa.messages as d
                where
                    d.area = n.area and d.recipient = n.recipient and d.kind = 'digest'
                    and (d.made_at at time zone 'Europe/London')::date
                    = (:now::timestamptz at time zone 'Europe/London')::date
            )
        )
    )
    and not exists (select from iqa.message_notices as m where m.notice_id = n.notice_id)
order by n.at, n.stream, n.version, n.recipient, n.kind;

-- name: make_message(message_id, area, recipient, kind, channel, made_at)!
-- A message, before it is sent.
insert into iqa.messages (message_id, area, recipient, kind, channel, made_at)
values (:message_id, :area, :recipient, :kind, :channel, :made_at);

-- name: put_in(message_id, notice_ids)!
-- The notices that a message carries.
insert into iqa.message_notices (notice_id, message_id)
select
    n.notice_id,
    :message_id
from unnest(:notice_ids::uuid[]) as n (notice_id);

-- name: next_message(area, now, skip)^
-- A message of an Area that waits and was not tried in this round, but for channels that are down: one that was never
-- tried first, then the one that was tried longest ago, so that none that always fails holds up the others; each in the
-- order in which they were made.
select message_id, recipient, kind, channel, made_at, attempts
from iqa.messages
where
    area = :area
    and sent_at is null
    and returned_at is null
    and failed_at is distinct from :now::timestamptz
    and channel <> all(:skip::text[])
order by failed_at nulls first, sequence
limit 1;

-- name: notices_in(message_id)
-- The notices that a message carries.
select
    n.notice_id, n.area, n.stream, n.version, n.recipient as "to", n.kind, n.urgent, n.at,
    n.meeting_on, n.meeting_start, n.meeting_minutes, n.meeting_revision, n.meeting_cancelled,
    n.deadline, n.due
from iqa.message_notices as m
inner join iqa.notices as n on m.notice_id = n.notice_id
where m.message_id = :message_id
order by n.at, n.stream, n.version, n.kind;

-- name: address_of(staff_id, today)$
-- Where a person who is in post gets mail.
select email from iqa.people
where staff_id = :staff_id and :today::date between from_date and coalesce(to_date, 'infinity');

-- name: begin_attempt(message_id, channel)!
-- An attempt, counted before it is made, so that the next one knows that it may be a repetition.
update iqa.messages set attempts = attempts + 1, channel = :channel where message_id = :message_id;

-- name: sent(message_id, now)!
-- A channel took the message.
update iqa.messages set sent_at = :now, last_error = null where message_id = :message_id and sent_at is null;

-- name: failed(message_id, now, error)!
-- A channel did not take the message, which waits for the next round.
update iqa.messages set failed_at = :now, last_error = :error where message_id = :message_id;

-- name: returned(message_id, now, error)!
-- A channel will never take the message: nobody is there. It is not tried again.
update iqa.messages set returned_at = :now, last_error = :error where message_id = :message_id;

-- name: round_made(area, now)^
-- What a round came to: messages sent in it, and those that still wait.
select
    count(*) filter (where sent_at = :now::timestamptz)::integer as sent,
    count(*) filter (where sent_at is null and returned_at is null)::integer as failed
from iqa.messages
where area = :area and (sent_at = :now::timestamptz or (sent_at is null and returned_at is null));

-- name: queue()^
-- How the post stands: notices in no message yet, messages that wait and since when, those returned, the last error.
select
    count(*) filter (where sent_at is null and returned_at is null)::integer as queued,
    min(made_at) filter (where sent_at is null and returned_at is null) as oldest,
    count(*) filter (where returned_at is not null and last_error <> 'overtaken')::integer as returned,
    (
        select count(*) from iqa.notices as n
        where
            n.at > now() - interval '30 days'
            and not exists (select from iqa.message_notices as i where i.notice_id = n.notice_id)
    )::integer as unposted,
    (
        select w.last_error from iqa.messages as w
        where w.sent_at is null and w.last_error <> 'overtaken'
        order by coalesce(w.failed_at, w.returned_at) desc
        limit 1
    ) as last_error
from iqa.messages;

-- name: troubles()
-- Why messages wait, or came back in the last month, and whom that concerns; the most first.
select
    last_error as cause,
    returned_at is not null as returned,
    count(*)::integer as messages,
    array_agg(distinct recipient order by recipient) as people
from iqa.messages
where
    sent_at is null and last_error <> 'overtaken'
    and coalesce(returned_at, now()) > now() - interval '30 days'
group by last_error, returned_at is not null
order by messages desc, cause;

-- name: notices_of(recipient, since)
-- What a person was told since an instant, the latest first, and whether it went out.
select
    n.notice_id, n.area, n.stream, n.version, n.recipient as "to", n.kind, n.urgent, n.at,
    n.meeting_on, n.meeting_start, n.meeting_minutes, n.meeting_revision, n.meeting_cancelled,
    n.deadline, n.due, m.channel, m.sent_at
from iqa.notices as n
left join iqa.message_notices as i on n.notice_id = i.notice_id
left join iqa.messages as m on i.message_id = m.message_id
where n.recipient = :recipient and n.at >= :since::timestamptz
order by n.at desc, n.stream, n.version, n.kind;
