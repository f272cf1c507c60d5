"""What is loaded for a decision; above all, that the seed stays where it is until the quarter closes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.calendar import end_of_day
from domain.escalations import AcknowledgeEscalation
from domain.ids import QUARTER
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterNeeds
from domain.quarter.needs import needs
from domain.quarter.pace.standing import QuarterOf, YearOf
from domain.quarter.sample.population import Pick, Population
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    FIRST,
    ID,
    LAST,
    LIBRARY,
    SEED,
    an_open_quarter,
    at,
    confirmed,
    numbered,
    state,
)

OPEN = an_open_quarter()
CLOSED = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())
STANDING = QuarterOf(area="XN", quarter="2026-27-Q3")
IN_ITS_DAYS = STANDING.model_copy(
    update={"since": datetime(2026, 9, 30, 23, tzinfo=UTC), "until": end_of_day(LAST)}
)
YEAR = YearOf(
    area="XN",
    since=datetime(2026, 3, 31, 23, tzinfo=UTC),
    until=datetime(2027, 3, 31, 22, 59, 59, 999999, tzinfo=UTC),
)
KNOWN = QuarterNeeds(policy="default-1", question_set=LIBRARY.current.casework.version)


def needed(command: c.QuarterCommand, quarter: AreaQuarter | None, by: str = QUARTER) -> QuarterNeeds:
    return needs(c.QuarterEnvelope(command_id=UUID(int=1), actor=by, command=command), quarter)


def test_an_opening_needs_everybody_of_the_area_the_policy_named_and_a_commitment() -> None:
    command = c.OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version="default-1")

    assert needed(command, None, by="S1") == QuarterNeeds(
        people=frozenset({"S1"}),
        policy="default-1",
        area="XN",
        seed_of=ID,
        standing_of=STANDING,
        coverage_of=YEAR,
        custody_in="XN",
    )


def test_nothing_is_needed_for_a_quarter_that_is_not_open() -> None:
    assert needed(c.TakePass(), None) == QuarterNeeds()


@pytest.mark.parametrize("command", [c.TakePass(), c.DeadlinePassed(deadline="pass", due=CLOSE_DUE)])
def test_a_pass_needs_the_population_its_keys_and_the_samplers(
    command: c.QuarterCommand,
) -> None:
    quarter = state(OPEN, numbered(confirmed(1)))

    assert needed(command, quarter) == KNOWN.model_copy(
        update={
            "area": "XN",
            "seed_of": ID,
            "population": Population(
                area="XN",
                since=datetime(2026, 9, 30, 23, tzinfo=UTC),
                until=end_of_day(LAST),
                numbered=quarter.numbered,
                one_in=10,
            ),
            "standing_of": STANDING,
            "coverage_of": YEAR,
            "left_in": "XN",
            "custody_in": "XN",
        }
    )


@pytest.mark.parametrize("command", [c.CloseQuarter(), c.DeadlinePassed(deadline="close", due=CLOSE_DUE)])
def test_the_seed_itself_may_be_known_from_the_close_on_and_no_sooner(command: c.QuarterCommand) -> None:
    wanted = needed(command, state(OPEN))

    assert wanted.seed_of == ID
    assert wanted.seed_revealed_from == CLOSE_DUE
    assert wanted.population is not None


def test_a_close_needs_what_was_asked_first_in_the_iqas_confirmed_in_its_days() -> None:
    assert needed(c.CloseQuarter(), state(OPEN)).prompts_of == IN_ITS_DAYS


def test_a_closed_quarter_needs_no_seed() -> None:
    quarter = state(OPEN, CLOSED)

    assert needed(c.CloseQuarter(), quarter) == KNOWN.model_copy(update={"standing_of": IN_ITS_DAYS})
    assert needed(c.TakePass(), quarter) == KNOWN.model_copy(update={"area": "XN", "standing_of": STANDING})


@pytest.mark.parametrize(
    "command", [c.CatchUp(), c.TellingDone(telling_ids=()), c.DeadlinePassed(deadline="tea", due=CLOSE_DUE)]
)
def test_other_commands_of_the_system_need_nothing_more(command: c.QuarterCommand) -> None:
    assert needed(command, state(OPEN)) == KNOWN


@pytest.mark.parametrize("past", [(OPEN,), (OPEN, CLOSED)], ids=["while it runs", "after its close"])
def test_a_pass_needs_the_second_checks_of_what_was_drawn_each_once(past: tuple[e.QuarterEvent, ...]) -> None:
    drawn = e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S1")
    picked = drawn.model_copy(update={"block": 0, "pick": Pick.RISK})

    assert needed(c.TakePass(), state(*past, picked, drawn)).second_checks_of == ("iqa-1",)


def test_what_a_person_asks_brings_no_key_or_seed_along() -> None:
    command = AcknowledgeEscalation(escalation_id="e1", will_do="I'll call.")

    assert needed(command, state(OPEN), by="C1") == KNOWN.model_copy(update={"people": frozenset({"C1"})})


def test_a_person_who_closes_learns_the_seed_once_the_quarters_last_day_is_over_and_no_sooner() -> None:
    over = end_of_day(LAST) + timedelta(hours=1)

    assert needed(c.CloseQuarter(), state(OPEN), by="C1").seed_revealed_from == over
    assert needed(c.CloseQuarter(), state(OPEN, CLOSED), by="C1").seed_revealed_from is None


def test_a_review_of_the_week_needs_everybody_and_how_the_iqas_stand() -> None:
    due = c.DeadlinePassed(deadline="week", due=CLOSE_DUE)

    assert needed(due, state(OPEN)) == KNOWN.model_copy(update={"area": "XN", "standing_of": IN_ITS_DAYS})


def test_blocks_that_were_drawn_from_are_not_loaded_again() -> None:
    wanted = needed(c.TakePass(), state(OPEN, numbered(*(confirmed(n) for n in range(1, 13)))))

    assert wanted.population is not None
    assert wanted.population.settled == tuple(f"iqa-casework-{n}" for n in range(1, 11))
    assert wanted.population.since <= at(FIRST) <= wanted.population.until
