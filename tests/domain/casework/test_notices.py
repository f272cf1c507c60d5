"""Who hears of what is noted on a case."""

from typing import get_args

import pytest

from domain.assessment import Mode
from domain.casework import events as e
from domain.casework.kind import CASE
from domain.casework.requested import RequestAnswer
from domain.escalations import (
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
)
from domain.notices import NoticeKind
from domain.policy import EscalatedMatter
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, an_action, recorded, request_made
from tests.factories import ASSESSOR, COLLEAGUE, IQA_ID, PROSECUTOR, SENIOR, TODAY

K = NoticeKind
RECORDED = (OPENED, action_recorded())
URGENT = (OPENED, action_recorded(urgent=True))
CLIMBED = EscalationClimbed(escalation_id="e1", to=(SENIOR,), rung=1)
WRITTEN = "Nobody else is to read this."

REQUEST = request_made(text=WRITTEN)


def raised(to: str, matter: EscalatedMatter = EscalatedMatter.ACTION) -> EscalationRaised:
    return EscalationRaised(escalation_id="e1", deadline="action:a1", to=(to,), matter=matter)


def taken_over(*, urgent: bool = False) -> e.ActionTakenOver:
    return e.ActionTakenOver(
        action=an_action(urgent=urgent), due=DUE, from_iqa=IQA_ID, from_action="a1", because=WRITTEN
    )


def handed_over() -> e.ActionHandedOver:
    return e.ActionHandedOver(action_id="a1", to=COLLEAGUE, because=WRITTEN, due=DUE)


CASES: list[tuple[tuple[e.CaseEvent, ...], e.CaseEvent, set[tuple[str, NoticeKind, bool]]]] = [
    ((), OPENED, set()),
    (
        (OPENED,),
        e.ConversationNoted(
            conversation_id="c1",
            manager=ASSESSOR,
            prosecutor=PROSECUTOR,
            on=TODAY,
            mode=Mode.VIDEO,
            prosecutor_view=WRITTEN,
        ),
        set(),
    ),
    ((OPENED,), REQUEST, {(ASSESSOR, K.REQUEST_MADE, False)}),
    (
        (OPENED, REQUEST),
        e.RequestAnswered(request_id="r1", answer=RequestAnswer.DECLINED, text=WRITTEN),
        {(PROSECUTOR, K.REQUEST_ANSWERED, False)},
    ),
    (
        (OPENED, REQUEST),
        e.RequestHandedOver(request_id="r1", to=SENIOR, due=DUE),
        {(SENIOR, K.REQUEST_MADE, False)},
    ),
    ((OPENED,), action_recorded(), {(PROSECUTOR, K.ACTION_ASSIGNED, False)}),
    ((OPENED,), action_recorded(urgent=True), {(PROSECUTOR, K.URGENT_ACTION, True)}),
    ((OPENED,), taken_over(), {(PROSECUTOR, K.ACTION_ASSIGNED, False)}),
    ((OPENED,), taken_over(urgent=True), {(PROSECUTOR, K.URGENT_ACTION, True)}),
    (RECORDED, handed_over(), {(COLLEAGUE, K.ACTION_ASSIGNED, False)}),
    (URGENT, handed_over(), {(COLLEAGUE, K.URGENT_ACTION, True)}),
    (RECORDED, e.ActionCompleted(action_id="a1", outcome=WRITTEN), set()),
    (
        RECORDED,
        e.DeadlineMissed(deadline="action:a1", due=DUE, whose=PROSECUTOR),
        {(PROSECUTOR, K.OVERDUE, False)},
    ),
    (RECORDED, e.DeadlineMoved(deadline="action:a1", due=DUE, because="absence"), set()),
    (RECORDED, raised(PROSECUTOR), set()),
    (RECORDED, raised(SENIOR), {(SENIOR, K.ESCALATION, False)}),
    (
        URGENT,
        e.DeadlineMissed(deadline="action:a1", due=DUE, whose=PROSECUTOR),
        {(PROSECUTOR, K.OVERDUE, True)},
    ),
    (URGENT, raised(PROSECUTOR, EscalatedMatter.URGENT_ACTION), set()),
    (URGENT, raised(SENIOR, EscalatedMatter.URGENT_ACTION), {(SENIOR, K.ESCALATION, True)}),
    ((*RECORDED, raised(PROSECUTOR)), CLIMBED, {(SENIOR, K.ESCALATION_CLIMBED, False)}),
    (
        (*URGENT, raised(PROSECUTOR, EscalatedMatter.URGENT_ACTION)),
        CLIMBED,
        {(SENIOR, K.ESCALATION_CLIMBED, True)},
    ),
    (
        (*RECORDED, raised(SENIOR)),
        EscalationHandedOver(escalation_id="e1", whose=SENIOR, to=COLLEAGUE),
        set(),
    ),
    (
        (*RECORDED, raised(SENIOR)),
        EscalationAcknowledged(escalation_id="e1", by=SENIOR, will_do=WRITTEN),
        set(),
    ),
    ((*RECORDED, raised(SENIOR)), EscalationsSettled(escalation_ids=("e1",)), set()),
]


@pytest.mark.parametrize(("before", "event", "told"), CASES)
def test_an_event_is_told_to_these_people(
    before: tuple[e.CaseEvent, ...], event: e.CaseEvent, told: set[tuple[str, NoticeKind, bool]]
) -> None:
    events = recorded(*before, event)
    found = [one for one in CASE.fold_with_notices(None, events, ID)[1] if one.version == len(events)]

    assert {(one.to, one.kind, one.urgent) for one in found} == told
    assert WRITTEN not in "".join(one.model_dump_json() for one in found)


def test_every_event_there_is_was_considered() -> None:
    assert {type(event) for _, event, _ in CASES} == set(get_args(e.CaseEvent))
