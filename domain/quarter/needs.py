"""What ``decide`` has to be told before it can judge a command for a quarter."""

from datetime import datetime, timedelta
from typing import Final

from domain.ids import is_system, quarter_id
from domain.periods import Quarter
from domain.quarter import commands as c
from domain.quarter.facts import QuarterNeeds, WorkOf
from domain.quarter.pace.standing import QuarterOf, YearOf
from domain.quarter.sample.population import CoverageOf, Population
from domain.quarter.state import AreaQuarter, Step

_IN_FLIGHT: Final = timedelta(hours=1)
"""How long after the quarter's last instant what was confirmed in it may still be on its way into the ledger."""


def asked(command: c.QuarterCommand) -> c.QuarterCommand:
    """Return what a passed deadline asks for; any other command asks for itself."""
    match command:
        case c.DeadlinePassed(deadline=Step.PASS):
            return c.TakePass()
        case c.DeadlinePassed(deadline=Step.WEEK):
            return c.ReviewWeek()
        case c.DeadlinePassed(deadline=Step.CLOSE):
            return c.CloseQuarter()
        case _:
            return command


def needs(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None) -> QuarterNeeds:
    """Return whom, which population and whose seed the decision is about."""
    system = is_system(envelope.actor)
    people = frozenset(() if system else (envelope.actor,))
    command = asked(envelope.command)
    people |= {command.whose, command.to} if isinstance(command, c.HandOverWork) else set()
    if isinstance(command, c.OpenQuarter):
        return QuarterNeeds(
            people=people,
            policy=command.policy_version,
            area=command.area,
            seed_of=quarter_id(command.area, command.quarter),
            standing_of=QuarterOf(area=command.area, quarter=command.quarter),
            coverage_of=year_of(command.area, command.quarter),
            custody_in=command.area,
        )
    if quarter is None:
        return QuarterNeeds(people=people)
    known: dict[str, object] = {
        "people": people,
        "policy": quarter.policy,
        "question_set": quarter.question_set,
    }
    return QuarterNeeds.model_validate(known | _asked_for(command, quarter, by_itself=system))


def _asked_for(command: c.QuarterCommand, quarter: AreaQuarter, *, by_itself: bool) -> dict[str, object]:
    """What a command asks for beside the people: keys and the seed only where the sample is drawn."""
    match command:
        case c.CloseQuarter():
            return _close(quarter, closes_from(quarter, by_itself=by_itself))
        case c.TakePass():
            return {
                "area": quarter.area,
                **_draw(quarter),
                "standing_of": _standing(quarter),
                "coverage_of": None if quarter.closed_at else year_of(quarter.area, quarter.quarter),
                "second_checks_of": tuple(dict.fromkeys(one.iqa_id for one in quarter.drawn)),
                "left_in": None if quarter.closed_at else quarter.area,
                "custody_in": None if quarter.closed_at else quarter.area,
            }
        case c.ReviewWeek():
            return {"area": quarter.area, "standing_of": standing_in(quarter)}
        case _:
            return _person_asks_for(command, quarter)


def _person_asks_for(command: c.QuarterCommand, quarter: AreaQuarter) -> dict[str, object]:
    match command:
        case c.ApplyPolicy(policy_version=version):
            return {"policy_asked": version}
        case c.PickForSample(iqa_id=named):
            return {"named_iqa": named, "area": quarter.area, "roles": frozenset(quarter.samplers)}
        case c.HandOverWork(whose=whose):
            return {"work_of": WorkOf(area=quarter.area, whose=whose)}
        case _:
            return {}


def _close(quarter: AreaQuarter, revealed_from: datetime | None) -> dict[str, object]:
    """What is left to draw, the seed from that instant on, and how everything stands in its last days."""
    return {
        **_draw(quarter),
        "seed_revealed_from": revealed_from,
        "standing_of": standing_in(quarter),
        "prompts_of": None if quarter.closed_at else standing_in(quarter),
        "unsampled_in": _coverage(quarter),
        "coverage_of": None if quarter.closed_at else year_of(quarter.area, quarter.quarter),
    }


def year_of(area: str, quarter: str) -> YearOf:
    """The financial year of a quarter, in which each kind of case is to be assessed (¶4.3)."""
    year = Quarter.parse(quarter).year
    first, last = Quarter(year=year, number=1), Quarter(year=year, number=4)
    return YearOf(area=area, since=first.begins, until=last.ends)


def _draw(quarter: AreaQuarter) -> dict[str, object]:
    """The population of a draw, the seed that keys it, and who could sample; nothing once it is closed."""
    if quarter.closed_at:
        return {}
    period = Quarter.parse(quarter.quarter)
    population = Population(
        area=quarter.area,
        since=period.begins,
        until=period.ends,
        numbered=quarter.numbered,
        one_in=quarter.one_in,
    )
    return {
        "area": quarter.area,
        "seed_of": quarter.quarter_id,
        "population": population,
    }


def _coverage(quarter: AreaQuarter) -> CoverageOf | None:
    """The managers of whom nobody was sampled in so many quarters, this one the last; those who came since are left."""
    if quarter.coverage_after_quarters is None:
        return None
    period = Quarter.parse(quarter.quarter)
    first = period.before(quarter.coverage_after_quarters - 1)
    return CoverageOf(
        area=quarter.area,
        since=period.begins,
        until=period.ends,
        window=first.begins,
        begun_by=first.ends,
        drawn=tuple(one.iqa_id for one in quarter.drawn),
    )


def closes_from(quarter: AreaQuarter, *, by_itself: bool) -> datetime | None:
    """The instant (UTC) from which the quarter may be closed: by a person an hour after its last day.

    By itself it closes at its deadline, a working day later, when what was confirmed last is in the ledger even after a
    night's outage. None once it is closed.
    """
    closes = quarter.deadline(Step.CLOSE)
    if closes is None or by_itself:
        return closes.due if closes else None
    return Quarter.parse(quarter.quarter).ends + _IN_FLIGHT


def standing_in(quarter: AreaQuarter) -> QuarterOf:
    """The IQAs of the quarter, and those of earlier ones that were confirmed in it."""
    period = Quarter.parse(quarter.quarter)
    return QuarterOf(area=quarter.area, quarter=quarter.quarter, since=period.begins, until=period.ends)


def _standing(quarter: AreaQuarter) -> QuarterOf:
    return QuarterOf(area=quarter.area, quarter=quarter.quarter)
