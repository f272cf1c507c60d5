"""The second checks that nobody can go on with, given to another sampler (report ¶4.13).

Whoever was drawn for one may leave or take part before its IQA hears of it, which then refuses them; whoever has one
may leave. Leave is no reason: what waits meanwhile is escalated, and can be handed over.
"""

from collections.abc import Sequence

from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.sample.samplers import Pool, assign, working_day
from domain.quarter.state import AreaQuarter
from domain.rows import IqaRow


def reassigned(
    quarter: AreaQuarter, facts: QuarterFacts, drawn: Sequence[e.SampleDrawn] = ()
) -> tuple[e.SecondCheckReassigned, ...]:
    """Return who gets what nobody can go on with; what nobody may have waits for the next pass.

    ``drawn`` are draws that the state does not hold yet. An IQA that is still to be told something is left for later.
    """
    to_be_told = frozenset(one.stream for one in quarter.tellings)
    pool = Pool.of(quarter, facts).after(drawn)
    given: list[e.SecondCheckReassigned] = []
    for check in facts.second_checks:
        because = _because(check, quarter, facts)
        if because and check.iqa_id not in to_be_told:
            one = _to_another(check, because, quarter, pool.after(given))
            given += [one] if one else []
    return tuple(given)


def _because(check: IqaRow, quarter: AreaQuarter, facts: QuarterFacts) -> e.SecondCheckBecause | None:
    if check.sampler is None:
        return e.SecondCheckBecause.NOT_TAKEN
    person = facts.person(check.sampler)
    there = person is not None and person.area == quarter.area and person.in_post(working_day(facts))
    return None if there else e.SecondCheckBecause.SAMPLER_LEFT


def _to_another(
    check: IqaRow, because: e.SecondCheckBecause, quarter: AreaQuarter, pool: Pool
) -> e.SecondCheckReassigned | None:
    """To somebody else, or where there is nobody to the same one again: what was in their way may have gone."""
    before = next(one for one in quarter.drawn if one.iqa_id == check.iqa_id)
    others = pool.without(before.sampler)
    assigned = assign(check, others, independent=before.independent) or assign(check, pool)
    if assigned is None:
        return None
    return e.SecondCheckReassigned(iqa_id=check.iqa_id, because=because, **assigned._asdict())
