"""What goes into and comes out of each workflow and handler; fields are only ever added, with defaults."""

from uuid import UUID

from domain.iqa.commands import OpenIqa
from domain.values import Code, Value


class StartIqa(Value):
    """Start the workflow of one IQA; its id is the workflow's id."""

    command_id: UUID
    actor: Code
    opening: OpenIqa


class IqaEnded(Value):
    """How an IQA's workflow ended."""

    stage: Code
    version: int


class Wake(Value):
    """A nudge that carries no news: the receiver reads what there is."""

    stream: Code
    version: int
