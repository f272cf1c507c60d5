"""Case actions and requests of somebody who has gone: the daily pass puts them to whoever is above (report ¶5.24).

What else waited for them has its own way: an IQA goes to another manager (``planning.replan``), a second check to
another sampler (``sample.second_checks``).
"""

from collections.abc import Iterator
from typing import Final

from domain.casework.commands import HandOverRequest
from domain.iqa.commands import HandOverAction
from domain.offices import ASSESSORS, SENIORS
from domain.people import Person, line_of
from domain.quarter import events as e
from domain.quarter.facts import LeftBehind, LeftUnanswered, QuarterFacts
from domain.quarter.state import AreaQuarter

BECAUSE: Final = "Its owner has left, and nobody has taken it over."
"""What is said to whoever gets it."""


def handed_over(quarter: AreaQuarter, facts: QuarterFacts) -> Iterator[e.WorkHandedOver]:
    """Give each leaver's open case actions and requests to the first above them who is in post in the Area.

    Where nobody of their line is, a senior manager or the chief has them; where there is none either, the next pass
    looks again. What was given and is still to be told is not given again, and nobody gets what they asked for.
    """
    actions, requests = _not_on_their_way(quarter, facts)
    owners = {one.owner for one in actions} | {one.owner for one in requests}
    for whose in sorted(owners):
        if to := _above(whose, quarter.area, facts):
            given = e.WorkHandedOver(
                whose=whose,
                to=to.staff_id,
                because=BECAUSE,
                actions=tuple(
                    e.HandedAction(stream=one.stream, action_id=one.action_id)
                    for one in actions
                    if one.owner == whose
                ),
                requests=tuple(
                    e.HandedRequest(stream=one.stream, request_id=one.request_id)
                    for one in requests
                    if one.owner == whose and one.prosecutor != to.staff_id
                ),
            )
            if given.actions or given.requests:
                yield given


def _not_on_their_way(
    quarter: AreaQuarter, facts: QuarterFacts
) -> tuple[tuple[LeftBehind, ...], tuple[LeftUnanswered, ...]]:
    """What leavers left, without what is still to be told."""
    told = [(one.stream, one.message) for one in quarter.tellings]
    actions = {(stream, one.action_id) for stream, one in told if isinstance(one, HandOverAction)}
    requests = {(stream, one.request_id) for stream, one in told if isinstance(one, HandOverRequest)}
    return (
        tuple(one for one in facts.left_behind if (one.stream, one.action_id) not in actions),
        tuple(one for one in facts.left_unanswered if (one.stream, one.request_id) not in requests),
    )


def _above(staff_id: str, area: str, facts: QuarterFacts) -> Person | None:
    """The nearest above them, else any senior of the Area, in order of their ids."""
    line = tuple(line_of(staff_id, facts.person))[1:]
    seniors = sorted((one for one in facts.people if one.role in SENIORS), key=lambda one: one.staff_id)
    able = (one for one in (*line, *seniors) if one.role in ASSESSORS | SENIORS and one.area == area)
    return next((one for one in able if one.in_post(facts.today)), None)
