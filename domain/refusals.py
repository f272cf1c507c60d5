"""Refused attempts: who asked for what of which stream, and by which rule it was refused; for auditors alone.

Nothing that anybody wrote, no detail of the refusal, and no figure: what is read here is read one by one.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.errors import Reason, Refused
from domain.ids import is_system
from domain.people import Person, Role
from domain.values import Code, Value


class Keeper(StrEnum):
    """Who kept a refused attempt: whoever judged it, in one transaction with its refusal, or whoever sent it."""

    RECORD = "record"
    DESK = "desk"


class RefusedAttempt(Value):
    """A command of a person that was refused; ``at`` is UTC, ``rule`` the code of the reason."""

    stream: Code
    command_id: UUID
    actor: Code
    command: Code
    rule: Code
    at: datetime
    kept_by: Keeper


MAY_SEE: Final = frozenset({Role.AUDITOR})


def judge_sight(person: Person) -> Refused | None:
    """Refuse whoever is no auditor."""
    if person.role in MAY_SEE:
        return None
    return Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {', '.join(sorted(MAY_SEE))}")


def is_kept(actor: str, reason: Reason) -> bool:
    """Tell whether it is an attempt of a person: the system's own are in the ledger."""
    return not is_system(actor) and is_told(reason)


def is_told(reason: Reason) -> bool:
    """Tell whether anybody is told of an attempt: to be asked first is no refusal, and the answer stands by itself."""
    return reason is not Reason.ASKED_FIRST
