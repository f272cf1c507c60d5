"""What goes into and comes out of each activity: one model each, fields only ever added, with defaults."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from domain.casework.commands import CaseEnvelope
from domain.casework.events import RecordedCaseEvent
from domain.errors import Refused
from domain.iqa.commands import IqaEnvelope, OpenIqa
from domain.iqa.events import RecordedIqaEvent
from domain.quarter.commands import OpenQuarter, QuarterEnvelope
from domain.quarter.events import RecordedQuarterEvent
from domain.values import Code, Value


class Answer(Value):
    """What a person is told of an accepted command: the kinds of event it led to, and the version reached.

    ``command_hash`` is that of the command which was answered: the engine knows commands by their id alone.
    """

    command_id: UUID
    command_hash: str
    events: tuple[Code, ...]
    version: int


class RecordRequest(Value):
    """Judge a command for a stream and record what follows; ``now`` (UTC) is the workflow's clock.

    ``folded`` is the version that the workflow stands at: every later event comes back.
    """

    stream: Code
    folded: int
    now: datetime


class Recorded(Value):
    """The outcome of a command: an answer or a refusal, with the facts it was judged on (see ``Facts.recorded``).

    Facts too long for a history are named by their SHA-256 alone (``activities/pages.py``): the ledger keeps them.
    ``more`` says that the stream holds events beyond those that came back: the same command brings the next ones.
    """

    answer: Answer | None = None
    refused: Refused | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    more: bool = False


class RecordIqa(RecordRequest):
    """A command for an IQA."""

    envelope: IqaEnvelope


class IqaRecorded(Recorded):
    """The outcome, and every event after the version that the workflow had folded."""

    events: tuple[RecordedIqaEvent, ...] = ()


class StartIqa(Value):
    """Start the workflow of one IQA; its id is the workflow's id, and the command opens it."""

    command_id: UUID
    actor: Code
    opening: OpenIqa


class Wake(Value):
    """A nudge that carries no news: the receiver reads what there is."""

    stream: Code
    version: int


class OpenOne(Value):
    """Open one planned IQA on the people's task queue."""

    iqa_id: Code
    task_queue: Code
    start: StartIqa


class TellOne(Value):
    """Tell one IQA what its quarter has to say to it."""

    iqa_id: Code
    envelope: IqaEnvelope


class PostRound(Value):
    """Make a round of an Area's post as of ``now`` (UTC, the workflow's clock), which names the round in the outbox.

    With the digest everything goes out, without it what goes alone. ``policy`` names the version that said when.
    """

    quarter_id: Code
    area: Code
    round: int
    now: datetime
    policy: Code
    digest: bool = True


class PostMade(Value):
    """What a round of the post came to: messages handed to a channel, and those that stay in the queue.

    ``more`` says that the time was up before every message was tried: the same request goes on with the rest.
    """

    sent: int = 0
    failed: int = 0
    more: bool = False


class RecordQuarter(RecordRequest):
    """A command for an Area's quarter."""

    envelope: QuarterEnvelope


class QuarterRecorded(Recorded):
    """The outcome, and every event after the version that the workflow had folded."""

    events: tuple[RecordedQuarterEvent, ...] = ()


class StartQuarter(Value):
    """Start the workflow of an Area's quarter; its id is the workflow's id, and the command opens it."""

    command_id: UUID
    actor: Code
    opening: OpenQuarter


class RecordCase(RecordRequest):
    """A command for what is noted on a case."""

    envelope: CaseEnvelope


class CaseRecorded(Recorded):
    """The outcome, and every event after the version that the workflow had folded."""

    events: tuple[RecordedCaseEvent, ...] = ()


class StartCase(Value):
    """Start the workflow of what is noted on a case; its id is the workflow's id.

    ``behind`` says that the stream may hold events which no command is about to bring along.
    """

    urn: Code
    behind: bool = False


class PassOn(Value):
    """Note on a case, on the people's task queue, what an IQA hands over."""

    task_queue: Code
    envelope: CaseEnvelope
    urn: Code


class WakeQuarter(Value):
    """Wake a quarter whose workflow was not found."""

    quarter_id: Code
    task_queue: Code
    wake: Wake
