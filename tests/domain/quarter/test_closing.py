from datetime import date, timedelta

import pytest

from domain.calendar import end_of_day
from domain.errors import Reason
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample import lottery
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    COMMITMENT,
    ID,
    PROSECUTORS,
    SEED,
    Outcome,
    an_open_quarter,
    confirmed,
    facts,
    given,
    lowest,
    numbered,
    planned,
    state,
)

OPEN = an_open_quarter(planned=(planned(1),))
OPENED = e.Told(telling_ids=("iqa-1",))
TEN = tuple(confirmed(n) for n in range(1, 11))
THREE = tuple(confirmed(n) for n in range(11, 14))
CLOSE = c.CloseQuarter()
END = end_of_day(date(2026, 12, 31))
AN_HOUR = timedelta(hours=1)


def world(*iqas: IqaRow, seed: str | None = SEED.hex(), **known: object) -> QuarterFacts:
    return facts(CLOSE_DUE, confirmed=iqas, seed_revealed=seed, **known)


def drawn(iqa_id: str, block: int = 1, category: Category = Category.CASEWORK) -> e.SampleDrawn:
    return e.SampleDrawn(iqa_id=iqa_id, category=category, block=block, sampler="S1")


def closed(
    *released: IqaRow,
    counts: tuple[tuple[Category, int, int], ...],
    listed: tuple[IqaRow, ...] = (),
) -> e.QuarterClosed:
    return e.QuarterClosed(
        list_hash=lottery.digest(lottery.number(listed, ())),
        seed=SEED.hex(),
        drawn=sum(count[2] for count in counts),
        released=tuple(iqa.iqa_id for iqa in released),
        counts=tuple(
            e.CategoryCount(category=category, undertaken=undertaken, drawn=n)
            for category, undertaken, n in counts
        ),
    )


def closes(outcome: Outcome, *events: e.QuarterEvent) -> None:
    """Compare what happens but for the report and who hears of it (test_reporting.py, test_notices.py)."""
    blank = {"report": None, "report_hash": None, "tell": ()}
    found = (
        one.model_copy(update=blank) if isinstance(one, e.QuarterClosed) else one for one in outcome.events
    )
    assert tuple(found) == events


def others(*iqas: IqaRow) -> tuple[IqaRow, ...]:
    return tuple(iqa for iqa in iqas if iqa.iqa_id != lowest(*iqas))


@pytest.mark.parametrize("command", [CLOSE, c.DeadlinePassed(deadline="close", due=CLOSE_DUE)])
def test_the_close_draws_from_the_last_block_reveals_the_seed_and_releases_the_others(
    command: c.QuarterCommand,
) -> None:
    past = (OPEN, numbered(*TEN), drawn(lowest(*TEN)))

    closes(
        given(*past).when(command, world=world(*THREE)),
        numbered(*THREE, start=11),
        drawn(lowest(*THREE), block=2),
        closed(*others(*TEN), *others(*THREE), counts=((Category.CASEWORK, 13, 2),), listed=(*TEN, *THREE)),
    )


def test_a_block_that_fills_between_the_last_pass_and_the_close_is_drawn_from_too() -> None:
    iqas = (*TEN, *THREE)

    events = given(OPEN, numbered(*TEN[:4])).when(CLOSE, world=world(*iqas)).events

    assert [one.iqa_id for one in events if isinstance(one, e.SampleDrawn)] == [lowest(*TEN), lowest(*THREE)]


def test_each_category_has_its_own_tenth() -> None:
    advocate = confirmed(1, Category.ADVOCACY)

    closes(
        given(OPEN).when(CLOSE, world=world(TEN[0], advocate)),
        numbered(TEN[0]),
        numbered(advocate),
        drawn(advocate.iqa_id, category=Category.ADVOCACY),
        drawn(TEN[0].iqa_id),
        closed(counts=((Category.CASEWORK, 1, 1), (Category.ADVOCACY, 1, 1)), listed=(TEN[0], advocate)),
    )


def test_full_blocks_leave_nothing_to_draw() -> None:
    past = (OPEN, numbered(*TEN), drawn(lowest(*TEN)))

    closes(
        given(*past).when(CLOSE, world=world()),
        closed(*others(*TEN), counts=((Category.CASEWORK, 10, 1),), listed=TEN),
    )


def test_a_quarter_in_which_nothing_was_undertaken_is_closed_all_the_same() -> None:
    closes(given(OPEN).when(CLOSE, world=world()), closed(counts=()))


def test_a_quarter_in_which_one_iqa_was_undertaken_has_that_one_in_its_sample() -> None:
    closes(
        given(OPEN).when(CLOSE, world=world(TEN[0])),
        numbered(TEN[0]),
        drawn(TEN[0].iqa_id),
        closed(counts=((Category.CASEWORK, 1, 1),), listed=(TEN[0],)),
    )


@pytest.mark.parametrize("by", ["S1", "C1"])
def test_seniors_close_it_once_its_last_day_is_over(by: str) -> None:
    over = facts(END + AN_HOUR, seed_revealed=SEED.hex())

    closes(given(OPEN).when(CLOSE, by=by, world=over), closed(counts=()))


@pytest.mark.parametrize("after", [timedelta(0), timedelta.resolution, AN_HOUR - timedelta.resolution])
def test_nobody_closes_it_before_what_was_confirmed_last_is_in_the_ledger_and_is_told_when_it_closes_by_itself(
    after: timedelta,
) -> None:
    running = facts(END + after, seed_revealed=SEED.hex())

    given(OPEN).when(CLOSE, by="S1", world=running).refused(
        Reason.QUARTER_NOT_OVER,
        "its last day is 2026-12-31; it closes by itself at the end of 2027-01-04",
    )


@pytest.mark.parametrize("by", ["M1", "P1", "A1"])
def test_nobody_else_closes_it(by: str) -> None:
    given(OPEN).when(CLOSE, by=by, world=world()).refused(Reason.NOT_PERMITTED, "chief_crown_prosecutor")


@pytest.mark.parametrize("command", [CLOSE, c.DeadlinePassed(deadline="close", due=CLOSE_DUE)])
def test_it_is_not_closed_early(command: c.QuarterCommand) -> None:
    early = facts(CLOSE_DUE - timedelta(microseconds=1), seed_revealed=SEED.hex())

    given(OPEN).when(command, world=early).refused(
        Reason.NOT_DUE_YET, f"close is due {CLOSE_DUE.isoformat()}"
    )


@pytest.mark.parametrize("seed", [None, bytes(32).hex()], ids=["no seed", "another seed"])
def test_a_quarter_whose_sample_could_not_be_proved_is_not_closed(seed: str | None) -> None:
    given(OPEN).when(CLOSE, world=world(*TEN, seed=seed)).refused(Reason.SEED_NOT_COMMITTED, ID)


def test_a_last_block_that_nobody_may_sample_is_refused() -> None:
    given(OPEN).when(CLOSE, world=world(TEN[0], people=PROSECUTORS)).refused(Reason.NO_SAMPLER, TEN[0].iqa_id)


def test_a_closed_quarter_is_not_closed_again() -> None:
    given(OPEN, closed(counts=())).when(CLOSE, world=world()).refused(Reason.QUARTER_CLOSED, ID)


def test_a_second_timer_for_the_close_gives_no_event() -> None:
    again = c.DeadlinePassed(deadline="close", due=CLOSE_DUE)

    given(OPEN, closed(counts=())).when(again, world=world()).then()


def test_a_pass_after_the_close_numbers_and_draws_nothing() -> None:
    due = end_of_day(date(2027, 1, 5))
    past = (OPEN, e.PassTaken(pass_due=CLOSE_DUE), closed(counts=()))

    given(*past).when(c.TakePass(), world=world(*TEN)).then(e.PassTaken(pass_due=due), e.QuarterEnded())


def test_the_folded_state_of_a_closed_quarter_can_be_drawn_again_by_anybody() -> None:
    past = (OPEN, OPENED, numbered(*TEN), drawn(lowest(*TEN)))
    quarter = state(*past, *given(*past).when(CLOSE, world=world(*THREE)).events)

    assert quarter.seed is not None
    assert quarter.closed_at is not None
    assert lottery.verify(COMMITMENT, quarter.seed, quarter.numbered, quarter.drawn) == ()
    assert quarter.released == tuple(iqa.iqa_id for iqa in (*others(*TEN), *others(*THREE)))
    assert [one.name for one in quarter.deadlines] == ["pass"]
