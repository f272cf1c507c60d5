"""Open a quarter: plan its IQAs, commit to the seed of its sample, and set its two clocks."""

from typing import Final

from domain.errors import Reason, Refused
from domain.periods import NoWorkingDay, Quarter
from domain.quarter import commands as c
from domain.quarter import custody
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.pace.review import week_due
from domain.quarter.planning.plan import plan

AT_MOST: Final = 200
"""How many planned IQAs stand in one event, so that every event stays small beside what the engine carries."""


def open_quarter(
    command: c.OpenQuarter, actor: str, facts: QuarterFacts
) -> tuple[e.QuarterOpened | e.IqasPlanned | e.CustodyFoundWhileAway, ...] | Refused:
    """Open the quarter that is running, with targets on the days that are left of it.

    Passes are due at the end of each working day. The close is due at the end of the first working day after
    the quarter, so that an assessment confirmed in its last minute is in the ledger by then. Raises
    ``BeyondCalendar``.
    """
    quarter = Quarter.parse(command.quarter)
    if Quarter.containing(facts.today) != quarter:
        return Refused(reason=Reason.QUARTER_NOT_RUNNING, detail=f"{quarter} on {facts.today.isoformat()}")
    if facts.seed_commitment is None:
        return Refused(reason=Reason.SEED_NOT_COMMITTED, detail=command.quarter)
    try:
        planned, left_out, missing = plan(command.area, quarter, facts)
    except NoWorkingDay as error:
        return Refused(reason=Reason.QUARTER_NOT_RUNNING, detail=str(error))
    return (
        e.QuarterOpened(
            area=command.area,
            quarter=command.quarter,
            opened_by=actor,
            policy=facts.policy.version,
            calendar=facts.calendar.version,
            question_set=facts.question_set.version,
            seed_commitment=facts.seed_commitment,
            one_in=facts.policy.dip_sample.one_in,
            samplers=facts.policy.dip_sample.samplers,
            independent_percent=facts.policy.dip_sample.independent_percent,
            coverage_after_quarters=facts.policy.dip_sample.coverage_after_quarters,
            planned=planned[:AT_MOST],
            left_out=left_out,
            not_asked_for=missing,
            pass_due=facts.calendar.due(facts.now, 1),
            close_due=facts.calendar.due(quarter.last_day, 1),
            week_due=week_due(facts),
        ),
        *(
            e.IqasPlanned(items=planned[n : n + AT_MOST], because=e.PlannedBecause.LONG_PLAN)
            for n in range(AT_MOST, len(planned), AT_MOST)
        ),
        *custody.put_above(command.area, (), facts),
    )
