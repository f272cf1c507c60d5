"""A case action on any stream: who can keep it, by when it is due, and which case can't wait (report ¶4.11, ¶5.24)."""

from datetime import date, datetime
from typing import Final

from domain.calendar import day_of, end_of_day
from domain.cases import CaseFile, MilestoneKind
from domain.errors import Reason, Refused
from domain.facts import CaseFacts, Facts
from domain.leave import long_absences
from domain.people import Absence


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


def action_due(due_on: date | None, owner: str, facts: CaseFacts, *, urgent: bool) -> datetime:
    """Return the end of the day asked for, or of policy's.

    An urgent one is due before a hearing, and any other after a long absence of its owner.
    """
    if due_on is not None:
        return end_of_day(due_on)
    days = facts.policy.working_days
    due = facts.calendar.due(facts.now, days.urgent_action if urgent else days.action)
    if not urgent:
        return after_absence(owner, due, facts) or due
    hearing = _next_hearing(facts.case_file, facts.today) if facts.case_file else None
    if hearing is None or hearing > day_of(due):
        return due
    eve = max(facts.calendar.add_working_days(hearing, -1), facts.today)
    return end_of_day(eve)


def after_absence(owner: str, due: datetime, facts: CaseFacts) -> datetime | None:
    """Return when an action that is not urgent is due whose owner is long away over its day; None for it to stay.

    It is so many working days after the return as policy plans for, and stays where the return is not known or too far
    off, or a hearing comes before it: somebody has to look at it then.
    """
    planning, calendar, day = facts.policy.planning, facts.calendar, day_of(due)
    long = long_absences(facts.away(owner), planning.long_absence, calendar)
    back = next((one.last_day for one in long if day in one), None)
    if back is None or back > calendar.last_day:
        return None
    later = calendar.due(back, max(planning.days_after_return, 1))
    hearing = _next_hearing(facts.case_file, day) if facts.case_file else None
    too_far = calendar.working_days_between(day, day_of(later)) > facts.policy.working_days.longest_pause
    return None if too_far or (hearing and hearing <= day_of(later)) else later


def cannot_wait(case_file: CaseFile, facts: CaseFacts) -> bool:
    """Tell whether a case needs somebody's eye even where it is not assessed (¶5.24).

    It has a victim or somebody in custody, or a day of it comes before any action would be due that is not urgent.
    """
    if case_file.case.custody or case_file.case.victim:
        return True
    until = day_of(facts.calendar.due(facts.now, facts.policy.working_days.action))
    return any(day <= until for day in _to_come(case_file, facts.today))


def day_while_away(owner: str, facts: CaseFacts) -> tuple[date, Absence] | None:
    """Return the first day of the case on which whoever would own an action is away, and that absence (¶5.24).

    That is a hearing, a trial, or the day by which a statement or a letter is due, of today or later.
    """
    days = sorted(_to_come(facts.case_file, facts.today)) if facts.case_file else []
    away = [one for one in facts.absences if one.staff_id == owner]
    return next(((day, one) for day in days for one in away if one.includes(day)), None)


def _to_come(case_file: CaseFile, today: date) -> set[date]:
    due = (one.on_date for one in case_file.milestones if one.kind in _DUE_BY_A_DAY)
    return {day for day in (*due, *_hearings(case_file)) if day >= today}


def _next_hearing(case_file: CaseFile, today: date) -> date | None:
    return min((day for day in _hearings(case_file) if day >= today), default=None)


def _hearings(case_file: CaseFile) -> tuple[date, ...]:
    listed = (m.on_date for m in case_file.milestones if m.kind is MilestoneKind.NEXT_HEARING)
    days = (*listed, case_file.case.first_hearing_on, case_file.case.trial_on)
    return tuple(day for day in days if day is not None)


_DUE_BY_A_DAY: Final = frozenset({MilestoneKind.DEFENCE_STATEMENT_DUE, MilestoneKind.VICTIM_LETTER_DUE})
"""What falls due in a case, besides its hearings."""
