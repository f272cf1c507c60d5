"""What somebody who has gone leaves behind is found by the daily pass and put to whoever is above."""

from datetime import timedelta
from uuid import UUID

import pytest

from domain.casework.commands import HandOverRequest
from domain.ids import QUARTER
from domain.iqa.commands import HandOverAction
from domain.people import Person, Role
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import LeftBehind, LeftUnanswered, QuarterFacts
from domain.quarter.leavers import BECAUSE, handed_over
from domain.quarter.needs import needs
from domain.quarter.state import AreaQuarter
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


ASKED = tuple(
    LeftUnanswered(stream="case-91XN", request_id=request, prosecutor=by, owner="M1")
    for request, by in (("r1", "P1"), ("r2", "S1"))
)
MANAGER_GONE = person("M1", Role.LEGAL_MANAGER, "S1", to_date=GONE)


def unanswered(asked: tuple[LeftUnanswered, ...]) -> QuarterFacts:
    return world(MANAGER_GONE, left=()).model_copy(update={"left_unanswered": asked})


def test_what_was_asked_of_a_leaver_goes_to_whoever_is_above_unless_they_asked_for_it_themselves() -> None:
    given = e.WorkHandedOver(
        whose="M1",
        to="S1",
        because=BECAUSE,
        requests=(e.HandedRequest(stream="case-91XN", request_id="r1"),),
    )

    def found(quarter: AreaQuarter, asked: tuple[LeftUnanswered, ...]) -> list[e.WorkHandedOver]:
        return list(handed_over(quarter, unanswered(asked)))

    assert found(state(OPEN), ASKED) == [given]
    assert found(state(OPEN), ASKED[1:]) == []
    assert found(state(OPEN, given), ASKED) == []
    assert [one.message for one in state(OPEN, given).tellings] == [HandOverRequest(request_id="r1", to="S1")]
