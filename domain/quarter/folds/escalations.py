"""What was escalated: taken, climbed, settled, acknowledged."""

from datetime import datetime
from typing import assert_never

from domain.quarter import events as e
from domain.quarter.folds.deadlines import Changes
from domain.quarter.state import AreaQuarter, Escalation


def changes(quarter: AreaQuarter, event: e.EscalationEvent, at: datetime) -> Changes:
    """Return what the event changes."""
    match event:
        case e.EscalationTaken():
            taken = Escalation(version=quarter.version + 1, **event.model_dump(exclude={"kind"}))
            return {"escalations": (*quarter.escalations, taken)}
        case e.EscalationClimbed(escalation_id=climbed, to=to):
            one = quarter.escalation(climbed)
            above = (*one.climbed_to, *to) if one else to
            update = {"climbed_to": above, "rung": event.rung, "climb_due": event.climb_due}
            return _changed(quarter, {climbed}, update)
        case e.EscalationsSettled(escalation_ids=settled):
            return _changed(quarter, set(settled), {"settled_at": at})
        case e.EscalationAcknowledged(escalation_id=taken_on):
            update = {"acknowledged_by": event.by, "acknowledged_at": at, "will_do": event.will_do}
            return _changed(quarter, {taken_on}, update)
        case never:
            assert_never(never)


def handed_over(quarter: AreaQuarter, whose: str, to: str) -> tuple[Escalation, ...]:
    """Return the matters with the open ones of a person in another's hands."""

    def hand_over(one: Escalation) -> Escalation:
        if not one.is_open or whose not in one.told:
            return one
        climbed_to = tuple(to if person == whose else person for person in one.climbed_to)
        return one.model_copy(update={"to": to if one.to == whose else one.to, "climbed_to": climbed_to})

    return tuple(map(hand_over, quarter.escalations))


def _changed(quarter: AreaQuarter, ids: set[str], update: Changes) -> Changes:
    return {
        "escalations": tuple(
            one.model_copy(update=update) if one.escalation_id in ids else one for one in quarter.escalations
        )
    }
