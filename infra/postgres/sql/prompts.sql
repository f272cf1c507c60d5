-- name: asked_first(areas, since, until)
-- What was asked first in the IQAs of some Areas that were confirmed in a time, by what it was about: in how many of them,
-- about how much, and how much of that was recorded all the same. Each words or fact (their hash) counts once an IQA,
-- whether a command was held up for it or answered it beforehand; that somebody heeded it is about no words.
with undertaken as (
    select iqa_id, area, coalesce(source = 'asked_for', false) as asked_for
    from iqa.iqas
    where area = any(:areas::text[]) and confirmed_at between :since::timestamptz and :until::timestamptz
),

held_up as (
    select u.iqa_id, u.area, u.asked_for, prompt.about, word.word, false as recorded
    from undertaken as u
    inner join iqa.commands as c on u.iqa_id = c.stream
    cross join lateral jsonb_to_recordset(convert_from(c.answer, 'UTF8')::jsonb -> 'prompts') as prompt (
        about text, words jsonb
    )
    cross join lateral jsonb_array_elements_text(prompt.words) as word (word)
    where c.event_count = 0 and position('"reason":"asked_first"'::bytea in c.answer) > 0
),

answered as (
    select u.iqa_id, u.area, u.asked_for, said.body ->> 'about' as about, word.word, true as recorded
    from undertaken as u
    inner join iqa.ledger as l on u.iqa_id = l.stream
    cross join lateral (select convert_from(l.body, 'UTF8')::jsonb as body) as said
    cross join lateral jsonb_array_elements_text(said.body -> 'words') as word (word)
    where l.kind = 'prompt_answered'
)

select
    area,
    about,
    asked_for,
    count(distinct iqa_id) as iqas,
    count(distinct (iqa_id, word)) as asked,
    count(distinct (iqa_id, word)) filter (where recorded) as recorded
from (select * from held_up union all select * from answered) as prompt
group by area, about, asked_for
order by area, about, asked_for;
