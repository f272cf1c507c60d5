-- name: replace_iqa(stream, rows)!
-- The row of an IQA, from the JSON of its folded state. Here and below the old rows are gone before the first new one
-- comes, since the filter counts them; so one statement may take a key away and bring it back.
with gone as (delete from iqa.iqas where iqa_id = :stream returning 1)

insert into iqa.iqas
select new.*
from json_populate_recordset(null::iqa.iqas, :rows::json) as new
where (select count(*) from gone) >= 0;

-- name: replace_waits(stream, rows)!
-- What waits in a stream.
with gone as (delete from iqa.waits where stream = :stream returning 1)

insert into iqa.waits
select new.*
from json_populate_recordset(null::iqa.waits, :rows::json) as new
where (select count(*) from gone) >= 0;

-- name: replace_escalations(stream, rows)!
-- What a stream has raised.
with gone as (delete from iqa.escalations where stream = :stream returning 1)

insert into iqa.escalations
select new.*
from json_populate_recordset(null::iqa.escalations, :rows::json) as new
where (select count(*) from gone) >= 0;

-- name: replace_case_claims(stream, rows)!
-- The work that an IQA claims; the primary key refuses what another IQA claims.
with gone as (delete from iqa.case_claims where stream = :stream returning 1)

insert into iqa.case_claims
select new.*
from json_populate_recordset(null::iqa.case_claims, :rows::json) as new
where (select count(*) from gone) >= 0;

-- name: replace_noted_conversations(stream, rows)!
-- The conversations noted on a case, without their words.
with gone as (delete from iqa.noted_conversations where stream = :stream returning 1)

insert into iqa.noted_conversations
select new.*
from json_populate_recordset(null::iqa.noted_conversations, :rows::json) as new
where (select count(*) from gone) >= 0;

-- name: replace_matters(stream, rows)!
-- What a quarter keeps of what was escalated.
with gone as (delete from iqa.matters where stream = :stream returning 1)

insert into iqa.matters
select new.*
from json_populate_recordset(null::iqa.matters, :rows::json) as new
where (select count(*) from gone) >= 0;
