"""What ``decide`` has to be told before it can judge a command for a quarter."""

from datetime import timedelta

from domain.calendar import end_of_day
from domain.facts import EscalationsIn, Needs
from domain.ids import is_system, quarter_id
from domain.quarter import commands as c
from domain.quarter.draw import Population
from domain.quarter.periods import Quarter
from domain.quarter.standing import QuarterOf
from domain.quarter.state import AreaQuarter, Step


def asked(command: c.QuarterCommand) -> c.QuarterCommand:
    """Return what a passed deadline asks for; any other command asks for itself."""
    match command:
        case c.DeadlinePassed(deadline=Step.PASS):
            return c.TakePass()
        case c.DeadlinePassed(deadline=Step.WEEK):
            return c.ReviewWeek()
        case c.DeadlinePassed(deadline=Step.POST):
            return c.BeginPost()
        case c.DeadlinePassed(deadline=Step.CLOSE):
            return c.CloseQuarter()
        case _:
            return command


def needs(envelope: c.QuarterEnvelope, quarter: AreaQuarter | None) -> Needs:
    """Return whom, which population, whose seed and which escalations the decision is about."""
    system = is_system(envelope.actor)
    people = frozenset(() if system else (envelope.actor,))
    command = asked(envelope.command)
    if isinstance(command, c.OpenQuarter):
        return Needs(
            people=people,
            policy=command.policy_version,
            area=command.area,
            seed_of=quarter_id(command.area, command.quarter),
        )
    if quarter is None:
        return Needs(people=people)
    known: dict[str, object] = {
        "people": people,
        "policy": quarter.policy,
        "question_set": quarter.question_set,
    }
    return Needs.model_validate(known | _asked_for(command, quarter))


def _asked_for(command: c.QuarterCommand, quarter: AreaQuarter) -> dict[str, object]:
    """What a command asks for beside the people: keys and the seed only where the sample is drawn."""
    match command:
        case c.TakePass():
            return {**_draw(quarter), "escalations": _escalations(quarter), "standing_of": _standing(quarter)}
        case c.ReviewWeek():
            return {"area": quarter.area, "standing_of": _standing(quarter)}
        case c.TakeEscalations():
            return {"escalations": _escalations(quarter), "post_of": quarter.area}
        case c.CloseQuarter():
            closes = quarter.deadline(Step.CLOSE)
            revealed = {"seed_revealed_from": closes.due if closes else None}
            return {**_draw(quarter), **revealed, "standing_of": _standing(quarter)}
        case _:
            return {}


def _draw(quarter: AreaQuarter) -> dict[str, object]:
    """The population of a draw, the seed that keys it, and who could sample; nothing once it is closed."""
    if quarter.closed_at:
        return {}
    period = Quarter.parse(quarter.quarter)
    population = Population(
        area=quarter.area,
        since=end_of_day(period.first_day - timedelta(days=1)) + timedelta.resolution,
        until=end_of_day(period.last_day),
        numbered=quarter.numbered,
        one_in=quarter.one_in,
    )
    return {
        "area": quarter.area,
        "seed_of": quarter.quarter_id,
        "population": population,
    }


def _escalations(quarter: AreaQuarter) -> EscalationsIn:
    return EscalationsIn(
        area=quarter.area,
        quarter=quarter.quarter,
        taken=tuple(one.escalation_id for one in quarter.escalations),
        unsettled=tuple(one.escalation_id for one in quarter.unacknowledged),
    )


def _standing(quarter: AreaQuarter) -> QuarterOf:
    return QuarterOf(area=quarter.area, quarter=quarter.quarter)
