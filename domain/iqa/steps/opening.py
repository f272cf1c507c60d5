"""Open an IQA, give it to another assessor, or withdraw it."""

from domain.calendar import end_of_day
from domain.errors import Reason, Refused
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.facts import IqaFacts
from domain.iqa.steps.situation import Decision, Situation
from domain.listed import unlisted
from domain.offices import ASSESSORS
from domain.people import Person
from domain.post import first_due


def open_iqa(command: c.OpenIqa, facts: IqaFacts) -> Decision:
    """Open it for a prosecutor in post, assessed by a manager in post of the same Area.

    A target on the day of the opening, or on one on which it can only just be read, moves to the first day on which
    something may be due.
    """
    assessor = _assessor(command.assessor, command.prosecutor, command.area, facts)
    if isinstance(assessor, Refused):
        return assessor
    if refused := _prosecutor_refused(command, facts):
        return refused
    if command.target_on > facts.calendar.last_day:
        return Refused(reason=Reason.BEYOND_CALENDAR, detail=command.target_on.isoformat())
    target_on = max(command.target_on, first_due(facts.now, facts.policy.notices, facts.calendar))
    return (
        e.IqaOpened(
            area=command.area,
            quarter=command.quarter,
            category=command.category,
            prosecutor=command.prosecutor,
            assessor=command.assessor,
            target_on=target_on,
            asks_for=command.asks_for,
            senior_manager=assessor.reports_to or assessor.staff_id,
            select_due=end_of_day(target_on),
            order=facts.policy.order,
            policy=facts.policy.version,
            question_set=facts.question_set.version,
        ),
    )


def reassign(command: c.Reassign, situation: Situation) -> Decision:
    """Give the IQA to a manager of the Area who did not take part in it otherwise."""
    assessor = _assessor(command.assessor, situation.iqa.prosecutor, situation.iqa.area, situation.facts)
    if isinstance(assessor, Refused):
        return assessor
    if situation.iqa.sample and situation.iqa.sample.sampler == command.assessor:
        return Refused(reason=Reason.TOOK_PART, detail=command.assessor)
    senior = assessor.reports_to or situation.iqa.senior_manager
    return (e.Reassigned(assessor=assessor.staff_id, senior_manager=senior, because=command.because),)


def move_target(command: c.MoveTarget, situation: Situation) -> Decision:
    """Give the selection another day, not before today; it has to be selected by the end of it."""
    if command.target_on < situation.facts.today:
        return Refused(reason=Reason.DUE_IN_PAST, detail=command.target_on.isoformat())
    if command.target_on > situation.facts.calendar.last_day:
        return Refused(reason=Reason.BEYOND_CALENDAR, detail=command.target_on.isoformat())
    select_due = end_of_day(command.target_on)
    return (e.TargetMoved(target_on=command.target_on, select_due=select_due, because=command.because),)


def withdraw(command: c.Withdraw, situation: Situation) -> Decision:
    """End the IQA for a listed reason; once confirmed, its assessor alone cannot hide it."""
    if situation.iqa.confirmed_at and situation.actor == situation.iqa.assessor:
        return Refused(reason=Reason.ASSESSMENT_CONFIRMED, detail=situation.iqa.iqa_id)
    if refused := unlisted(command.because, situation.facts.policy.withdrawal_reasons):
        return refused
    return (e.Withdrawn(because=command.because, note=command.note),)


def _assessor(staff_id: str, prosecutor: str, area: str, facts: IqaFacts) -> Person | Refused:
    person = facts.person(staff_id)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id)
    if prosecutor in {staff_id, person.reports_to}:
        return Refused(reason=Reason.OWN_WORK, detail=staff_id)
    if person.area != area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{staff_id}: {person.area}")
    if person.role not in ASSESSORS:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"{staff_id}: {person.role}")
    return person if person.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=staff_id)


def _prosecutor_refused(command: c.OpenIqa, facts: IqaFacts) -> Refused | None:
    """Refuse somebody unknown, of another Area, or in post neither today nor on the target day."""
    prosecutor = facts.person(command.prosecutor)
    if prosecutor is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=command.prosecutor)
    if prosecutor.area != command.area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{command.prosecutor}: {prosecutor.area}")
    in_post = prosecutor.in_post(facts.today) or prosecutor.in_post(command.target_on)
    return None if in_post else Refused(reason=Reason.NOT_IN_POST, detail=command.prosecutor)
