"""The dip sample: at least a tenth of each category (report ¶4.13), drawn by a seed committed to before.

An IQA is numbered within its category once its assessment is confirmed. When a block of ten is full, the one
with the lowest key is drawn; at close, one of the last block although it is only in part full. So nobody can
know an IQA to be safe before its block is full, and once the seed is known anybody can ``verify`` the draw.
"""

import hmac
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from domain.people import Person, Role
from domain.quarter.draw import ConfirmedIqa, Drawn, Numbered, Population, SampleKey
from domain.questions import Category
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


def key(seed: bytes, iqa_id: str) -> str:
    """The key of an IQA under a seed, as hex."""
    return hmac.digest(seed, iqa_id.encode(), "sha256").hex()


def number(confirmed: Iterable[ConfirmedIqa], numbered: Collection[Numbered]) -> tuple[Numbered, ...]:
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
    numbered: Collection[Numbered], confirmed: Iterable[ConfirmedIqa], one_in: int
) -> tuple[Block, ...]:
    """Return the blocks that were not full before those confirmed were numbered, as they are after it."""
    full = {block[:2] for block in blocks(numbered, one_in) if len(block.members) == one_in}
    after = blocks((*numbered, *number(confirmed, numbered)), one_in)
    return tuple(block for block in after if block[:2] not in full)


def blocks_completed(
    numbered: Collection[Numbered], confirmed: Iterable[ConfirmedIqa], one_in: int
) -> tuple[Block, ...]:
    """Return the blocks that become full when those confirmed are numbered."""
    return tuple(block for block in blocks_open(numbered, confirmed, one_in) if len(block.members) == one_in)


def keys(seed: bytes, population: Population, confirmed: Iterable[ConfirmedIqa]) -> tuple[SampleKey, ...]:
    """Return the keys of the blocks that become full: no other key may leave the table of seeds."""
    completed = blocks_completed(population.numbered, confirmed, population.one_in)
    members = (iqa_id for block in completed for iqa_id in block.members)
    return tuple(SampleKey(iqa_id=iqa_id, key=key(seed, iqa_id)) for iqa_id in members)


def pick(block: Block, by_iqa: Mapping[str, str]) -> str:
    """Return the member with the lowest key; raises ``KeyError`` when a member's key is missing."""
    return min(block.members, key=lambda iqa_id: (by_iqa[iqa_id], iqa_id))


def assign(iqa: ConfirmedIqa, people: Iterable[Person], away: Collection[str]) -> str | None:
    """Return who samples it: the assessor's senior manager, another, or the chief; never one who took part.

    ``people`` are those in post who may sample in the Area. Whoever is away comes after everyone who is not.
    """

    def preference(person: Person) -> tuple[bool, bool, bool, str]:
        own = person.staff_id == iqa.senior_manager
        return person.staff_id in away, not own, person.role is not Role.SENIOR_MANAGER, person.staff_id

    apart = (person for person in people if person.staff_id not in {iqa.assessor, iqa.prosecutor})
    first = min(apart, key=preference, default=None)
    return first.staff_id if first else None


class FaultKind(StrEnum):
    """What does not hold in a sample."""

    NOT_THE_SEED = "not_the_seed"
    NUMBERED_WRONGLY = "numbered_wrongly"
    NOT_DRAWN = "not_drawn"
    DRAWN_WRONGLY = "drawn_wrongly"


class Fault(Value):
    """Something that an auditor finds wrong: in which category, block or number, and about which IQA."""

    what: FaultKind
    category: Category | None = None
    place: int | None = None
    iqa_id: Code | None = None


def verify(
    committed: str, seed: str, numbered: Collection[Numbered], drawn: Collection[Drawn], one_in: int = ONE_IN
) -> tuple[Fault, ...]:
    """Draw a closed quarter's sample again from its revealed seed (hex); return what differs."""
    secret = bytes.fromhex(seed)
    stranger = () if commitment(secret) == committed else (Fault(what=FaultKind.NOT_THE_SEED),)
    due = {
        (block.category, block.number, pick(block, {iqa_id: key(secret, iqa_id) for iqa_id in block.members}))
        for block in blocks(numbered, one_in)
    }
    found = [(one.category, one.block, one.iqa_id) for one in drawn]
    twice = [one for place, one in enumerate(found) if one in found[:place]]
    return (
        *stranger,
        *_misnumbered(numbered),
        *_faults(FaultKind.NOT_DRAWN, due - set(found)),
        *_faults(FaultKind.DRAWN_WRONGLY, (set(found) - due).union(twice)),
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
