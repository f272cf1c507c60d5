"""IQAs that are checked beside the draw, labelled and kept apart from the rates."""

from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter


def pick(
    command: c.PickForSample, quarter: AreaQuarter, facts: Facts
) -> tuple[e.QuarterEvent, ...] | Refused:
    """Put an IQA that somebody worries about in the sample, for a listed reason."""
    del quarter, facts
    return Refused(reason=Reason.NOT_PLANNED, detail=command.iqa_id)
