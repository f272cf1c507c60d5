"""What a quarter itself escalates, about somebody's pace, is taken on by those above alone."""

import pytest

from domain.errors import Reason
from domain.escalations import (
    AcknowledgeEscalation,
    EscalationAcknowledged,
    EscalationHandedOver,
    EscalationRaised,
)
from domain.policy import EscalatedMatter
from tests.domain.quarter.bdd import FIRST, an_open_quarter, at, given, state

OPEN = an_open_quarter()
WILL_DO = "I'll sit down with both on Monday."


def raised(n: int, to: str = "S1") -> EscalationRaised:
    return EscalationRaised(
        escalation_id=f"pace-{n}", deadline=f"pace:M{n}", to=(to,), matter=EscalatedMatter.PACE
    )


def acknowledge(n: int) -> AcknowledgeEscalation:
    return AcknowledgeEscalation(escalation_id=f"pace-{n}", will_do=WILL_DO)


def acknowledged(n: int, by: str = "S1") -> EscalationAcknowledged:
    return EscalationAcknowledged(escalation_id=f"pace-{n}", by=by, will_do=WILL_DO)


@pytest.mark.parametrize("by", ["S1", "S2", "C1"])
def test_a_senior_manager_or_the_chief_acknowledges_with_what_they_will_do(by: str) -> None:
    given(OPEN, raised(1), raised(2)).when(acknowledge(1), by=by).then(acknowledged(1, by))


@pytest.mark.parametrize("by", ["M1", "P1", "A1"])
def test_nobody_else_acknowledges(by: str) -> None:
    given(OPEN, raised(1)).when(acknowledge(1), by=by).refused(Reason.NOT_PERMITTED, "chief_crown_prosecutor")


def test_no_part_of_the_system_acknowledges() -> None:
    given(OPEN, raised(1)).when(acknowledge(1)).refused(Reason.NOT_PERMITTED)


def test_whoever_it_was_put_to_takes_it_on_whatever_their_post() -> None:
    given(OPEN, raised(1, "M2")).when(acknowledge(1), by="M2").then(acknowledged(1, "M2"))


def test_what_nobody_raised_cannot_be_acknowledged() -> None:
    given(OPEN, raised(1)).when(acknowledge(2), by="S1").refused(Reason.UNKNOWN_ESCALATION, "pace-2")


def test_it_is_acknowledged_once() -> None:
    given(OPEN, raised(1), acknowledged(1)).when(acknowledge(1), by="C1").refused(
        Reason.ALREADY_DONE, "acknowledged by S1"
    )


def test_the_same_command_again_is_no_second_acknowledgement() -> None:
    outcome = given(OPEN, raised(1), acknowledged(1)).when(acknowledge(1), by="S1", n=3)

    assert outcome.screened is None


def test_the_folded_state_shows_who_took_it_on_and_what_still_waits() -> None:
    handed = EscalationHandedOver(escalation_id="pace-2", whose="S1", to="S2")
    quarter = state(OPEN, raised(1), raised(2), acknowledged(1), handed)

    first, second = quarter.escalations
    assert (first.acknowledged_by, first.acknowledged_at) == ("S1", at(FIRST))
    assert first.will_do == WILL_DO
    assert second.told == ("S2",)
    assert quarter.unacknowledged == (second,)
