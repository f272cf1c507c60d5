"""What goes into and comes out of each activity: one model each, fields only ever added, with defaults."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.errors import Refused
from domain.iqa.commands import IqaEnvelope
from domain.iqa.events import RecordedIqaEvent
from domain.values import Code, Value


class Answer(Value):
    """What a person is told of an accepted command: the kinds of event it led to, and the version reached.

    ``command_hash`` is that of the command which was answered: the engine knows commands by their id alone.
    """

    command_id: UUID
    command_hash: str
    events: tuple[Code, ...]
    version: int


class RecordIqa(Value):
    """Judge a command for an IQA and record what follows; ``now`` (UTC) is the workflow's clock.

    ``folded`` is the version that the workflow stands at: every later event comes back.
    """

    iqa_id: Code
    folded: int
    now: datetime
    envelope: IqaEnvelope


class Judged(Value):
    """The outcome of a command: an answer or a refusal, with the facts it was judged on."""

    answer: Answer | None = None
    refused: Refused | None = None
    facts: dict[str, Any] = {}


class IqaRecorded(Judged):
    """The outcome, and every event after the version that the workflow had folded."""

    events: tuple[RecordedIqaEvent, ...] = ()
