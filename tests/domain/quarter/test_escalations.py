from datetime import date

import pytest

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.facts import Facts, OpenEscalation
from domain.quarter import commands as c
from domain.quarter import events as e
from tests.domain.quarter.bdd import FIRST, an_open_quarter, at, facts, given, state

OPEN = an_open_quarter()


def raised(n: int) -> OpenEscalation:
    return OpenEscalation(
        escalation_id=f"iqa-1.e{n}", stream="iqa-1", deadline="converse", to="S1", raised_at=at(FIRST, n)
    )


def taken(n: int) -> e.EscalationTaken:
    return e.EscalationTaken(**raised(n).model_dump())


def acknowledge(n: int) -> c.AcknowledgeEscalation:
    return c.AcknowledgeEscalation(escalation_id=f"iqa-1.e{n}", will_do="I'll sit down with both on Monday.")


def acknowledged(n: int, by: str = "S1") -> e.EscalationAcknowledged:
    return e.EscalationAcknowledged(
        escalation_id=f"iqa-1.e{n}", by=by, will_do="I'll sit down with both on Monday."
    )


def world(*numbers: int) -> Facts:
    return facts(open_escalations=tuple(raised(n) for n in numbers))


def test_each_open_escalation_is_taken_once() -> None:
    given(OPEN, taken(1)).when(c.TakeEscalations(), world=world(1, 2, 3)).then(taken(2), taken(3))


def test_with_none_open_nothing_happens() -> None:
    given(OPEN, taken(1)).when(c.TakeEscalations(), world=world(1)).then()


def test_every_pass_takes_them_too() -> None:
    due = end_of_day(date(2026, 10, 2))

    given(OPEN).when(c.TakePass(), world=world(1)).then(taken(1), e.PassTaken(pass_due=due))


@pytest.mark.parametrize("by", ["S1", "S2", "C1"])
def test_a_senior_manager_or_the_chief_acknowledges_with_what_they_will_do(by: str) -> None:
    given(OPEN, taken(1)).when(acknowledge(1), by=by).then(acknowledged(1, by))


@pytest.mark.parametrize("by", ["M1", "P1", "A1"])
def test_nobody_else_acknowledges(by: str) -> None:
    given(OPEN, taken(1)).when(acknowledge(1), by=by).refused(
        Reason.NOT_PERMITTED, "allowed: chief_crown_prosecutor, senior_manager, told"
    )


def test_no_part_of_the_system_acknowledges() -> None:
    given(OPEN, taken(1)).when(acknowledge(1)).refused(Reason.NOT_PERMITTED)


def test_what_was_raised_a_moment_ago_is_taken_and_acknowledged_in_one_step() -> None:
    given(OPEN, taken(1)).when(acknowledge(2), by="S1", world=world(1, 2, 3)).then(
        taken(2), taken(3), acknowledged(2), acknowledged(1), acknowledged(3)
    )


def test_whoever_it_was_put_to_a_moment_ago_takes_it_on_but_nothing_beside_it() -> None:
    news = raised(1).model_copy(update={"to": "M1"})
    world = facts(open_escalations=(news, raised(2)))

    put = e.EscalationTaken(**news.model_dump())
    given(OPEN).when(acknowledge(1), by="M1", world=world).then(put, taken(2), acknowledged(1, "M1"))
    given(OPEN).when(acknowledge(2), by="M1", world=world).refused(Reason.NOT_PERMITTED)


def test_what_nobody_raised_cannot_be_acknowledged() -> None:
    given(OPEN, taken(1)).when(acknowledge(2), by="S1", world=world(1)).refused(
        Reason.UNKNOWN_ESCALATION, "iqa-1.e2"
    )


def test_it_is_acknowledged_once() -> None:
    given(OPEN, taken(1), acknowledged(1)).when(acknowledge(1), by="C1").refused(
        Reason.ALREADY_DONE, "acknowledged by S1"
    )


def test_the_same_command_again_is_no_second_acknowledgement() -> None:
    outcome = given(OPEN, taken(1), acknowledged(1)).when(acknowledge(1), by="S1", n=3)

    assert outcome.screened is None


def test_the_folded_state_shows_who_took_it_on_and_what_still_waits() -> None:
    quarter = state(OPEN, taken(1), taken(2), acknowledged(1))

    first, second = quarter.escalations
    assert (first.acknowledged_by, first.acknowledged_at) == ("S1", at(FIRST))
    assert first.will_do == "I'll sit down with both on Monday."
    assert quarter.unacknowledged == (second,)
