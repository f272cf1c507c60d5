-- name: begin()#
-- Let one import at a time change the roster, however long it takes, and make room for what arrives.
set local statement_timeout = 0;
set local lock_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
select pg_advisory_xact_lock(5204417390618853);
create temporary table arrived_people (like iqa.people including defaults) on commit drop;
create temporary table arrived_absences (like iqa.absences including defaults) on commit drop;
create temporary table arrived_cases (like iqa.cases including defaults) on commit drop;
create temporary table arrived_contributions (like iqa.contributions including defaults) on commit drop;
create temporary table arrived_milestones (like iqa.milestones including defaults) on commit drop;

-- name: managers()
-- Everyone on record, with their manager.
select staff_id, reports_to from iqa.people;

-- name: urns_on_record(urns)
-- Which of these cases are on record.
select urn from iqa.cases where urn = any(:urns::text[]);

-- name: analyse()#
-- Tell the planner how much has arrived.
analyze pg_temp.arrived_people;
analyze pg_temp.arrived_absences;
analyze pg_temp.arrived_cases;
analyze pg_temp.arrived_contributions;
analyze pg_temp.arrived_milestones;

-- name: add_people()$
-- Insert the people who are new, all at once since they may report to each other.
with added as (
    insert into iqa.people (staff_id, role, area, unit, reports_to, email, from_date, to_date, name)
    select staff_id, role, area, unit, reports_to, email, from_date, to_date, name
    from pg_temp.arrived_people
    on conflict (staff_id) do nothing
    returning 1
)

select count(*) from added;

-- name: update_people(names_told)$
-- Change the people of whom anything differs; names on record stay where the file tells none.
with updated as (
    update iqa.people as p
    set
        role = a.role, area = a.area, unit = a.unit, reports_to = a.reports_to, email = a.email,
        from_date = a.from_date, to_date = a.to_date, name = case when :names_told then a.name else p.name end
    from pg_temp.arrived_people as a
    where
        p.staff_id = a.staff_id
        and (p.role, p.area, p.unit, p.reports_to, p.email, p.from_date, p.to_date, p.name)
        is distinct from (
            a.role, a.area, a.unit, a.reports_to, a.email, a.from_date, a.to_date,
            case when :names_told then a.name else p.name end
        )
    returning 1
)

select count(*) from updated;

-- name: remove_absences()
-- Delete and give the absences that the file no longer has, of the people that it names.
delete from iqa.absences as o
where
    o.staff_id in (select staff_id from pg_temp.arrived_absences)
    and not exists (
        select from pg_temp.arrived_absences as a
        where (a.staff_id, a.from_date, a.kind, a.occurrence) = (o.staff_id, o.from_date, o.kind, o.occurrence)
    )
returning o.staff_id, o.from_date, o.kind;

-- name: update_absences()$
-- Change the absences whose end or cover differs.
with updated as (
    update iqa.absences as o
    set to_date = a.to_date, cover = a.cover
    from pg_temp.arrived_absences as a
    where
        (a.staff_id, a.from_date, a.kind, a.occurrence) = (o.staff_id, o.from_date, o.kind, o.occurrence)
        and (o.to_date, o.cover) is distinct from (a.to_date, a.cover)
    returning 1
)

select count(*) from updated;

-- name: add_absences()$
-- Insert the absences that are new.
with added as (
    insert into iqa.absences (staff_id, from_date, to_date, kind, cover, occurrence)
    select staff_id, from_date, to_date, kind, cover, occurrence
    from pg_temp.arrived_absences
    on conflict (staff_id, from_date, kind, occurrence) do nothing
    returning 1
)

select count(*) from added;

-- name: add_cases()$
-- Insert the cases that are new.
with added as (
    insert into iqa.cases (
        urn, area, unit, stage, status, plea, prosecutor, received_on, charged_on, first_hearing_on, trial_on,
        custody, domestic_abuse, rape, victim, outside_uk, asset_recovery
    )
    select
        urn, area, unit, stage, status, plea, prosecutor, received_on, charged_on, first_hearing_on, trial_on,
        custody, domestic_abuse, rape, victim, outside_uk, asset_recovery
    from pg_temp.arrived_cases
    on conflict (urn) do nothing
    returning 1
)

select count(*) from added;

-- name: update_cases()$
-- Change the cases of which anything differs.
with updated as (
    update iqa.cases as c
    set
        area = a.area, unit = a.unit, stage = a.stage, status = a.status, plea = a.plea, prosecutor = a.prosecutor,
        received_on = a.received_on, charged_on = a.charged_on, first_hearing_on = a.first_hearing_on,
        trial_on = a.trial_on, custody = a.custody, domestic_abuse = a.domestic_abuse, rape = a.rape,
        victim = a.victim, outside_uk = a.outside_uk, asset_recovery = a.asset_recovery
    from pg_temp.arrived_cases as a
    where
        c.urn = a.urn
        and (
            c.area, c.unit, c.stage, c.status, c.plea, c.prosecutor, c.received_on, c.charged_on, c.first_hearing_on, c.trial_on,
            c.custody, c.domestic_abuse, c.rape, c.victim, c.outside_uk, c.asset_recovery
        ) is distinct from (
            a.area, a.unit, a.stage, a.status, a.plea, a.prosecutor, a.received_on, a.charged_on, a.first_hearing_on, a.trial_on,
            a.custody, a.domestic_abuse, a.rape, a.victim, a.outside_uk, a.asset_recovery
        )
    returning 1
)

select count(*) from updated;

-- name: remove_contributions()
-- Delete and give the contributions that the file no longer has, of the cases that it names.
delete from iqa.contributions as c
where
    c.urn in (select urn from pg_temp.arrived_contributions)
    and not exists (
        select from pg_temp.arrived_contributions as a
        where
            (a.urn, a.staff_id, a.kind, a.on_date, a.occurrence)
            = (c.urn, c.staff_id, c.kind, c.on_date, c.occurrence)
    )
returning c.urn, c.staff_id, c.kind, c.on_date;

-- name: add_contributions()$
-- Insert the contributions that are new.
with added as (
    insert into iqa.contributions (urn, staff_id, kind, on_date, occurrence)
    select urn, staff_id, kind, on_date, occurrence
    from pg_temp.arrived_contributions
    on conflict (urn, staff_id, kind, on_date, occurrence) do nothing
    returning 1
)

select count(*) from added;

-- name: remove_milestones()
-- Delete and give the milestones that the file no longer has, of the cases that it names.
delete from iqa.milestones as m
where
    m.urn in (select urn from pg_temp.arrived_milestones)
    and not exists (
        select from pg_temp.arrived_milestones as a
        where (a.urn, a.kind, a.on_date, a.occurrence) = (m.urn, m.kind, m.on_date, m.occurrence)
    )
returning m.urn, m.kind, m.on_date;

-- name: add_milestones()$
-- Insert the milestones that are new.
with added as (
    insert into iqa.milestones (urn, kind, on_date, occurrence)
    select urn, kind, on_date, occurrence
    from pg_temp.arrived_milestones
    on conflict (urn, kind, on_date, occurrence) do nothing
    returning 1
)

select count(*) from added;
