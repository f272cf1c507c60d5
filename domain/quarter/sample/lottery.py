"""The dip sample: at least a tenth of each category (report ¶4.13), drawn by a seed committed to before.

An IQA is numbered within its category once its assessment is confirmed. When a block of ten is full, the one
with the lowest key is drawn; at close, one of the last block although it is only in part full. One that was
withdrawn by then is passed over, in the sight of all. So nobody can know an IQA to be safe before its block is
full, and once the seed is known anybody can ``verify`` the draw.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from domain import lots
from domain.quarter.sample.population import Drawn, Numbered, PassedOver, Pick, Population, SampleKey
from domain.questions import Category
from domain.rows import IqaRow
from domain.values import Code, Value

ONE_IN = 10
"""The share that the guidance asks for (report ¶4.13)."""


class Block(NamedTuple):
    """Ten IQAs of a category that follow each other, or fewer at the end; blocks are counted from 1."""

    category: Category
    number: int
    members: tuple[str, ...]


def commitment(seed: bytes) -> str:
    """What is published of a seed before anything is drawn: its SHA-256, as hex."""
    return sha256(seed).hexdigest()


def number(confirmed: Iterable[IqaRow], numbered: Collection[Numbered]) -> tuple[Numbered, ...]:
    """Number those that have no number yet, in the order given, following on in their category."""
    last = dict.fromkeys(Category, 0)
    for place in numbered:
        last[place.category] = max(last[place.category], place.number)
    known = {place.iqa_id for place in numbered}
    fresh = []
    for iqa in confirmed:
        if iqa.iqa_id not in known:
            last[iqa.category] += 1
            place = Numbered(category=iqa.category, number=last[iqa.category], iqa_id=iqa.iqa_id)
            fresh.append(place)
    return tuple(fresh)


def blocks(numbered: Iterable[Numbered], one_in: int) -> tuple[Block, ...]:
    """Return the blocks of every category in order; only the last of a category can be in part full."""
    members: dict[tuple[Category, int], list[str]] = {}
    for place in sorted(numbered, key=lambda place: (place.category, place.number)):
        members.setdefault((place.category, (place.number - 1) // one_in + 1), []).append(place.iqa_id)
    return tuple(Block(*block, tuple(iqas)) for block, iqas in members.items())


def blocks_open(
    numbered: Collection[Numbered], confirmed: Iterable[IqaRow], one_in: int
) -> tuple[Block, ...]:
    """Return the blocks that were not full before those confirmed were numbered, as they are after it."""
    full = {block[:2] for block in blocks(numbered, one_in) if len(block.members) == one_in}
    after = blocks((*numbered, *number(confirmed, numbered)), one_in)
    return tuple(block for block in after if block[:2] not in full)


def blocks_completed(
    numbered: Collection[Numbered], confirmed: Iterable[IqaRow], one_in: int
) -> tuple[Block, ...]:
    """Return the blocks that become full when those confirmed are numbered."""
    return tuple(block for block in blocks_open(numbered, confirmed, one_in) if len(block.members) == one_in)


def keys(seed: bytes, population: Population, confirmed: Iterable[IqaRow]) -> tuple[SampleKey, ...]:
    """Return the keys of the blocks that become full: no other key may leave the table of seeds."""
    completed = blocks_completed(population.numbered, confirmed, population.one_in)
    members = (iqa_id for block in completed for iqa_id in block.members)
    return tuple(SampleKey(iqa_id=iqa_id, key=lots.key(seed, iqa_id)) for iqa_id in members)


def pick(block: Block, by_iqa: Mapping[str, str], passed_over: Collection[str] = ()) -> str | None:
    """Return the member with the lowest key that is not passed over; None when every one is.

    Raises ``KeyError`` when a member's key is missing.
    """
    return lots.lowest((member for member in block.members if member not in passed_over), by_iqa)


def digest(numbered: Iterable[Numbered]) -> str:
    """What is published of the numbered list when the quarter closes: the SHA-256 of its lines, as hex.

    A line is ``casework 1 iqa-2026-27-Q3-XN-P001-C1`` and a line feed; they go by category, then by number.
    """
    ordered = sorted(numbered, key=lambda place: (place.category, place.number, place.iqa_id))
    return lots.digest(f"{place.category} {place.number} {place.iqa_id}" for place in ordered)


class FaultKind(StrEnum):
    """What does not hold in a sample."""

    NOT_THE_SEED = "not_the_seed"
    NOT_THE_LIST = "not_the_list"
    NUMBERED_WRONGLY = "numbered_wrongly"
    NOT_DRAWN = "not_drawn"
    DRAWN_WRONGLY = "drawn_wrongly"
    PASSED_OVER_WRONGLY = "passed_over_wrongly"
    LEFT_OUT = "left_out"


class Fault(Value):
    """Something that an auditor finds wrong: in which category, block or number, and about which IQA."""

    what: FaultKind
    category: Category | None = None
    place: int | None = None
    iqa_id: Code | None = None


def verify(
    committed: str,
    seed: str,
    numbered: Collection[Numbered],
    drawn: Collection[Drawn],
    one_in: int = ONE_IN,
    passed_over: Collection[PassedOver] = (),
) -> tuple[Fault, ...]:
    """Draw a closed quarter's sample again from its revealed seed (hex); return what differs.

    Picks beside the draw are no part of it. Whether one that was passed over had been withdrawn is for the IQA's own
    record to say.
    """
    secret = bytes.fromhex(seed)
    stranger = () if commitment(secret) == committed else (Fault(what=FaultKind.NOT_THE_SEED),)
    by_lot = [one for one in drawn if one.pick is Pick.RANDOM]
    gone = {(one.category, one.block): one.passed_over for one in by_lot}
    gone |= {(one.category, one.block): one.iqa_ids for one in passed_over}
    due, strange = set(), set()
    for block in blocks(numbered, one_in):
        passed = gone.pop(block[:2], ())
        strange |= {(*block[:2], iqa_id) for iqa_id in set(passed).difference(block.members)}
        left = pick(block, {iqa_id: lots.key(secret, iqa_id) for iqa_id in block.members}, passed)
        due |= {(*block[:2], left)} if left else set()
    strange |= {(*block, iqa_id) for block, iqa_ids in gone.items() for iqa_id in iqa_ids}
    found = [(one.category, one.block, one.iqa_id) for one in by_lot]
    twice = [one for place, one in enumerate(found) if one in found[:place]]
    return (
        *stranger,
        *_misnumbered(numbered),
        *_faults(FaultKind.NOT_DRAWN, due - set(found)),
        *_faults(FaultKind.DRAWN_WRONGLY, (set(found) - due).union(twice)),
        *_faults(FaultKind.PASSED_OVER_WRONGLY, strange),
    )


def _faults(what: FaultKind, places: Iterable[tuple[Category, int, str]]) -> tuple[Fault, ...]:
    return tuple(
        Fault(what=what, category=category, place=place, iqa_id=iqa_id)
        for category, place, iqa_id in sorted(places)
    )


def _misnumbered(numbered: Collection[Numbered]) -> tuple[Fault, ...]:
    """Numbers that skip or come twice, and IQAs that are numbered twice."""
    wrong = set()
    for category in Category:
        ranked = sorted((n.number, n.iqa_id) for n in numbered if n.category is category)
        wrong |= {(category, n, iqa_id) for rank, (n, iqa_id) in enumerate(ranked, start=1) if n != rank}
    seen: set[str] = set()
    for place in numbered:
        if place.iqa_id in seen:
            wrong.add((place.category, place.number, place.iqa_id))
        seen.add(place.iqa_id)
    return _faults(FaultKind.NUMBERED_WRONGLY, wrong)
