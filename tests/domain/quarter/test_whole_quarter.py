"""A whole quarter by its own rules: whatever the order and whoever is withdrawn, its sample is exact and provable."""

from collections import Counter

from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.sample import lottery
from domain.quarter.sample.proof import SampleRecord
from domain.quarter.sample.samplers import random_draws
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from domain.rows import IqaRow
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    FIRST,
    ID,
    SEED,
    an_open_quarter,
    at,
    confirmed,
    facts,
    given,
    load,
    recorded,
    state,
)

OPEN = an_open_quarter(independent_percent=25)

BATCHES = st.lists(
    st.lists(st.tuples(st.sampled_from(list(Category)), st.integers(0, 9)), max_size=25), max_size=5
)
"""What is confirmed between passes: of which category, and in one of ten cases withdrawn before the draw."""


def undertaken(batches: list[list[tuple[Category, int]]], *, withdraw: bool) -> list[list[IqaRow]]:
    number = iter(range(10_000))
    return [
        [
            confirmed(next(number), category, withdrawn_at=at(FIRST) if withdraw and die == 0 else None)
            for category, die in batch
        ]
        for batch in batches
    ]


def lived(batches: list[list[IqaRow]]) -> list[AreaQuarter]:
    """The quarter after each pass, and at last after its close."""
    past: list[e.QuarterEvent] = [OPEN]
    known: list[IqaRow] = []
    states = []
    for batch in [*batches, None]:
        known += batch or []
        command = c.TakePass() if batch is not None else c.CloseQuarter()
        now = at(CLOSE_DUE.date()) if batch is not None else CLOSE_DUE
        envelope = c.QuarterEnvelope(
            command_id=recorded(OPEN)[0].command_id, actor="system:x", command=command
        )
        world = load(envelope, state(*past), facts(now, confirmed=tuple(known)))
        past += given(*past).when(command, world=world).events
        states.append(state(*past))
    return states


@settings(max_examples=40)
@supposing(BATCHES)
def test_at_any_moment_floor_of_a_tenth_is_drawn_and_after_the_close_ceil_of_it(
    batches: list[list[tuple[Category, int]]],
) -> None:
    *passes, closed = lived(undertaken(batches, withdraw=False))

    for quarter in passes:
        numbers = Counter(place.category for place in quarter.numbered)
        drawn = Counter(one.category for one in quarter.drawn)
        assert all(drawn[category] == numbers[category] // 10 for category in Category)
    numbers = Counter(place.category for place in closed.numbered)
    drawn = Counter(one.category for one in closed.drawn)
    assert all(drawn[category] == -(-numbers[category] // 10) for category in Category)
    assert sum(numbers.values()) == sum(len(batch) for batch in batches)
    assert random_draws(closed.drawn) * 25 // 100 == sum(one.independent for one in closed.drawn)
    assert SampleRecord.of(closed).faults() == ()


@settings(max_examples=40)
@supposing(BATCHES)
def test_with_some_withdrawn_each_block_gives_one_of_those_left_and_it_can_still_be_proved(
    batches: list[list[tuple[Category, int]]],
) -> None:
    iqas = undertaken(batches, withdraw=True)
    gone = frozenset(iqa.iqa_id for batch in iqas for iqa in batch if iqa.withdrawn)
    closed = lived(iqas)[-1]

    assert not gone & {one.iqa_id for one in closed.drawn}
    blocks = lottery.blocks(closed.numbered, 10)
    assert len(blocks) == len(closed.drawn) + len(closed.passed_over)
    record = SampleRecord.of(closed)
    everyone = frozenset(iqa.iqa_id for batch in iqas for iqa in batch)
    assert (record.faults(), record.left_out(everyone, gone)) == ((), ())
    assert set(closed.released) | {one.iqa_id for one in closed.drawn} == everyone
    assert (closed.quarter_id, closed.seed) == (ID, SEED.hex())
