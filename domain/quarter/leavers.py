"""Case actions of somebody who has gone: the daily pass puts them to whoever is above (report ¶5.24).

What else waited for them has its own way: an IQA goes to another manager (``planning.replan``), a second check to
another sampler (``sample.second_checks``).
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from domain.iqa.commands import HandOverAction
from domain.offices import ASSESSORS, SENIORS
from domain.people import Person, line_of
from domain.quarter import events as e
from domain.quarter.facts import QuarterFacts
from domain.quarter.state import AreaQuarter

BECAUSE: Final = "Its owner has left, and nobody has taken it over."
"""What is said to whoever gets it."""


def handed_over(quarter: AreaQuarter, facts: QuarterFacts) -> Iterator[e.WorkHandedOver]:
    """Give the open case actions of each leaver to the first above them who is in post in the Area.

    Where nobody of their line is, a senior manager or the chief has them; where there is none either, the next pass
    looks again. What was given and is still to be told is not given again.
    """
    on_its_way = {
        (one.stream, one.message.action_id)
        for one in quarter.tellings
        if isinstance(one.message, HandOverAction)
    }
    left = [one for one in facts.left_behind if (one.stream, one.action_id) not in on_its_way]
    for whose, actions in groupby(left, key=lambda one: one.owner):
        if to := _above(whose, quarter.area, facts):
            yield e.WorkHandedOver(
                whose=whose,
                to=to.staff_id,
                because=BECAUSE,
                actions=tuple(e.HandedAction(stream=one.stream, action_id=one.action_id) for one in actions),
            )


def _above(staff_id: str, area: str, facts: QuarterFacts) -> Person | None:
    """The nearest above them, else any senior of the Area, in order of their ids."""
    line = tuple(line_of(staff_id, facts.person))[1:]
    seniors = sorted((one for one in facts.people if one.role in SENIORS), key=lambda one: one.staff_id)
    able = (one for one in (*line, *seniors) if one.role in ASSESSORS | SENIORS and one.area == area)
    return next((one for one in able if one.in_post(facts.today)), None)
