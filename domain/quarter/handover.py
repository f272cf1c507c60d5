"""Everything that waits for one person goes to another (leave, change of post)."""

from domain.errors import Refused
from domain.facts import Facts
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter


def hand_over(
    command: c.HandOverWork, quarter: AreaQuarter, facts: Facts
) -> tuple[e.QuarterEvent, ...] | Refused:
    """Hand over what the facts say that the person has."""
    del quarter, facts
    return (e.WorkHandedOver(whose=command.whose, to=command.to, because=command.because),)
