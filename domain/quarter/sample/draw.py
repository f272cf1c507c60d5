"""The rules of the dip sample: number what was confirmed, draw from its blocks, and settle them at close."""

from collections.abc import Iterable, Mapping

from domain import lots
from domain.calendar import day_of
from domain.errors import Reason, Refused
from domain.periods import Quarter
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.last_weeks import no_time_from
from domain.quarter.sample import lottery, picks
from domain.quarter.sample.lottery import Block
from domain.quarter.sample.population import Numbered, Pick
from domain.quarter.sample.samplers import Assigned, Pool, assign, is_independent, random_draws
from domain.quarter.state import AreaQuarter
from domain.questions import Category
from domain.rows import IqaRow

FromBlocks = tuple[e.SampleDrawn | e.BlockPassedOver, ...]


def draw(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[e.QuarterEvent, ...] | Refused:
    """Number what was confirmed since, and draw one from each block that became full.

    Keys under another seed than the one committed to, as after a lost table of seeds, draw nothing.
    """
    if facts.seed_commitment != quarter.seed_commitment:
        return Refused(reason=Reason.SEED_NOT_COMMITTED, detail=quarter.quarter_id)
    completed = lottery.blocks_completed(quarter.numbered, facts.confirmed, quarter.one_in)
    keys = {known.iqa_id: known.key for known in facts.sample_keys}
    drawn = _drawn(completed, keys, quarter, facts)
    if isinstance(drawn, Refused):
        return drawn
    return (*_numbered(lottery.number(facts.confirmed, quarter.numbered), quarter, facts), *drawn)


def close(quarter: AreaQuarter, facts: QuarterFacts) -> tuple[e.QuarterEvent, ...] | Refused:
    """Draw for the last time, from the last blocks although they are only in part full; release the others.

    The seed is checked against what was committed to: a quarter that could not be proved is not closed.
    """
    seed = facts.seed_revealed
    if seed is None or lottery.commitment(bytes.fromhex(seed)) != quarter.seed_commitment:
        return Refused(reason=Reason.SEED_NOT_COMMITTED, detail=quarter.quarter_id)
    blocks = lottery.blocks_open(quarter.numbered, facts.confirmed, quarter.one_in)
    keys = {iqa_id: lots.key(bytes.fromhex(seed), iqa_id) for block in blocks for iqa_id in block.members}
    drawn = _drawn(blocks, keys, quarter, facts)
    if isinstance(drawn, Refused):
        return drawn
    fresh = lottery.number(facts.confirmed, quarter.numbered)
    by_lot = tuple(one for one in drawn if isinstance(one, e.SampleDrawn))
    covered = picks.coverage(quarter, facts, by_lot, bytes.fromhex(seed))
    return (
        *_numbered(fresh, quarter, facts),
        *drawn,
        *covered,
        _closed(quarter, fresh, (*by_lot, *covered), seed),
    )


def _numbered(
    fresh: Iterable[Numbered], quarter: AreaQuarter, facts: QuarterFacts
) -> tuple[e.IqasNumbered, ...]:
    confirmed_at = {iqa.iqa_id: iqa.confirmed_at for iqa in facts.confirmed if iqa.confirmed_at}
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
    blocks: Iterable[Block], keys: Mapping[str, str], quarter: AreaQuarter, facts: QuarterFacts
) -> FromBlocks | Refused:
    """Draw from each block whoever of it was not withdrawn since."""
    confirmed = {iqa.iqa_id: iqa for iqa in facts.confirmed}
    found: list[e.SampleDrawn | e.BlockPassedOver] = []
    for block in blocks:
        passed_over = tuple(iqa_id for iqa_id in block.members if confirmed[iqa_id].withdrawn)
        place = {"category": block.category, "block": block.number, "passed_over": passed_over}
        chosen = lottery.pick(block, keys, passed_over)
        if chosen is None:
            found.append(e.BlockPassedOver.model_validate(place))
            continue
        drawn = [one for one in found if isinstance(one, e.SampleDrawn)]
        assigned = _assigned(confirmed[chosen], drawn, quarter, facts)
        if assigned is None:
            return Refused(reason=Reason.NO_SAMPLER, detail=chosen)
        found.append(e.SampleDrawn.model_validate(place | {"iqa_id": chosen} | assigned._asdict()))
    return tuple(found)


def _assigned(
    iqa: IqaRow, drawn: list[e.SampleDrawn], quarter: AreaQuarter, facts: QuarterFacts
) -> Assigned | None:
    """Whoever was picked to sample it before, or the next in turn."""
    before = next((one for one in quarter.drawn if one.iqa_id == iqa.iqa_id), None)
    if before is not None:
        return Assigned(before.sampler)
    place = random_draws(quarter.drawn) + len(drawn) + 1
    pool = Pool.of(quarter, facts).after(drawn)
    return assign(iqa, pool, independent=is_independent(place, quarter.independent_percent))


def _closed(
    quarter: AreaQuarter, fresh: Iterable[Numbered], drawn: Iterable[e.SampleDrawn], seed: str
) -> e.QuarterClosed:
    undertaken = (*quarter.numbered, *fresh)
    in_sample = {(one.iqa_id, one.pick) for one in quarter.drawn} | {(one.iqa_id, one.pick) for one in drawn}
    known = {iqa_id for iqa_id, _ in in_sample}
    by_lot = {iqa_id for iqa_id, label in in_sample if label is Pick.RANDOM}
    counts = (_count(category, undertaken, by_lot) for category in Category)
    return e.QuarterClosed(
        seed=seed,
        drawn=len(by_lot),
        released=tuple(place.iqa_id for place in undertaken if place.iqa_id not in known),
        counts=tuple(count for count in counts if count.undertaken),
        list_hash=lottery.digest(undertaken),
    )


def _count(category: Category, undertaken: Iterable[Numbered], sampled: set[str]) -> e.CategoryCount:
    iqas = [place.iqa_id for place in undertaken if place.category is category]
    return e.CategoryCount(category=category, undertaken=len(iqas), drawn=len(sampled.intersection(iqas)))
