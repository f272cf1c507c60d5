"""Have a case drawn by lot: recorded, provable, and seen when it is done again."""

import hmac
from hashlib import sha256

import pytest

from domain.assessment import Source
from domain.errors import Reason
from domain.iqa.checks import MOST_DRAWS
from domain.iqa.commands import DrawCase
from domain.iqa.eligibility import Candidate
from domain.iqa.events import CaseDrawn
from domain.iqa.facts import IqaFacts
from domain.questions import Work
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    OTHER_URN,
    PROSECUTOR,
    SENIOR,
    URN,
    a_selected_case,
    an_open_iqa,
    drawn,
    facts,
    select_case,
)

CHANCE = "00" * 32
CHARGING, INITIAL_REVIEW, PROGRESSION = Work
POOL = (
    Candidate(urn="91XN0000326", work=(PROGRESSION,)),
    Candidate(urn=URN, work=(CHARGING, PROGRESSION)),
    Candidate(urn=OTHER_URN, work=(CHARGING,)),
)


def with_pool(*cases: Candidate, chance: str = CHANCE) -> IqaFacts:
    return facts(pool=cases, chance=chance)


def test_the_case_with_the_lowest_key_under_the_chance_is_drawn_and_can_be_drawn_again() -> None:
    outcome = given(*an_open_iqa()).when(DrawCase(), facts=with_pool(*POOL))

    (event,) = outcome.events
    assert isinstance(event, CaseDrawn)
    again = min(POOL, key=lambda one: hmac.new(bytes(32), one.urn.encode(), sha256).digest())
    assert (event.number, event.urn, event.work, event.pool_size) == (1, again.urn, again.work, 3)
    assert event.chance == CHANCE


def test_the_hash_is_of_the_eligible_cases_and_their_work_in_the_order_of_their_numbers() -> None:
    outcome = given(*an_open_iqa()).when(DrawCase(), facts=with_pool(*POOL))

    lines = sorted(" ".join((one.urn, *one.work)) + "\n" for one in POOL)
    assert isinstance(outcome.events[0], CaseDrawn)
    assert outcome.events[0].pool_hash == sha256("".join(lines).encode()).hexdigest()


def test_the_order_in_which_the_pool_is_read_changes_nothing() -> None:
    one, other = (
        given(*an_open_iqa()).when(DrawCase(), facts=with_pool(*pool)) for pool in (POOL, POOL[::-1])
    )

    assert one.events == other.events


def test_each_case_of_the_pool_can_be_drawn() -> None:
    chances = (sha256(bytes([n])).hexdigest() for n in range(40))
    outcomes = [
        given(*an_open_iqa()).when(DrawCase(), facts=with_pool(*POOL, chance=chance)) for chance in chances
    ]

    assert {outcome.iqa.draws[-1].urn for outcome in outcomes} == {one.urn for one in POOL}


def test_drawing_selects_nothing_and_moves_no_deadline() -> None:
    before = given(*an_open_iqa())
    outcome = before.when(DrawCase(), facts=with_pool(*POOL))

    assert before.iqa
    assert outcome.waiting == {"select": ASSESSOR}
    assert outcome.iqa.deadlines == before.iqa.deadlines


def test_drawing_again_is_another_draw_and_the_first_stays() -> None:
    outcome = given(*an_open_iqa(), drawn()).when(DrawCase(), facts=with_pool(*POOL))

    assert [(one.number, one.pool_size) for one in outcome.iqa.draws] == [(1, 3), (2, 3)]


@pytest.mark.parametrize("known", [with_pool(), facts()])
def test_nothing_is_drawn_where_no_case_is_eligible(known: IqaFacts) -> None:
    given(*an_open_iqa()).when(DrawCase(), facts=known).refused(Reason.NO_ELIGIBLE_CASE, PROSECUTOR)


def test_work_that_another_iqa_assesses_is_not_in_the_pool() -> None:
    both = Candidate(urn=URN, work=(CHARGING, PROGRESSION))

    assert both.without({(URN, CHARGING), (OTHER_URN, PROGRESSION)}).work == (PROGRESSION,)
    assert not both.without({(URN, CHARGING), (URN, PROGRESSION)}).eligible


def test_no_case_is_drawn_beside_the_one_selected() -> None:
    given(*a_selected_case()).when(DrawCase(), facts=with_pool(*POOL)).refused(Reason.CASE_SELECTED, URN)


def test_an_iqa_holds_so_many_draws() -> None:
    many = (drawn(number) for number in range(1, MOST_DRAWS + 1))

    given(*an_open_iqa(), *many).when(DrawCase(), facts=with_pool(*POOL)).refused(Reason.TOO_MANY, "draws")


@pytest.mark.parametrize("somebody", [PROSECUTOR, SENIOR])
def test_only_the_assessor_draws(somebody: str) -> None:
    given(*an_open_iqa()).when(DrawCase(), by=somebody, facts=with_pool(*POOL)).refused(Reason.NOT_PERMITTED)


def test_what_is_selected_as_drawn_was_drawn() -> None:
    given(*an_open_iqa()).when(select_case(source=Source.DRAWN)).refused(
        Reason.CASE_NOT_DRAWN, "drawn last: none"
    )


def test_what_is_selected_as_drawn_was_drawn_last() -> None:
    twice = (*an_open_iqa(), drawn(), drawn(2, OTHER_URN))

    given(*twice).when(select_case(source=Source.DRAWN, seen_version=3)).refused(
        Reason.CASE_NOT_DRAWN, OTHER_URN
    )


def test_whoever_drew_may_choose_another_case_which_is_then_not_called_drawn() -> None:
    outcome = given(*an_open_iqa(), drawn(1, OTHER_URN)).when(select_case(seen_version=2))

    assert outcome.iqa.selection
    assert outcome.iqa.selection.source is Source.CHOSEN
    assert [one.urn for one in outcome.iqa.draws] == [OTHER_URN]
