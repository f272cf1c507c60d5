-- What a quarter asks of its IQAs when it goes over them: urgent actions, matters, feedback and how often they were late.

alter table iqa.waits add column urgent boolean not null default false;
alter table iqa.escalations add column matter text;
alter table iqa.iqas add column fed_back_at timestamptz;
alter table iqa.iqas add column missed integer not null default 0;
alter table iqa.iqas add column asks_for text [] not null default '{}';
