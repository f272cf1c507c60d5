"""An escalation: what is asked of it, what happens to it and how it stands, in the stream that raised it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from domain.errors import Reason, Refused
from domain.policy import EscalatedMatter
from domain.values import Code, Note, Value


class AcknowledgeEscalation(Value):
    """Somebody above takes an escalation on, and says what they will do."""

    kind: Literal["acknowledge_escalation"] = "acknowledge_escalation"
    escalation_id: Code
    will_do: Note


class HandOverEscalation(Value):
    """An escalation that was put to one person goes to another (leave, change of post)."""

    kind: Literal["hand_over_escalation"] = "hand_over_escalation"
    escalation_id: Code
    whose: Code
    to: Code


EscalationCommand = AcknowledgeEscalation | HandOverEscalation


class EscalationRaised(Value):
    """A missed step, or what a review found, goes to somebody above, until a person takes it on or it is settled.

    It is one matter, however many people are told of it, the highest last: it waits for that one. ``climb_due`` is when
    it goes one rung up; None on the last.
    """

    kind: Literal["escalation_raised"] = "escalation_raised"
    escalation_id: Code
    deadline: Code
    to: tuple[Code, ...]
    matter: EscalatedMatter
    climb_due: datetime | None = None


class EscalationClimbed(Value):
    """Nobody took it on in time: it went one rung up, to these people."""

    kind: Literal["escalation_climbed"] = "escalation_climbed"
    escalation_id: Code
    to: tuple[Code, ...]
    rung: int
    climb_due: datetime | None = None


class EscalationHandedOver(Value):
    """What was put to one person was put to another in their place."""

    kind: Literal["escalation_handed_over"] = "escalation_handed_over"
    escalation_id: Code
    whose: Code
    to: Code


class EscalationAcknowledged(Value):
    """Somebody above took it on."""

    kind: Literal["escalation_acknowledged"] = "escalation_acknowledged"
    escalation_id: Code
    by: Code
    will_do: Note


class EscalationsSettled(Value):
    """What these were about no longer waits: nobody has to take them on."""

    kind: Literal["escalations_settled"] = "escalations_settled"
    escalation_ids: tuple[Code, ...]


EscalationEvent = (
    EscalationRaised | EscalationClimbed | EscalationHandedOver | EscalationAcknowledged | EscalationsSettled
)


class Escalation(Value):
    """An escalation as it stands; instants are UTC, and ``version`` is that of the event that raised it.

    ``deadline`` names the missed step, or what else it is about. ``told`` is everybody who heard of it, the first
    first; those ``beside`` were told with somebody above them, for whom it waits.
    """

    escalation_id: Code
    version: int
    deadline: Code
    matter: EscalatedMatter
    told: tuple[Code, ...]
    beside: tuple[Code, ...] = ()
    rung: int = 0
    raised_at: datetime
    climb_due: datetime | None = None
    acknowledged_by: Code | None = None
    acknowledged_at: datetime | None = None
    will_do: Note | None = None
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to take it on."""
        return self.acknowledged_at is None and self.settled_at is None

    @property
    def put_to(self) -> tuple[Code, ...]:
        """For whom it waits, of those who were told."""
        return tuple(one for one in self.told if one not in self.beside)


Escalations = tuple[Escalation, ...]


def after(escalations: Escalations, event: EscalationEvent, version: int, at: datetime) -> Escalations:
    """Return how they stand after an event of that version and instant (UTC). Replay-sensitive: it sets timers."""
    if isinstance(event, EscalationRaised):
        return (*escalations, _raised(event, version, at))
    return tuple(_advanced(one, event, at) for one in escalations)


def of_id(escalations: Iterable[Escalation], escalation_id: str) -> Escalation | None:
    """Return the escalation of that id."""
    return next((one for one in escalations if one.escalation_id == escalation_id), None)


def ids_of(event: EscalationEvent) -> frozenset[str]:
    """Return the ids of the escalations that an event happened to."""
    return frozenset(
        event.escalation_ids if isinstance(event, EscalationsSettled) else (event.escalation_id,)
    )


def put_to(command: object, escalations: Iterable[Escalation]) -> tuple[str, ...]:
    """Return for whom that waits which somebody takes on; nobody where it is unknown, or something else is asked."""
    named = command.escalation_id if isinstance(command, AcknowledgeEscalation) else ""
    one = of_id(escalations, named)
    return one.put_to if one else ()


def climbing(escalations: Iterable[Escalation]) -> Escalations:
    """Return what goes up next, the soonest first; what was taken on or settled goes nowhere."""
    found = [(one.climb_due, one.escalation_id, one) for one in escalations if one.is_open and one.climb_due]
    return tuple(one for _, _, one in sorted(found, key=lambda each: each[:2]))


def refused(command: EscalationCommand, escalations: Iterable[Escalation]) -> Refused | None:
    """Refuse what is unknown or no longer waits, and to hand over what was not put to that person."""
    one = of_id(escalations, command.escalation_id)
    if one is None:
        return Refused(reason=Reason.UNKNOWN_ESCALATION, detail=command.escalation_id)
    if not one.is_open:
        by = one.acknowledged_by
        return Refused(reason=Reason.ALREADY_DONE, detail=f"acknowledged by {by}" if by else "settled")
    gone = isinstance(command, HandOverEscalation) and command.whose not in one.told
    return Refused(reason=Reason.ALREADY_DONE, detail=command.escalation_id) if gone else None


def _raised(event: EscalationRaised, version: int, at: datetime) -> Escalation:
    return Escalation(
        escalation_id=event.escalation_id,
        version=version,
        deadline=event.deadline,
        matter=event.matter,
        told=event.to,
        beside=event.to[:-1],
        raised_at=at,
        climb_due=event.climb_due,
    )


def _advanced(one: Escalation, event: EscalationEvent, at: datetime) -> Escalation:
    """It after what happened to it; unchanged when it happened to another."""
    match event:
        case EscalationClimbed(escalation_id=one.escalation_id):
            told = (*one.told, *(each for each in event.to if each not in one.told))
            return one.model_copy(update={"told": told, "rung": event.rung, "climb_due": event.climb_due})
        case EscalationHandedOver(escalation_id=one.escalation_id):
            return one.model_copy(update=_handed_over(one, event))
        case EscalationAcknowledged(escalation_id=one.escalation_id):
            taken = {"acknowledged_by": event.by, "acknowledged_at": at, "will_do": event.will_do}
            return one.model_copy(update=taken)
        case EscalationsSettled() if one.escalation_id in event.escalation_ids:
            return one.model_copy(update={"settled_at": at})
        case _:
            return one


def _handed_over(one: Escalation, event: EscalationHandedOver) -> dict[str, tuple[str, ...]]:
    """Who has it now in whose place; whom it waits for is no longer told beside another."""
    told, put = (
        tuple(dict.fromkeys(event.to if each == event.whose else each for each in people))
        for people in (one.told, one.put_to)
    )
    return {"told": told, "beside": tuple(each for each in told if each not in put)}
