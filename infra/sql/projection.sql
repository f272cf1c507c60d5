-- name: delete_iqa(stream)!
-- The row of an IQA makes room for its next version.
delete from iqa.iqas where iqa_id = :stream;

-- name: insert_iqa(rows)!
-- The row of an IQA, from the JSON of its folded state.
insert into iqa.iqas select * from json_populate_recordset(null::iqa.iqas, :rows::json);

-- name: delete_waits(stream)!
-- What waited in a stream.
delete from iqa.waits where stream = :stream;

-- name: insert_waits(rows)!
-- What waits in a stream now.
insert into iqa.waits select * from json_populate_recordset(null::iqa.waits, :rows::json);

-- name: delete_escalations(stream)!
-- What a stream had raised.
delete from iqa.escalations where stream = :stream;

-- name: insert_escalations(rows)!
-- What a stream has raised.
insert into iqa.escalations select * from json_populate_recordset(null::iqa.escalations, :rows::json);

-- name: delete_case_claims(stream)!
-- The work that an IQA claimed.
delete from iqa.case_claims where stream = :stream;

-- name: insert_case_claims(rows)!
-- The work that an IQA claims; the primary key refuses what another IQA claims.
insert into iqa.case_claims select * from json_populate_recordset(null::iqa.case_claims, :rows::json);

-- name: delete_noted_conversations(stream)!
-- The conversations noted on a case.
delete from iqa.noted_conversations where stream = :stream;

-- name: insert_noted_conversations(rows)!
-- The conversations noted on a case, without their words.
insert into iqa.noted_conversations
select * from json_populate_recordset(null::iqa.noted_conversations, :rows::json);
