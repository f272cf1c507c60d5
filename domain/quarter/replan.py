"""What a quarter plans otherwise when something about its people has changed (report ¶3.4, ¶6.11)."""

from domain.facts import Facts
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter


def replan(quarter: AreaQuarter, facts: Facts) -> tuple[e.PlanEvent, ...]:
    """Return what changes in the plan of what is open: nothing where everybody is as planned."""
    del quarter, facts
    return ()
