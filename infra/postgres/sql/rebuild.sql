-- name: streams()
-- Every stream that the ledger or a read table knows of.
select stream from iqa.ledger
union
select iqa_id from iqa.iqas
union
select stream from iqa.waits
union
select stream from iqa.escalations
union
select stream from iqa.case_claims
union
select stream from iqa.noted_conversations
order by 1;

-- name: rows_of(stream)^
-- What the read tables show of a stream, as JSON by table.
select
    (select json_agg(r) from iqa.iqas as r where r.iqa_id = :stream) as iqa,
    (select json_agg(r) from iqa.waits as r where r.stream = :stream) as waits,
    (select json_agg(r) from iqa.escalations as r where r.stream = :stream) as escalations,
    (select json_agg(r) from iqa.case_claims as r where r.stream = :stream) as case_claims,
    (select json_agg(r) from iqa.noted_conversations as r where r.stream = :stream) as noted_conversations;
