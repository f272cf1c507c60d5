-- Who entered an absence by hand, and when; null where it came with an export.

alter table iqa.absences add column entered_by text references iqa.people (staff_id);
alter table iqa.absences add column entered_at timestamptz;
