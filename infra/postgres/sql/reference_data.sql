-- name: documents(known)
-- The reference data that is kept; what stands in a file here is named without its content.
select kind, version, hash, case when version <> all(:known::text[]) then content end as content, chosen_at
from iqa.reference_data
order by kind, version;

-- name: keep_documents(kinds, versions, hashes, contents)!
-- Reference data in use, each version once.
insert into iqa.reference_data (kind, version, hash, content)
select d.kind, d.version, d.hash, d.content
from unnest(:kinds::text[], :versions::text[], :hashes::text[], :contents::text[]) as d (kind, version, hash, content)
on conflict (kind, version) do nothing;

-- name: choose(policy, calendar)!
-- The policy and the calendar by which a worker begins to serve what is new.
update iqa.reference_data set chosen_at = clock_timestamp()
where (kind = 'policy' and version = :policy) or (kind = 'calendar' and version = :calendar);
