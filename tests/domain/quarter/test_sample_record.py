"""The document by which anybody draws a sample again: whatever is altered in it is found."""

import hmac
import json
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain import lots
from domain.quarter import commands as c
from domain.quarter.sample import lottery
from domain.quarter.sample.lottery import Fault, FaultKind
from domain.quarter.sample.population import Drawn, Numbered, PassedOver, Pick
from domain.quarter.sample.proof import SampleRecord
from domain.questions import Category
from tests.domain.quarter.bdd import (
    CLOSE_DUE,
    COMMITMENT,
    SEED,
    an_open_quarter,
    confirmed,
    facts,
    given,
    keyed,
    numbered,
    state,
)

CASEWORK, ADVOCACY = Category.CASEWORK, Category.ADVOCACY
IQAS = (*(confirmed(n) for n in range(1, 24)), *(confirmed(n, ADVOCACY) for n in range(1, 5)))


def a_record(*gone: str) -> SampleRecord:
    """A quarter of 23 casework IQAs and 4 advocacy ones, closed; some were withdrawn before."""
    iqas = tuple(
        iqa.model_copy(update={"withdrawn_at": iqa.confirmed_at if iqa.iqa_id in gone else None})
        for iqa in IQAS
    )
    past = [an_open_quarter()]
    passed = given(*past).when(c.TakePass(), world=facts(confirmed=iqas, sample_keys=keyed(*iqas))).events
    world = facts(CLOSE_DUE, confirmed=iqas, seed_revealed=SEED.hex())
    closed = given(*past, *passed).when(c.CloseQuarter(), world=world).events
    return SampleRecord.of(state(*past, *passed, *closed))


RECORD = a_record()


def kinds(record: SampleRecord) -> set[FaultKind]:
    return {fault.what for fault in record.faults()}


def test_an_honest_record_is_verified_and_comes_back_from_json_as_it_was() -> None:
    again = SampleRecord.model_validate_json(RECORD.model_dump_json())

    assert again == RECORD
    assert again.faults() == ()
    assert len(RECORD.numbered) == 27
    assert Counter(one.category for one in RECORD.drawn) == {CASEWORK: 3, ADVOCACY: 1}


def test_the_record_can_be_checked_with_nothing_but_hashes() -> None:
    """What the document says of itself, done again by hand and without this system."""
    told = json.loads(RECORD.model_dump_json())
    seed = bytes.fromhex(told["seed"])
    assert sha256(seed).hexdigest() == told["commitment"]
    listed = sorted(told["numbered"], key=lambda one: (one["category"], one["number"]))
    lines = "".join(f"{one['category']} {one['number']} {one['iqa_id']}\n" for one in listed)
    assert sha256(lines.encode()).hexdigest() == told["list_hash"]
    blocks: dict[tuple[str, int], list[str]] = {}
    for one in listed:
        blocks.setdefault((one["category"], (one["number"] - 1) // told["one_in"] + 1), []).append(
            one["iqa_id"]
        )
    lowest = {
        block: min(ids, key=lambda iqa: hmac.new(seed, iqa.encode(), sha256).hexdigest())
        for block, ids in blocks.items()
    }
    assert lowest == {(one["category"], one["block"]): one["iqa_id"] for one in told["drawn"]}


def swapped(first: int, second: int) -> tuple[Numbered, ...]:
    """Two IQAs of a category in each other's place."""
    by_number = {place.number: place for place in RECORD.numbered if place.category is CASEWORK}
    a, b = by_number[first], by_number[second]
    new = {a: a.model_copy(update={"iqa_id": b.iqa_id}), b: b.model_copy(update={"iqa_id": a.iqa_id})}
    return tuple(new.get(place, place) for place in RECORD.numbered)


def other_than(drawn: Drawn) -> str:
    """A member of the same block that was not drawn."""
    block = range(drawn.block * 10 - 9, drawn.block * 10 + 1)
    members = (p for p in RECORD.numbered if p.category is drawn.category and p.number in block)
    return next(place.iqa_id for place in members if place.iqa_id != drawn.iqa_id)


FIRST = RECORD.drawn[0]

ALTERED: dict[str, tuple[dict[str, object], FaultKind]] = {
    "commitment": ({"commitment": lottery.commitment(bytes(32))}, FaultKind.NOT_THE_SEED),
    "seed": ({"seed": bytes(32).hex()}, FaultKind.NOT_THE_SEED),
    "order within a block": ({"numbered": swapped(3, 4)}, FaultKind.NOT_THE_LIST),
    "order across blocks": ({"numbered": swapped(3, 14)}, FaultKind.NOT_THE_LIST),
    "one left out": ({"numbered": RECORD.numbered[1:]}, FaultKind.NUMBERED_WRONGLY),
    "the last left out": (
        {"numbered": tuple(p for p in RECORD.numbered if p.number != 23)},
        FaultKind.NOT_THE_LIST,
    ),
    "one more": (
        {"numbered": (*RECORD.numbered, Numbered(category=CASEWORK, number=24, iqa_id="iqa-x"))},
        FaultKind.NOT_THE_LIST,
    ),
    "digest": ({"list_hash": lottery.digest(())}, FaultKind.NOT_THE_LIST),
    "digest taken away": ({"list_hash": None}, FaultKind.NOT_THE_LIST),
    "another drawn": (
        {"drawn": (FIRST.model_copy(update={"iqa_id": other_than(FIRST)}), *RECORD.drawn[1:])},
        FaultKind.DRAWN_WRONGLY,
    ),
    "one not drawn": ({"drawn": RECORD.drawn[1:]}, FaultKind.NOT_DRAWN),
    "called a pick": (
        {"drawn": (FIRST.model_copy(update={"pick": Pick.RISK}), *RECORD.drawn[1:])},
        FaultKind.NOT_DRAWN,
    ),
    "block": (
        {"drawn": (FIRST.model_copy(update={"block": 9}), *RECORD.drawn[1:])},
        FaultKind.DRAWN_WRONGLY,
    ),
    "share": ({"one_in": 9}, FaultKind.DRAWN_WRONGLY),
    "a stranger passed over": (
        {"drawn": (FIRST.model_copy(update={"passed_over": ("iqa-x",)}), *RECORD.drawn[1:])},
        FaultKind.PASSED_OVER_WRONGLY,
    ),
    "a block that is not there passed over": (
        {"passed_over": (PassedOver(category=CASEWORK, block=7, iqa_ids=("iqa-x",)),)},
        FaultKind.PASSED_OVER_WRONGLY,
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_whatever_is_altered_is_found(what: str) -> None:
    change, fault = ALTERED[what]

    assert fault in kinds(RECORD.model_copy(update=change))


def test_before_the_close_there_is_nothing_to_verify() -> None:
    opened = SampleRecord.of(state(an_open_quarter(), numbered(IQAS[0])))

    assert (opened.seed, opened.list_hash, opened.faults()) == (None, None, ())
    assert opened.commitment == COMMITMENT
    public = opened.commitment_only
    assert (public.commitment, public.numbered, public.drawn, public.passed_over) == (COMMITMENT, (), (), ())


def test_what_was_withdrawn_is_passed_over_and_that_is_verified_too() -> None:
    last_block = tuple(iqa.iqa_id for iqa in IQAS[20:23])
    record = a_record(FIRST.iqa_id, *last_block)

    assert record.faults() == ()
    assert record.passed_over == (PassedOver(category=CASEWORK, block=3, iqa_ids=last_block),)
    assert any(FIRST.iqa_id in one.passed_over for one in record.drawn)
    assert len(record.drawn) == len(RECORD.drawn) - 1


def test_a_block_that_is_hidden_as_passed_over_is_found_by_the_iqas_themselves() -> None:
    everyone = frozenset(iqa.iqa_id for iqa in IQAS)
    hidden = RECORD.model_copy(
        update={"drawn": (FIRST.model_copy(update={"passed_over": (other_than(FIRST),)}), *RECORD.drawn[1:])}
    )

    assert RECORD.left_out(everyone, frozenset()) == ()
    assert hidden.left_out(everyone, frozenset()) == (
        Fault(what=FaultKind.PASSED_OVER_WRONGLY, iqa_id=other_than(FIRST)),
    )
    assert hidden.left_out(everyone, frozenset({other_than(FIRST)})) == ()


def test_an_iqa_that_was_undertaken_and_has_no_number_is_found() -> None:
    everyone = frozenset((*(iqa.iqa_id for iqa in IQAS), "iqa-x"))

    assert RECORD.left_out(everyone, frozenset()) == (Fault(what=FaultKind.LEFT_OUT, iqa_id="iqa-x"),)


@settings(max_examples=60)
@supposing(st.permutations(range(1, 24)))
def test_any_other_order_of_the_list_is_found(order: list[int]) -> None:
    ids = {place.number: place.iqa_id for place in RECORD.numbered if place.category is CASEWORK}
    others = tuple(place for place in RECORD.numbered if place.category is ADVOCACY)
    again = tuple(
        Numbered(category=CASEWORK, number=number, iqa_id=ids[old])
        for number, old in enumerate(order, start=1)
    )
    found = RECORD.model_copy(update={"numbered": (*again, *others)}).faults()

    assert bool(found) == (order != sorted(order))


def test_the_order_in_which_the_list_is_written_down_changes_nothing() -> None:
    backwards = RECORD.model_copy(update={"numbered": RECORD.numbered[::-1]})

    assert backwards.faults() == ()
    assert backwards.in_order == RECORD.in_order


def test_over_many_seeds_every_iqa_of_a_quarter_has_the_chance_of_its_block() -> None:
    """Chi-square of 23 IQAs (9 + 9 + 2 degrees), 4,000 fixed seeds: above 45.3 once in a thousand fair draws."""
    places = lottery.number(IQAS[:23], ())
    blocks = lottery.blocks(places, 10)
    picked: Counter[str] = Counter()
    for seed in (sha256(f"quarter {n}".encode()).digest() for n in range(4_000)):
        for block in blocks:
            keys = {iqa_id: lots.key(seed, iqa_id) for iqa_id in block.members}
            picked[lottery.pick(block, keys) or ""] += 1
    due = {iqa_id: 4_000 / len(block.members) for block in blocks for iqa_id in block.members}

    assert sum((picked[iqa_id] - fair) ** 2 / fair for iqa_id, fair in due.items()) < 45.3
    assert sum(picked.values()) == 3 * 4_000
