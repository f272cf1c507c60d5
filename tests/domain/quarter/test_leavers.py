"""What somebody who has gone leaves behind is found by the daily pass and put to whoever is above."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.ids import QUARTER
from domain.iqa.commands import HandOverAction
from domain.people import Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import LeftBehind, QuarterFacts
from domain.quarter.leavers import BECAUSE, handed_over
from domain.quarter.needs import needs
from tests.domain.quarter.bdd import (
    ABOVE,
    FIRST,
    PROSECUTORS,
    an_open_quarter,
    at,
    facts,
    person,
    state,
)
from tests.domain.quarter.bdd import given as given_quarter

TODAY = FIRST + timedelta(days=20)
GONE = TODAY - timedelta(days=1)
OPEN = an_open_quarter(planned=())
LEFT = (
    LeftBehind(stream="case-91XN", action_id="a2", owner="P1"),
    LeftBehind(stream="iqa-7", action_id="a1", owner="P1"),
)
LEAVER = person("P1", to_date=GONE)


def world(*people: Person, left: tuple[LeftBehind, ...] = LEFT) -> QuarterFacts:
    everybody = {one.staff_id: one for one in (*ABOVE, *PROSECUTORS, LEAVER, *people)}
    return facts(at(TODAY), people=tuple(everybody.values()), left_behind=left)


def given_to(to: str, whose: str = "P1", left: tuple[LeftBehind, ...] = LEFT) -> e.WorkHandedOver:
    actions = tuple(e.HandedAction(stream=one.stream, action_id=one.action_id) for one in left)
    return e.WorkHandedOver(whose=whose, to=to, because=BECAUSE, actions=actions)


def test_a_leavers_open_actions_go_to_their_manager() -> None:
    assert list(handed_over(state(OPEN), world())) == [given_to("M1")]


@pytest.mark.parametrize(
    ("people", "to"),
    [
        ((person("M1", Role.LEGAL_MANAGER, "S1", to_date=GONE),), "S1"),
        ((person("M1", Role.LEGAL_MANAGER, "S1", area="XS"),), "S1"),
        ((person("P1", reports_to=None, to_date=GONE),), "C1"),
        ((person("P1", reports_to="P2", to_date=GONE), person("P2", reports_to="M2")), "M2"),
    ],
    ids=["the manager has left too", "the manager is elsewhere", "nobody above", "a peer above"],
)
def test_they_go_to_the_nearest_above_who_is_in_post_here(people: tuple[Person, ...], to: str) -> None:
    assert list(handed_over(state(OPEN), world(*people))) == [given_to(to)]


def test_where_nobody_could_have_them_the_next_pass_looks_again() -> None:
    nobody = facts(at(TODAY), people=(LEAVER,), left_behind=LEFT)

    assert list(handed_over(state(OPEN), nobody)) == []


def test_each_leavers_go_to_their_own_manager() -> None:
    other = LeftBehind(stream="iqa-8", action_id="a1", owner="P9")
    leaver = person("P9", reports_to="M2", to_date=GONE)

    found = list(handed_over(state(OPEN), world(leaver, left=(*LEFT, other))))

    assert found == [given_to("M1"), given_to("M2", "P9", (other,))]


def test_what_is_still_to_be_told_is_not_given_again() -> None:
    quarter = state(OPEN, given_to("M1", left=LEFT[:1]))

    assert [one.message for one in quarter.tellings] == [
        HandOverAction(action_id="a2", to="M1", because=BECAUSE)
    ]
    assert list(handed_over(quarter, world())) == [given_to("M1", left=LEFT[1:])]


def test_the_daily_pass_finds_them_until_the_quarter_is_closed() -> None:
    closed = e.QuarterClosed(seed="00", drawn=0, released=(), counts=())
    envelope = c.QuarterEnvelope(command_id=UUID(int=1), actor=QUARTER, command=c.TakePass())

    assert given_to("M1") in given_quarter(OPEN).when(c.TakePass(), world=world()).events
    assert given_to("M1") not in given_quarter(OPEN, closed).when(c.TakePass(), world=world()).events
    assert [needs(envelope, state(*past)).left_in for past in ((OPEN,), (OPEN, closed))] == ["XN", None]
