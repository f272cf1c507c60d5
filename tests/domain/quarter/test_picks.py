"""IQAs that are checked beside the draw."""

from datetime import date, timedelta

import pytest

from domain.errors import Reason
from domain.ids import QUARTER
from domain.people import Role
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.needs import needs
from domain.quarter.sample import lottery
from domain.quarter.sample.population import CoverageOf, Pick
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    COMMITMENT,
    FIRST,
    ID,
    PROSECUTORS,
    SEED,
    an_open_quarter,
    at,
    confirmed,
    facts,
    given,
    lowest,
    numbered,
    state,
)
from tests.factories import an_iqa_row

OPEN = an_open_quarter()
PERIOD = Quarter.parse(OPEN.quarter)
PICK = c.PickForSample(iqa_id="iqa-9", because="marks_look_lenient")
PICKED = e.SampleDrawn(
    iqa_id="iqa-9",
    category=Category.CASEWORK,
    block=0,
    sampler="S1",
    pick=Pick.RISK,
    because="marks_look_lenient",
)


def named(**changes: object) -> IqaRow:
    known = {
        "iqa_id": "iqa-9",
        "area": "XN",
        "category": Category.CASEWORK,
        "prosecutor": "P1",
        "assessor": "M1",
        "senior_manager": "S1",
        "confirmed_at": at(FIRST),
    }
    return an_iqa_row(**(known | changes))


def world(iqa: IqaRow | None) -> QuarterFacts:
    return facts(named_iqa=iqa)


@pytest.mark.parametrize("by", ["S1", "S2", "C1"])
def test_a_senior_manager_picks_one_for_a_listed_reason_and_it_is_labelled(by: str) -> None:
    outcome = given(OPEN).when(PICK, by=by, world=world(named()))

    outcome.then(PICKED)
    [telling] = state(OPEN, PICKED).tellings
    assert (telling.stream, telling.message.model_dump()) == (
        "iqa-9",
        {"kind": "draw_for_sample", "sampler": "S1", "pick": "risk"},
    )


@pytest.mark.parametrize("by", ["M1", "P1", "A1", QUARTER])
def test_nobody_else_picks(by: str) -> None:
    given(OPEN).when(PICK, by=by, world=world(named())).refused(Reason.NOT_PERMITTED)


def test_the_reason_is_one_of_the_list() -> None:
    strange = PICK.model_copy(update={"because": "a_hunch"})

    given(OPEN).when(strange, by="S1", world=world(named())).refused(
        Reason.UNLISTED_REASON,
        "a_hunch: one of marks_look_lenient, new_manager, after_feedback, serious_case, other",
    )


@pytest.mark.parametrize(
    ("iqa", "reason"),
    [
        (None, Reason.NOT_OPEN),
        (named(area="XS"), Reason.OTHER_AREA),
        (named(confirmed_at=None), Reason.ASSESSMENT_NOT_CONFIRMED),
        (named(confirmed_at=PERIOD.begins - timedelta.resolution), Reason.OTHER_QUARTER),
        (named(confirmed_at=PERIOD.ends + timedelta.resolution), Reason.OTHER_QUARTER),
        (named(withdrawn_at=at(FIRST)), Reason.IQA_ENDED),
        (named(closed_at=at(FIRST)), Reason.IQA_CLOSED),
        (named(sampler="S2"), Reason.ALREADY_DONE),
        (named(released=True), Reason.ALREADY_DONE),
    ],
)
def test_what_cannot_be_sampled_is_not_picked(iqa: IqaRow | None, reason: Reason) -> None:
    given(OPEN).when(PICK, by="S1", world=world(iqa)).refused(reason)


def test_what_was_drawn_and_not_told_yet_is_not_picked() -> None:
    drawn = e.SampleDrawn(iqa_id="iqa-9", category=Category.CASEWORK, block=1, sampler="S1")

    given(OPEN, drawn).when(PICK, by="S1", world=world(named())).refused(
        Reason.ALREADY_DONE, "iqa-9: in the sample"
    )


def test_one_that_nobody_may_sample_is_not_picked() -> None:
    apart = world(named(former_assessors=("S2", "C1")))

    given(OPEN).when(PICK, by="S1", world=apart).then(PICKED)
    alone = world(named(assessor="S1", former_assessors=("S2", "C1")))
    given(OPEN).when(PICK, by="S2", world=alone).refused(Reason.NO_SAMPLER, "iqa-9")


def test_a_closed_quarter_picks_nothing_more() -> None:
    closed = e.QuarterClosed(seed=SEED.hex(), drawn=0, released=(), counts=())

    given(OPEN, closed).when(PICK, by="S1", world=world(named())).refused(Reason.QUARTER_CLOSED, ID)


def test_a_pick_asks_for_that_iqa_and_for_those_who_sample_and_for_no_key() -> None:
    envelope = c.QuarterEnvelope(command_id=next(iter(state(OPEN).command_ids)), actor="S1", command=PICK)
    wanted = needs(envelope, state(OPEN))

    assert (wanted.named_iqa, wanted.area) == ("iqa-9", "XN")
    assert wanted.roles == {Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR}
    assert (wanted.seed_of, wanted.population) == (None, None)


TEN = tuple(confirmed(n, assessor="M1" if n < 10 else "M2") for n in range(1, 11))
MINE = tuple(confirmed(n, assessor="M3", senior_manager="S2") for n in range(11, 14))
CLOSE = c.CloseQuarter()


def at_close(*iqas: IqaRow, unsampled: tuple[IqaRow, ...], **known: object) -> QuarterFacts:
    return facts(CLOSE_DUE, confirmed=iqas, seed_revealed=SEED.hex(), unsampled=unsampled, **known)


def beside(events: tuple[e.QuarterEvent, ...]) -> list[e.SampleDrawn]:
    return [one for one in events if isinstance(one, e.SampleDrawn) and one.pick is Pick.COVERAGE]


def test_at_close_a_manager_not_sampled_for_long_gets_one_more_kept_apart_from_the_rates() -> None:
    past = (
        OPEN,
        numbered(*TEN),
        e.SampleDrawn(iqa_id=lowest(*TEN), category=Category.CASEWORK, block=1, sampler="S1"),
    )
    theirs = tuple(iqa for iqa in TEN if iqa.iqa_id != lowest(*TEN))[:3]
    uncovered = tuple(iqa.model_copy(update={"assessor": "M4"}) for iqa in theirs)

    events = given(*past).when(CLOSE, world=at_close(unsampled=uncovered)).events

    [pick] = beside(events)
    assert (pick.iqa_id, pick.block, pick.sampler) == (lowest(*theirs), 0, "S1")
    closed = events[-1]
    assert isinstance(closed, e.QuarterClosed)
    assert closed.drawn == 1
    assert closed.counts == (e.CategoryCount(category=Category.CASEWORK, undertaken=10, drawn=1),)
    assert pick.iqa_id not in closed.released
    after = state(*past, *events)
    assert lottery.verify(COMMITMENT, SEED.hex(), after.numbered, after.drawn) == ()


def test_a_manager_who_is_drawn_at_the_close_needs_no_more() -> None:
    outcome = given(OPEN).when(CLOSE, world=at_close(*MINE, unsampled=MINE))

    assert beside(outcome.events) == []


def test_what_was_withdrawn_is_not_picked_for_coverage() -> None:
    gone = tuple(iqa.model_copy(update={"withdrawn_at": at(FIRST)}) for iqa in MINE)

    assert beside(given(OPEN).when(CLOSE, world=at_close(unsampled=gone)).events) == []


def test_one_that_nobody_may_sample_never_holds_up_the_close() -> None:
    outcome = given(OPEN).when(CLOSE, world=at_close(unsampled=MINE, people=PROSECUTORS))

    assert [event.kind for event in outcome.events] == ["quarter_closed"]


def test_several_uncovered_managers_are_dealt_among_their_seniors_one_each() -> None:
    uncovered = tuple(confirmed(n, assessor=f"M{n % 3}", senior_manager="S9") for n in range(20, 32))

    picks = beside(given(OPEN).when(CLOSE, world=at_close(unsampled=uncovered)).events)

    assert [one.sampler for one in picks] == ["S1", "S2", "S1"]


def test_whoever_was_drawn_for_at_the_close_comes_later_in_turn_for_coverage() -> None:
    uncovered = tuple(confirmed(n, assessor=f"M{n % 3}", senior_manager="S9") for n in range(20, 32))

    events = given(OPEN).when(CLOSE, world=at_close(*MINE, unsampled=uncovered)).events

    assert [one.sampler for one in events if isinstance(one, e.SampleDrawn)] == ["S2", "S1", "S1", "S2"]


@pytest.mark.parametrize(
    ("quarters", "window"), [(1, "2026-27-Q3"), (2, "2026-27-Q2"), (3, "2026-27-Q1"), (4, "2025-26-Q4")]
)
def test_coverage_looks_back_so_many_quarters_this_one_the_last(quarters: int, window: str) -> None:
    quarter = state(an_open_quarter(coverage_after_quarters=quarters), numbered(*TEN))
    envelope = c.QuarterEnvelope(command_id=next(iter(quarter.command_ids)), actor=QUARTER, command=CLOSE)
    this, first = Quarter.parse("2026-27-Q3"), Quarter.parse(window)

    assert needs(envelope, quarter).unsampled_in == CoverageOf(
        area="XN", since=this.begins, until=this.ends, window=first.begins, begun_by=first.ends
    )


def test_a_quarter_opened_without_a_rule_of_coverage_looks_for_none() -> None:
    envelope = c.QuarterEnvelope(command_id=next(iter(state(OPEN).command_ids)), actor=QUARTER, command=CLOSE)

    assert needs(envelope, state(OPEN)).unsampled_in is None


def test_a_quarter_begins_and_ends_at_londons_midnights() -> None:
    quarter = Quarter.parse("2026-27-Q3")

    assert quarter.begins.isoformat() == "2026-09-30T23:00:00+00:00"
    assert quarter.ends.isoformat() == "2026-12-31T23:59:59.999999+00:00"
    assert [str(quarter.before(n)) for n in (-2, 0, 3, 7)] == [
        "2027-28-Q1",
        "2026-27-Q3",
        "2025-26-Q4",
        "2024-25-Q4",
    ]
    assert quarter.first_day == date(2026, 10, 1)
