"""Open an IQA, give it to another assessor, or withdraw it."""

from domain.calendar import end_of_day
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.situation import Decision, Situation, unlisted
from domain.people import Person, Role

_ASSESSORS = frozenset({Role.LEGAL_MANAGER, Role.SENIOR_MANAGER})


def open_iqa(command: c.OpenIqa, facts: Facts) -> Decision:
    """Open it for a prosecutor in post, assessed by a manager of the same Area who reports to a senior manager."""
    assessor = _assessor(command.assessor, command.prosecutor, command.area, facts)
    if isinstance(assessor, Refused):
        return assessor
    if facts.person(command.prosecutor) is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=command.prosecutor)
    return (
        e.IqaOpened(
            **command.model_dump(
                include={"area", "quarter", "category", "prosecutor", "assessor", "target_on"}
            ),
            senior_manager=assessor.reports_to or assessor.staff_id,
            select_due=end_of_day(command.target_on),
            order=facts.policy.order,
            policy=facts.policy.version,
            question_set=facts.question_set.version,
        ),
    )


def reassign(command: c.Reassign, now: Situation) -> Decision:
    """Give the IQA to a manager of the Area who did not take part in it otherwise."""
    assessor = _assessor(command.assessor, now.iqa.prosecutor, now.iqa.area, now.facts)
    if isinstance(assessor, Refused):
        return assessor
    if now.iqa.sample and now.iqa.sample.sampler == command.assessor:
        return Refused(reason=Reason.TOOK_PART, detail=command.assessor)
    senior = assessor.reports_to or now.iqa.senior_manager
    return (e.Reassigned(assessor=assessor.staff_id, senior_manager=senior, because=command.because),)


def withdraw(command: c.Withdraw, now: Situation) -> Decision:
    """End the IQA for a listed reason."""
    if refused := unlisted(command.because, now.facts.policy.withdrawal_reasons):
        return refused
    return (e.Withdrawn(because=command.because, note=command.note),)


def _assessor(staff_id: str, prosecutor: str, area: str, facts: Facts) -> Person | Refused:
    person = facts.person(staff_id)
    if person is None:
        return Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id)
    if staff_id == prosecutor:
        return Refused(reason=Reason.OWN_WORK, detail=staff_id)
    if person.area != area:
        return Refused(reason=Reason.OTHER_AREA, detail=f"{staff_id}: {person.area}")
    if person.role not in _ASSESSORS:
        return Refused(reason=Reason.NOT_PERMITTED, detail=f"{staff_id}: {person.role}")
    return person if person.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=staff_id)
