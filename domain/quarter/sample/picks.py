"""IQAs that are checked beside the draw, labelled and kept apart from the rates and from ``verify``."""

from collections.abc import Sequence
from typing import Final

from domain import lots
from domain.errors import Reason, Refused
from domain.listed import unlisted
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample.population import Pick
from domain.quarter.sample.samplers import Pool, assign
from domain.quarter.state import AreaQuarter
from domain.rows import IqaRow

BESIDE: Final = 0
"""The number of the block of what no block gave."""


def pick(
    command: c.PickForSample, quarter: AreaQuarter, facts: QuarterFacts
) -> tuple[e.QuarterEvent, ...] | Refused:
    """Put an IQA that somebody worries about in the sample, for a listed reason.

    Its own block may still draw it: that counts as drawn, and its sampler stays.
    """
    if refused := unlisted(command.because, facts.policy.dip_sample.pick_reasons):
        return refused
    named = facts.named_iqa
    if named is None:
        return Refused(reason=Reason.NOT_OPEN, detail=command.iqa_id)
    confirmed = _pickable(named, quarter)
    if isinstance(confirmed, Refused):
        return confirmed
    picked = _picked(confirmed, Pick.RISK, command.because, Pool.of(quarter, facts))
    return (picked,) if picked else Refused(reason=Reason.NO_SAMPLER, detail=named.iqa_id)


def coverage(
    quarter: AreaQuarter, facts: QuarterFacts, drawn: Sequence[e.SampleDrawn], seed: bytes
) -> tuple[e.SampleDrawn, ...]:
    """Pick one more IQA of each manager of whom none was sampled for as long as policy says: that with the lowest key.

    One that nobody may sample is left out: a pick beside the draw never holds up the close.
    """
    in_sample = {one.iqa_id for one in quarter.drawn} | {one.iqa_id for one in drawn}
    covered = {iqa.assessor for iqa in (*facts.confirmed, *facts.unsampled) if iqa.iqa_id in in_sample}
    theirs: dict[str, list[IqaRow]] = {}
    for iqa in facts.unsampled:
        if iqa.assessor not in covered and not iqa.withdrawn:
            theirs.setdefault(iqa.assessor, []).append(iqa)
    picked: list[e.SampleDrawn] = []
    for _, iqas in sorted(theirs.items()):
        chosen = min(iqas, key=lambda iqa: lots.key(seed, iqa.iqa_id))
        pool = Pool.of(quarter, facts).after((*drawn, *picked))
        one = _picked(chosen, Pick.COVERAGE, None, pool)
        picked += [one] if one else []
    return tuple(picked)


def _pickable(named: IqaRow, quarter: AreaQuarter) -> IqaRow | Refused:
    """The IQA, if it is of the Area, confirmed in the quarter, not ended, and neither in the sample nor released."""
    if named.area != quarter.area:
        return Refused(reason=Reason.OTHER_AREA, detail=named.area)
    if named.withdrawn_at or named.closed_at:
        ended = Reason.IQA_ENDED if named.withdrawn_at else Reason.IQA_CLOSED
        return Refused(reason=ended, detail=named.iqa_id)
    if named.confirmed_at is None:
        return Refused(reason=Reason.ASSESSMENT_NOT_CONFIRMED, detail=named.iqa_id)
    period = Quarter.parse(quarter.quarter)
    if not period.begins <= named.confirmed_at <= period.ends:
        return Refused(reason=Reason.OTHER_QUARTER, detail=named.iqa_id)
    known = named.sampler or any(one.iqa_id == named.iqa_id for one in quarter.drawn)
    if known or named.released:
        said = "in the sample" if known else "released"
        return Refused(reason=Reason.ALREADY_DONE, detail=f"{named.iqa_id}: {said}")
    return named


def _picked(iqa: IqaRow, label: Pick, because: str | None, pool: Pool) -> e.SampleDrawn | None:
    assigned = assign(iqa, pool)
    if assigned is None:
        return None
    return e.SampleDrawn(
        iqa_id=iqa.iqa_id,
        category=iqa.category,
        block=BESIDE,
        sampler=assigned.sampler,
        pick=label,
        because=because,
    )
