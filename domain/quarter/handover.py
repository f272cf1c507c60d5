"""Everything that waits for one person goes to another (leave, change of post); what cannot is named.

It is about the Area, not about one quarter: IQAs of earlier quarters and actions on cases go along.
"""

from collections.abc import Iterable, Iterator, Sequence

from domain.errors import Reason, Refused
from domain.escalations import EscalationHandedOver
from domain.offices import ASSESSORS, SENIORS
from domain.people import Person
from domain.policy import EscalatedMatter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import OnesEscalation, OnesRequest, QuarterFacts
from domain.quarter.state import AreaQuarter
from domain.rows import IqaRow


def hand_over(
    command: c.HandOverWork, quarter: AreaQuarter, facts: QuarterFacts
) -> tuple[e.QuarterEvent, ...] | Refused:
    """Hand over what the facts say that the person has, to somebody in post in the Area who may have it."""
    to = _receiver(command, quarter, facts)
    if isinstance(to, Refused):
        return to
    if refused := _post_refused(to, facts):
        return refused
    put = [one for one in facts.work.escalations if _why_not(one, to, quarter) is None]
    left = (*_left(to, quarter, facts), *_left_asked(to, facts), *_left_escalated(to, quarter, facts))
    stays = {(one.what, one.stream) for one in left}
    moved = e.WorkHandedOver(
        whose=command.whose,
        to=command.to,
        because=command.because,
        iqas=_moved("iqa", facts.work.iqas, stays),
        samples=_moved("sample", facts.work.samples, stays),
        actions=tuple(e.HandedAction(**one.model_dump()) for one in facts.work.actions),
        requests=tuple(
            e.HandedRequest(stream=one.stream, request_id=one.request_id)
            for one in facts.work.requests
            if _why_not_asked(one, to) is None
        ),
        escalations=tuple(
            e.HandedEscalation(stream=one.stream, escalation_id=one.escalation_id) for one in put
        ),
        left=left,
    )
    if not (moved.iqas or moved.samples or moved.actions or moved.requests or moved.escalations):
        return Refused(reason=Reason.NOTHING_TO_HAND_OVER, detail=_listed(command.whose, left))
    return (moved, *_own(command, put, quarter))


def _receiver(command: c.HandOverWork, quarter: AreaQuarter, facts: QuarterFacts) -> Person | Refused:
    """The person who takes it, if both are known, of this Area, two, and the receiver is in post today."""
    whose, to = facts.person(command.whose), facts.person(command.to)
    for staff_id, person in ((command.whose, whose), (command.to, to)):
        if person is None:
            return Refused(reason=Reason.UNKNOWN_PERSON, detail=staff_id)
        if person.area != quarter.area:
            return Refused(reason=Reason.OTHER_AREA, detail=f"{staff_id}: {person.area}")
    if to is None or to == whose:
        return Refused(reason=Reason.ALREADY_DONE, detail=command.to)
    return to if to.in_post(facts.today) else Refused(reason=Reason.NOT_IN_POST, detail=command.to)


def _post_refused(to: Person, facts: QuarterFacts) -> Refused | None:
    """Refuse somebody whose post does not do what there is to be done."""
    may_assess = to.role in ASSESSORS or not facts.work.iqas
    may_sample = to.role in facts.policy.dip_sample.samplers or not facts.work.samples
    if may_assess and may_sample:
        return None
    return Refused(reason=Reason.NOT_PERMITTED, detail=f"{to.staff_id}: {to.role}")


def _own(
    command: c.HandOverWork, put: Iterable[OnesEscalation], quarter: AreaQuarter
) -> Iterator[EscalationHandedOver]:
    """What this quarter keeps itself changes hands here; other streams are told."""
    for one in put:
        if one.stream == quarter.quarter_id:
            yield EscalationHandedOver(escalation_id=one.escalation_id, whose=command.whose, to=command.to)


def _why_not(one: OnesEscalation, to: Person, quarter: AreaQuarter) -> str | None:
    """Why somebody may not have what was escalated, or None.

    Only those above managers may read of a manager's pace (¶6.12), and no prosecutor what was escalated. What another
    quarter says of somebody's pace ends with that quarter.
    """
    is_pace = one.matter is EscalatedMatter.PACE
    if is_pace and one.stream != quarter.quarter_id:
        return "settled_at_its_close"
    return None if to.role in (SENIORS if is_pace else ASSESSORS | SENIORS) else Reason.NOT_PERMITTED


def _why_not_asked(one: OnesRequest, to: Person) -> str | None:
    """Why somebody may not answer a request, or None: managers do, and not what they or their manager asked for."""
    if to.role not in ASSESSORS | SENIORS:
        return Reason.NOT_PERMITTED
    return Reason.OWN_WORK if one.prosecutor in {to.staff_id, to.reports_to} else None


def _left_asked(to: Person, facts: QuarterFacts) -> Iterator[e.Left]:
    for one in facts.work.requests:
        if because := _why_not_asked(one, to):
            yield e.Left(stream=one.stream, what="request", because=because)


def _left_escalated(to: Person, quarter: AreaQuarter, facts: QuarterFacts) -> Iterator[e.Left]:
    for one in facts.work.escalations:
        if because := _why_not(one, to, quarter):
            yield e.Left(stream=one.stream, what="escalation", because=because)


def _left(to: Person, quarter: AreaQuarter, facts: QuarterFacts) -> Iterator[e.Left]:
    """What the receiver may not have, and what only the line of management moves."""
    samplers = {one.iqa_id: one.sampler for one in quarter.drawn}
    for iqa in facts.work.iqas:
        if iqa.prosecutor in {to.staff_id, to.reports_to}:
            yield e.Left(stream=iqa.iqa_id, what="iqa", because=Reason.OWN_WORK)
        elif to.staff_id in iqa.done_by:
            yield e.Left(stream=iqa.iqa_id, what="iqa", because=Reason.DID_THE_WORK)
        elif (iqa.sampler or samplers.get(iqa.iqa_id)) == to.staff_id:
            yield e.Left(stream=iqa.iqa_id, what="iqa", because=Reason.TOOK_PART)
    for iqa in facts.work.samples:
        if to.staff_id in iqa.took_part:
            did = to.staff_id in iqa.done_by
            because = Reason.DID_THE_WORK if did else Reason.TOOK_PART
            yield e.Left(stream=iqa.iqa_id, what="sample", because=because)
    for stream in facts.work.queries:
        yield e.Left(stream=stream, what="query", because="any_senior_manager_answers")


def _moved(what: str, iqas: Iterable[IqaRow], stays: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(iqa.iqa_id for iqa in iqas if (what, iqa.iqa_id) not in stays)


def _listed(whose: str, left: Sequence[e.Left]) -> str:
    return ": ".join((whose, *([", ".join(one.stream for one in left)] if left else [])))
