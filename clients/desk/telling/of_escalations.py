"""How what happens to an escalation is told, in whichever stream keeps it."""

from typing import Any, Final

from clients.desk.telling.fields import (
    UNTOLD,
    Beside,
    Table,
    beside,
    code,
    deadline,
    person,
    says,
    step_of,
    told,
    whose_pace,
)
from domain.escalations import (
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
    of_id,
)


def _about(escalation_id: str, state: Any) -> str:  # noqa: ANN401  each kind of stream keeps its escalations alike
    """What it was raised of; its id where that is not known."""
    one = of_id(state.escalations, escalation_id)
    return step_of(one.deadline) if one else escalation_id


def _about_all(ids: tuple[str, ...], state: Any) -> str:  # noqa: ANN401  as above
    return ", ".join(dict.fromkeys(_about(each, state) for each in ids))


def _whose(escalation_id: str, by: Beside) -> tuple[str, ...]:
    one = of_id(by.state.escalations, escalation_id)
    return whose_pace(one.deadline) if one else ()


def _whose_all(ids: tuple[str, ...], by: Beside) -> tuple[str, ...]:
    return tuple(one for each in ids for one in _whose(each, by))


ESCALATIONS: Final[Table] = {
    EscalationRaised: {
        "escalation_id": UNTOLD,  # the step says what it is of
        "deadline": deadline(),
        "matter": code("as a matter of {}"),
        "to": person("to {}"),
        "climb_due": told("goes one rung up after {}"),
    },
    EscalationClimbed: {
        "escalation_id": beside(_about, _whose),
        "to": person("to {}"),
        "rung": told("rung {}"),
        "climb_due": told("goes further up after {}"),
    },
    EscalationHandedOver: {
        "escalation_id": beside(_about, _whose),
        "whose": person("from {}"),
        "to": person("to {}"),
    },
    EscalationAcknowledged: {
        "escalation_id": beside(_about, _whose),
        "by": person("by {}"),
        "will_do": says("Will do"),
    },
    EscalationsSettled: {
        "escalation_ids": beside(_about_all, _whose_all),
    },
}
