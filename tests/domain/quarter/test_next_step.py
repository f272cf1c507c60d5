from datetime import date

import pytest

from domain.calendar import end_of_day
from domain.iqa.commands import OpenIqa
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.kind import QUARTER
from domain.quarter.next_step import AT_ONCE, Tell, next_step
from domain.quarter.sample.population import Pick
from domain.quarter.state import Deadline, Step
from domain.questions import Category
from domain.stream import Await, Finish, OutOfOrder
from tests.domain.quarter.bdd import ID, SEED, an_open_quarter, given, planned, recorded, state

MANY = tuple(planned(n) for n in range(AT_ONCE + 5))
PASS = Deadline(step=Step.PASS, due=end_of_day(date(2026, 10, 2)))
DRAWN = e.SampleDrawn(iqa_id="iqa-1", category=Category.CASEWORK, block=1, sampler="S1")
CLOSED = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())


ENDED = e.QuarterEnded()


def told(*telling_ids: str) -> e.Told:
    return e.Told(telling_ids=telling_ids)


def tellings_after(*past: e.QuarterEvent) -> tuple[tuple[str, str], ...]:
    step = next_step(state(*past))
    assert isinstance(step, Tell)
    return tuple((telling.stream, telling.message.kind) for telling in step.tellings)


def test_a_stream_that_could_not_be_told_is_passed_by_until_nothing_else_is_left() -> None:
    another = DRAWN.model_copy(update={"iqa_id": "iqa-2", "block": 2})
    drawn = state(an_open_quarter(planned=()), DRAWN, another)
    put_off, ended = frozenset({"iqa-1"}), state(an_open_quarter(planned=()), DRAWN, CLOSED, ENDED)

    step = next_step(drawn, put_off)
    assert isinstance(step, Tell)
    assert [one.stream for one in step.tellings] == ["iqa-2"]
    assert isinstance(next_step(drawn, put_off | {"iqa-2"}), Await)
    assert isinstance(next_step(ended, put_off), Tell)


def test_planned_iqas_are_opened_a_few_at_a_time() -> None:
    opened = an_open_quarter(planned=MANY)
    first = told(*(iqa.iqa_id for iqa in MANY[:AT_ONCE]))

    assert tellings_after(opened) == tuple((iqa.iqa_id, "open_iqa") for iqa in MANY[:AT_ONCE])
    assert tellings_after(opened, first) == tuple((iqa.iqa_id, "open_iqa") for iqa in MANY[AT_ONCE:])


def test_an_iqa_is_opened_as_it_is_planned_by_then_and_hears_of_no_change_before() -> None:
    moved = e.PlanChanged(
        iqa_id="iqa-0",
        change=e.Change.REASSIGNED,
        because=e.ChangedBecause.MANAGER_LEFT,
        assessor="M9",
    )
    step = next_step(state(an_open_quarter(planned=MANY[:1]), moved))

    assert isinstance(step, Tell)
    opening, reassigned = (one.message for one in step.tellings)
    assert isinstance(opening, OpenIqa)
    assert (opening.assessor, reassigned.kind) == ("M9", "reassign")


def test_what_was_drawn_or_released_is_told_a_few_at_a_time() -> None:
    released = tuple(f"iqa-{n}" for n in range(2, AT_ONCE + 4))
    closed = CLOSED.model_copy(update={"released": released})
    first = tuple((iqa, "release_from_sample") for iqa in released[: AT_ONCE - 1])
    last = tuple((iqa, "release_from_sample") for iqa in released[AT_ONCE - 1 :])

    assert tellings_after(an_open_quarter(planned=()), DRAWN) == (("iqa-1", "draw_for_sample"),)
    assert tellings_after(an_open_quarter(planned=()), DRAWN, closed) == (
        ("iqa-1", "draw_for_sample"),
        *first,
    )
    done = told("t2.1", *(f"t3.{n}" for n in range(1, AT_ONCE)))
    assert tellings_after(an_open_quarter(planned=()), DRAWN, closed, done) == last


def test_an_iqa_that_was_picked_before_it_was_drawn_is_told_once() -> None:
    picked = DRAWN.model_copy(update={"block": 0, "pick": Pick.RISK})

    assert tellings_after(an_open_quarter(planned=()), picked, DRAWN) == (("iqa-1", "draw_for_sample"),)


def test_then_the_soonest_deadline_is_waited_for() -> None:
    assert next_step(state(an_open_quarter(planned=()), DRAWN, told("t2.1"))) == Await(deadline=PASS)


def test_a_closed_quarter_goes_on_while_an_iqa_of_it_is_open() -> None:
    assert next_step(state(an_open_quarter(planned=()), CLOSED)) == Await(deadline=PASS)


def test_a_closed_quarter_that_has_ended_with_everybody_told_is_finished() -> None:
    assert state(an_open_quarter(planned=()), CLOSED, ENDED).finished
    assert next_step(state(an_open_quarter(planned=()), CLOSED, ENDED)) == Finish()


def test_a_quarter_that_is_not_closed_is_never_finished() -> None:
    assert not state(an_open_quarter(planned=())).finished


def test_the_workflow_reports_what_it_opened_and_only_what_is_new_is_recorded() -> None:
    past = (an_open_quarter(planned=MANY), e.Told(telling_ids=("iqa-0",)))

    given(*past).when(c.TellingDone(telling_ids=("iqa-0", "iqa-1", "iqa-1"))).then(
        e.Told(telling_ids=("iqa-1",))
    )
    given(*past).when(c.TellingDone(telling_ids=("iqa-0",))).then()


def test_an_iqa_that_was_not_planned_was_not_opened_by_the_quarter() -> None:
    given(an_open_quarter(planned=MANY)).when(c.TellingDone(telling_ids=("iqa-1", "iqa-x"))).then(
        told("iqa-1")
    )


def test_the_workflow_reports_whom_it_told_and_only_what_is_new_is_recorded() -> None:
    past = (
        an_open_quarter(planned=()),
        DRAWN,
        CLOSED.model_copy(update={"released": ("iqa-2",)}),
        told("t2.1"),
    )

    given(*past).when(c.TellingDone(telling_ids=("t2.1", "t3.1", "t9.9"))).then(told("t3.1"))
    given(*past).when(c.TellingDone(telling_ids=("t2.1",))).then()


def test_nothing_can_have_happened_before_the_opening() -> None:
    with pytest.raises(OutOfOrder, match=f"{ID}: told at 1 came after version 0"):
        QUARTER.fold(None, recorded(told("t1.1")), ID)


def test_a_stream_without_events_is_no_quarter() -> None:
    assert QUARTER.fold(None, (), ID) is None
