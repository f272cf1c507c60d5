"""A case action on any stream: who can keep it, and by when it is due (report ¶4.11, ¶5.24)."""

from datetime import date, datetime

from domain.calendar import day_of, end_of_day
from domain.cases import CaseFile, MilestoneKind
from domain.errors import Reason, Refused
from domain.facts import CaseFacts, Facts


def keeper_refused(staff_id: str, area: str, facts: Facts) -> Refused | None:
    """Refuse somebody who cannot keep an action: unknown, in another Area, or not in post today."""
    person = facts.person(staff_id)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id)
    if person.area != area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{staff_id}: {person.area}")
    return None if person.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=staff_id)


def keeper(owner: str, area: str, facts: Facts) -> str:
    """Return who keeps an urgent action today: the owner, or whoever covers the owner's absence and can."""
    cover = facts.cover(owner)
    return owner if keeper_refused(cover, area, facts) else cover


def due_refused(due_on: date | None, facts: Facts) -> Refused | None:
    """Refuse a due date that is past, or so far off that nothing is known of its working days."""
    if due_on is None:
        return None
    if due_on < facts.today:
        return Refused(reason=Reason.DUE_IN_PAST, detail=due_on.isoformat())
    beyond = due_on > facts.calendar.last_day
    return Refused(reason=Reason.BEYOND_CALENDAR, detail=due_on.isoformat()) if beyond else None


def action_due(due_on: date | None, facts: CaseFacts, *, urgent: bool) -> datetime:
    """Return the end of the day asked for, or of policy's; an urgent one is due before a hearing."""
    if due_on is not None:
        return end_of_day(due_on)
    days = facts.policy.working_days
    due = facts.calendar.due(facts.now, days.urgent_action if urgent else days.action)
    hearing = _next_hearing(facts.case_file, facts.today) if urgent and facts.case_file else None
    if hearing is None or hearing > day_of(due):
        return due
    eve = max(facts.calendar.add_working_days(hearing, -1), facts.today)
    return end_of_day(eve)


def _next_hearing(case_file: CaseFile, today: date) -> date | None:
    listed = (m.on_date for m in case_file.milestones if m.kind is MilestoneKind.NEXT_HEARING)
    hearings = (*listed, case_file.case.first_hearing_on, case_file.case.trial_on)
    return min((day for day in hearings if day is not None and day >= today), default=None)
