"""Who hears of what happens in an Area's quarter."""

from datetime import date
from typing import get_args

import pytest

from domain.escalations import (
    EscalationAcknowledged,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
)
from domain.notices import NoticeKind
from domain.policy import EscalatedMatter
from domain.quarter import events as e
from domain.quarter.kind import QUARTER
from domain.quarter.pace.figures import ManagerWeek, Pattern, Signal
from domain.questions import Category
from tests.domain.quarter.bdd import FIRST, ID, an_open_quarter, at, planned, recorded

K = NoticeKind
OPEN = (an_open_quarter(),)
Told = set[tuple[str, NoticeKind, bool]]


def week(manager: str, signal: Signal) -> ManagerWeek:
    return ManagerWeek(manager=manager, senior_manager="S1", signal=signal)


RAISED = EscalationRaised(escalation_id="e1", deadline="pace:M1", to=("S1",), matter=EscalatedMatter.PACE)
REVIEWED = e.WeekReviewed(
    last_day=date(2026, 10, 4),
    managers=(
        week("M1", Signal.RAISED),
        week("M2", Signal.RAISED),
        week("M3", Signal.WARNED),
        week("M4", Signal.NONE),
        week("M5", Signal.NONE).model_copy(update={"set_aside": ("iqa-5",), "senior_manager": "S2"}),
        week("M6", Signal.NONE).model_copy(update={"set_aside": ("iqa-6",), "senior_manager": "S2"}),
    ),
    pattern=Pattern(),
    tell=("C1",),
)
CLOSED = e.QuarterClosed(seed="ab", drawn=0, released=(), counts=(), tell=("S1", "S2"))

CASES: list[tuple[tuple[e.QuarterEvent, ...], e.QuarterEvent, Told]] = [
    ((), an_open_quarter(), set()),
    (OPEN, e.IqasPlanned(items=(planned(1),), because=e.PlannedBecause.STARTED), set()),
    (
        (an_open_quarter(planned=(planned(1),)),),
        e.PlanChanged(iqa_id="iqa-1", change=e.Change.WITHDRAWN, because=e.ChangedBecause.PROSECUTOR_LEFT),
        set(),
    ),
    (OPEN, e.Told(telling_ids=("iqa-1",)), set()),
    (OPEN, e.IqasNumbered(category=Category.CASEWORK, items=()), set()),
    (OPEN, e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S2"), set()),
    (OPEN, e.Told(telling_ids=()), set()),
    (OPEN, e.BlockPassedOver(category=Category.CASEWORK, block=1, passed_over=("iqa-1",)), set()),
    (
        (*OPEN, e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S2")),
        e.SecondCheckReassigned(iqa_id="iqa-1", sampler="S1", because=e.SecondCheckBecause.SAMPLER_LEFT),
        set(),
    ),
    (OPEN, RAISED, {("S1", K.PACE_RAISED, False)}),
    ((*OPEN, RAISED), EscalationHandedOver(escalation_id="e1", whose="S1", to="S2"), set()),
    (OPEN, EscalationsSettled(escalation_ids=()), set()),
    (OPEN, EscalationAcknowledged(escalation_id="e1", by="S1", will_do="I see them."), set()),
    (OPEN, e.WorkHandedOver(whose="M1", to="M2", because="Leave."), {("M2", K.WORK_HANDED_OVER, False)}),
    (
        OPEN,
        e.CustodyFoundWhileAway(prosecutor="P1", from_date=FIRST, urns=("91XN1",), tell=("M1", "S1")),
        {("M1", K.CUSTODY_WHILE_AWAY, False), ("S1", K.CUSTODY_WHILE_AWAY, False)},
    ),
    (
        OPEN,
        REVIEWED,
        {
            ("M1", K.PACE_WARNING, False),
            ("M2", K.PACE_WARNING, False),
            ("M3", K.PACE_WARNING, False),
            ("S2", K.RULES_SET_ASIDE, False),
            ("C1", K.PACE_PATTERN, False),
        },
    ),
    (OPEN, e.PolicyApplied(policy="other-1", by="S1"), set()),
    (OPEN, e.PassTaken(pass_due=at(FIRST)), set()),
    (OPEN, CLOSED, {("S1", K.QUARTER_CLOSED, False), ("S2", K.QUARTER_CLOSED, False)}),
    (OPEN, e.QuarterEnded(), set()),
]


@pytest.mark.parametrize(("before", "event", "told"), CASES)
def test_an_event_is_told_to_these_people_each_once(
    before: tuple[e.QuarterEvent, ...], event: e.QuarterEvent, told: Told
) -> None:
    events = recorded(*before, event)
    found = [one for one in QUARTER.fold_with_notices(None, events, ID)[1] if one.version == len(events)]

    assert {(one.to, one.kind, one.urgent) for one in found} == told
    assert len(found) == len(told)


def test_every_event_there_is_was_considered() -> None:
    assert {type(event) for _, event, _ in CASES} == set(get_args(e.QuarterEvent))
