"""What goes into and comes out of each activity: one model each, fields only ever added, with defaults."""

from datetime import datetime

from domain.casework.commands import CaseEnvelope
from domain.iqa.commands import IqaEnvelope, StartIqa
from domain.values import Code, Value


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
