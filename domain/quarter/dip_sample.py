"""The rules of the dip sample: number what was confirmed, draw from its blocks, and settle them at close."""

from collections.abc import Iterable, Mapping

from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.people import Person
from domain.quarter import events as e
from domain.quarter import sampling
from domain.quarter.draw import Numbered
from domain.quarter.last_weeks import no_time_from
from domain.quarter.periods import Quarter
from domain.quarter.sampling import Block
from domain.quarter.state import AreaQuarter
from domain.questions import Category


def draw(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...] | Refused:
    """Number what was confirmed since, and draw one from each block that became full.

    Keys under another seed than the one committed to, as after a lost table of seeds, draw nothing.
    """
    if facts.seed_commitment != quarter.seed_commitment:
        return Refused(reason=Reason.SEED_NOT_COMMITTED, detail=quarter.quarter_id)
    completed = sampling.blocks_completed(quarter.numbered, facts.confirmed, quarter.one_in)
    keys = {known.iqa_id: known.key for known in facts.sample_keys}
    drawn = _drawn(completed, keys, quarter, facts)
    if isinstance(drawn, Refused):
        return drawn
    return (*_numbered(sampling.number(facts.confirmed, quarter.numbered), quarter, facts), *drawn)


def close(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...] | Refused:
    """Draw for the last time, from the last blocks although they are only in part full; release the others.

    The seed is checked against what was committed to: a quarter that could not be proved is not closed.
    """
    seed = facts.seed_revealed
    if seed is None or sampling.commitment(bytes.fromhex(seed)) != quarter.seed_commitment:
        return Refused(reason=Reason.SEED_NOT_COMMITTED, detail=quarter.quarter_id)
    blocks = sampling.blocks_open(quarter.numbered, facts.confirmed, quarter.one_in)
    keys = {iqa_id: sampling.key(bytes.fromhex(seed), iqa_id) for block in blocks for iqa_id in block.members}
    drawn = _drawn(blocks, keys, quarter, facts)
    if isinstance(drawn, Refused):
        return drawn
    fresh = sampling.number(facts.confirmed, quarter.numbered)
    return (*_numbered(fresh, quarter, facts), *drawn, _closed(quarter, fresh, drawn, seed))


def _numbered(fresh: Iterable[Numbered], quarter: AreaQuarter, facts: Facts) -> tuple[e.IqasNumbered, ...]:
    confirmed_at = {iqa.iqa_id: iqa.confirmed_at for iqa in facts.confirmed}
    late_from = no_time_from(Quarter.parse(quarter.quarter), facts.policy, facts.calendar)
    items: dict[Category, list[e.NumberedIqa]] = {}
    for place in fresh:
        instant = confirmed_at[place.iqa_id]
        item = e.NumberedIqa(
            number=place.number,
            iqa_id=place.iqa_id,
            confirmed_at=instant,
            leaves_no_time=day_of(instant) >= late_from,
        )
        items.setdefault(place.category, []).append(item)
    return tuple(e.IqasNumbered(category=category, items=tuple(found)) for category, found in items.items())


def _drawn(
    blocks: Iterable[Block], keys: Mapping[str, str], quarter: AreaQuarter, facts: Facts
) -> tuple[e.SampleDrawn, ...] | Refused:
    confirmed = {iqa.iqa_id: iqa for iqa in facts.confirmed}
    samplers = _samplers(quarter, facts)
    away = {absence.staff_id for absence in facts.absences if absence.includes(facts.today)}
    drawn = []
    for block in blocks:
        iqa = confirmed[sampling.pick(block, keys)]
        sampler = sampling.assign(iqa, samplers, away)
        if sampler is None:
            return Refused(reason=Reason.NO_SAMPLER, detail=iqa.iqa_id)
        drawn.append(
            e.SampleDrawn(iqa_id=iqa.iqa_id, category=block.category, block=block.number, sampler=sampler)
        )
    return tuple(drawn)


def _samplers(quarter: AreaQuarter, facts: Facts) -> list[Person]:
    return [
        person
        for person in facts.people
        if person.area == quarter.area and person.role in quarter.samplers and person.in_post(facts.today)
    ]


def _closed(
    quarter: AreaQuarter, fresh: Iterable[Numbered], drawn: Iterable[e.SampleDrawn], seed: str
) -> e.QuarterClosed:
    undertaken = (*quarter.numbered, *fresh)
    sampled = {one.iqa_id for one in quarter.drawn} | {one.iqa_id for one in drawn}
    counts = (_count(category, undertaken, sampled) for category in Category)
    return e.QuarterClosed(
        seed=seed,
        drawn=len(sampled),
        released=tuple(place.iqa_id for place in undertaken if place.iqa_id not in sampled),
        counts=tuple(count for count in counts if count.undertaken),
    )


def _count(category: Category, undertaken: Iterable[Numbered], sampled: set[str]) -> e.CategoryCount:
    iqas = [place.iqa_id for place in undertaken if place.category is category]
    return e.CategoryCount(category=category, undertaken=len(iqas), drawn=len(sampled.intersection(iqas)))
