-- People, absences, cases and what was done in them, as Areas export them. What a value may be is checked at import
-- (domain/roster); the constraints here keep what later rules rely on.

create table iqa.people (
    staff_id text primary key,
    role text not null,
    area text not null,
    unit text,
    reports_to text references iqa.people (staff_id),
    email text not null,
    from_date date not null,
    to_date date,
    constraint people_end_after_start check (to_date >= from_date),
    constraint people_report_to_others check (reports_to <> staff_id)
);
create index people_by_area on iqa.people (area);
create index people_by_manager on iqa.people (reports_to);

-- One person may be away for two reasons from one day; the occurrence tells apart what is otherwise the same.
create table iqa.absences (
    staff_id text not null references iqa.people (staff_id),
    from_date date not null,
    to_date date,
    kind text not null,
    cover text references iqa.people (staff_id),
    occurrence integer not null,
    primary key (staff_id, from_date, kind, occurrence),
    constraint absences_end_after_start check (to_date >= from_date)
);

create table iqa.cases (
    urn text primary key,
    area text not null,
    unit text not null,
    stage text not null,
    status text not null,
    plea text,
    prosecutor text not null references iqa.people (staff_id),
    received_on date not null,
    charged_on date,
    first_hearing_on date,
    trial_on date,
    custody boolean not null,
    domestic_abuse boolean not null,
    rape boolean not null,
    victim boolean not null,
    outside_uk boolean not null,
    asset_recovery boolean not null,
    constraint cases_charge_after_receipt check (charged_on >= received_on),
    constraint cases_charge_after_pre_charge check (charged_on is null or stage <> 'pre_charge')
);
create index cases_by_prosecutor on iqa.cases (prosecutor);

-- Two identical contributions are two acts, told apart by their occurrence.
create table iqa.contributions (
    urn text not null references iqa.cases (urn),
    staff_id text not null references iqa.people (staff_id),
    kind text not null,
    on_date date not null,
    occurrence integer not null,
    primary key (urn, staff_id, kind, on_date, occurrence)
);
create index contributions_by_person on iqa.contributions (staff_id, urn);

create table iqa.milestones (
    urn text not null references iqa.cases (urn),
    kind text not null,
    on_date date not null,
    occurrence integer not null,
    primary key (urn, kind, on_date, occurrence)
);

grant select, insert, update, delete
on iqa.people, iqa.absences, iqa.cases, iqa.contributions, iqa.milestones
to iqa_app;
