"""Mendings: what an operator did so that workflows and ledger hold the same again; kept for auditors, never changed.

After one the engine's history and the ledger part in ways that accuse nobody, as long as the ledger is whole.
"""

from datetime import datetime
from enum import StrEnum

from domain.values import Code, Line, Value


class Mended(StrEnum):
    """What was done: all databases put back, all streams gone through, or one stream brought together again."""

    RESTORED = "restored"
    RECONCILED = "reconciled"
    STARTED_AGAIN = "started_again"
    CAUGHT_UP = "caught_up"
    STARTED_OVER = "started_over"


class Mending(Value):
    """Who did it when (UTC, by the database's clock) to which stream; None is every stream.

    ``ledger`` is the version that the ledger held then, ``folded`` that which the workflow had, where it said so.
    """

    at: datetime
    who: Line
    kind: Mended
    stream: Code | None
    ledger: int | None
    folded: int | None
