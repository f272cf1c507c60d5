"""Rounds of the post: when notices go out, and what becomes of those that failed."""

from datetime import datetime, timedelta

from domain.facts import Facts
from domain.quarter import commands as c
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter


def begin(quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """Begin a round, and set the next."""
    if quarter.post_is_out:
        return ()
    return (e.PostBegun(round=quarter.post_round + 1, post_due=post_due(facts)),)


def done(command: c.PostDone, quarter: AreaQuarter, facts: Facts) -> tuple[e.QuarterEvent, ...]:
    """End the round that is out."""
    del facts
    if not quarter.post_is_out or command.round != quarter.post_round:
        return ()
    return (e.PostEnded(round=command.round, sent=command.sent, failed=command.failed),)


def post_due(facts: Facts) -> datetime:
    """When the next round of the post is due."""
    return facts.now + timedelta(days=1)
