"""The kernel of every stream: what is sent to one, what it holds, and what came of a command.

Each kind of stream closes the unions of its commands and events for itself. As the argument of one of these models
such a union carries its discriminator, ``TAGGED``: untagged, a command would decode silently into another of its shape.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Generic, Literal, Protocol, Self, TypeVar
from uuid import UUID

from pydantic import Discriminator, Field

from domain.errors import Reason, Refused
from domain.facts import Facts, Needs
from domain.ids import command_hash, derived_id
from domain.notices import About, Notice
from domain.rows import Rows
from domain.values import Code, Value

TAGGED: Final = Discriminator("kind")
"""Tells the members of a union of commands, or of events, apart."""

CommandT = TypeVar("CommandT", bound=Value)
EventT = TypeVar("EventT", bound=Value)
OpeningT = TypeVar("OpeningT", bound=Value)
StepT = TypeVar("StepT", bound=StrEnum)


LONGEST: Final = 256 * 1024
"""The bytes of JSON that a person's command may take: it and a refusal of it must fit the engine's messages."""


def too_long(command: Value, most: int = LONGEST) -> Refused | None:
    """Refuse a command that takes more bytes of JSON than this."""
    length = len(command.model_dump_json().encode())
    return (
        Refused(reason=Reason.TOO_MANY, detail=f"{length} bytes of at most {most}") if length > most else None
    )


def tag(message: Value) -> str:
    """The kind of a command or an event."""
    said: str = getattr(message, "kind")  # noqa: B009  each member of the unions has one; their base does not say so
    return said


class SignIn(Value):
    """How somebody had signed in who acts, and when (UTC): ``local_sign_in``, ``openid_connect``, ``command_line``."""

    how: Code
    at: datetime


class Envelope(Value, Generic[CommandT]):
    """A command on its way: its id (made by the client, UUIDv7; derived for the system), who acts, what is asked.

    ``after`` is the version that the ledger held as it was sent: a workflow that has folded less knows less than its
    sender. Neither it nor ``signed_in`` is a part of what is asked: under one id they may differ. The system signs in
    nowhere.
    """

    command_id: UUID
    actor: Code
    command: CommandT
    after: int = 0
    signed_in: SignIn | None = None

    @property
    def kind(self) -> str:
        """The kind of the command."""
        return tag(self.command)

    @property
    def hash(self) -> str:
        """The hash of who asks and what: under one id only the same is ever answered."""
        return command_hash(self.actor, self.command)


class Recorded(Value, Generic[EventT]):
    """An event as the ledger holds it: where it stands, who caused it, and when (UTC, the workflow's clock)."""

    version: int
    at: datetime
    actor: Code
    command_id: UUID
    event: EventT

    @property
    def kind(self) -> str:
        """The kind of the event."""
        return tag(self.event)


class Answer(Value):
    """What a person is told of an accepted command: the kinds of event it led to, and the version reached.

    ``command_hash`` is that of the command which was answered: the engine knows commands by their id alone.
    """

    command_id: UUID
    command_hash: str
    events: tuple[Code, ...]
    version: int


def answered(answer: bytes) -> Answer | Refused:
    """Read what was answered to a command from the bytes that the ledger keeps."""
    content = json.loads(answer)
    read = Refused if content.get("kind") == "refused" else Answer
    return read.model_validate(content)


class RecordRequest(Value, Generic[CommandT]):
    """Judge a command for a stream and record what follows; ``now`` (UTC) is the workflow's clock.

    ``folded`` is the version that the workflow stands at: every later event comes back.
    """

    stream: Code
    folded: int
    now: datetime
    envelope: Envelope[CommandT]


class Outcome(Value, Generic[EventT]):
    """What came of a command: an answer or a refusal, the facts it was judged on, every event not folded yet.

    Facts (``Facts.recorded``) that are too long for a history are named by their SHA-256 alone: the ledger keeps them.
    ``rules`` is the hash of the rules that judged.
    ``more`` says that the stream holds events beyond those that came back: the same command brings the next ones.
    """

    answer: Answer | None = None
    refused: Refused | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    rules: str = ""
    more: bool = False
    events: tuple[Recorded[EventT], ...] = ()


class Start(Value, Generic[OpeningT]):
    """Start the workflow of a stream; its id is the workflow's id, and the command opens it."""

    command_id: UUID
    actor: Code
    opening: OpeningT
    signed_in: SignIn | None = None

    @classmethod
    def of(cls, opening: Envelope[Any]) -> Self:
        """Start again what that command once opened."""
        return cls.model_validate(
            {
                "command_id": opening.command_id,
                "actor": opening.actor,
                "opening": opening.command,
                "signed_in": opening.signed_in,
            }
        )


class Telling(Value, Generic[CommandT]):
    """A command that one stream has for another, told once; its id is one within the stream that tells it."""

    telling_id: Code
    stream: Code
    message: CommandT

    def envelope(self, teller: str, actor: str) -> dict[str, Any]:
        """The envelope (JSON) in which it goes out: told again, it is the same command."""
        command_id = str(derived_id(teller, self.telling_id))
        return {"command_id": command_id, "actor": actor, "command": self.message.model_dump(mode="json")}


class Deadline(Value, Generic[StepT]):
    """An instant (UTC) by which a step is due; ``item`` tells steps of the same kind apart."""

    step: StepT
    item: Code | None = None
    due: datetime

    @property
    def name(self) -> str:
        """The deadline's name in commands and events: ``converse``, or ``action:`` and the action's id."""
        return f"{self.step}:{self.item}" if self.item else str(self.step)


class Await(Value, Generic[StepT]):
    """Wait for a person, and for the deadline when there is one."""

    kind: Literal["await"] = "await"
    deadline: Deadline[StepT] | None = None


class Finish(Value):
    """Nothing is left: the workflow completes."""

    kind: Literal["finish"] = "finish"


class DeadlinePassed(Value):
    """A timer fired; a deadline already met or moved gives no event."""

    kind: Literal["deadline_passed"] = "deadline_passed"
    deadline: Code
    due: datetime


class CatchUp(Value):
    """Fold what the ledger holds beyond the workflow's history, after a restore; gives no event."""

    kind: Literal["catch_up"] = "catch_up"


class Listing(Value):
    """What the engine's own lists show of a stream to operators: never anything personal. ``due_at`` is UTC."""

    stage: Code
    due_at: datetime | None
    escalated: bool


class Folded(Protocol):
    """The state of a stream after some of its events."""

    @property
    def version(self) -> int: ...
    @property
    def area(self) -> str: ...


StateT = TypeVar("StateT", bound=Folded)


class OutOfOrder(Exception):
    """The event is not the next one of its stream: one is missing, or one came twice."""

    def __init__(self, stream: str, recorded: Recorded[Any], folded: int) -> None:
        super().__init__(f"{stream}: {recorded.kind} at {recorded.version} came after version {folded}")
        self.stream = stream
        self.version = recorded.version
        self.folded = folded


def advance(
    evolve: Callable[[StateT | None, Recorded[EventT], str], StateT],
    state: StateT | None,
    recorded: Iterable[Recorded[EventT]],
    stream: str,
) -> Iterator[tuple[StateT | None, Recorded[EventT], StateT]]:
    """Walk over events, in order: each with the state before and after it; raises ``OutOfOrder``."""
    for each in recorded:
        folded = state.version if state else 0
        if each.version != folded + 1:
            raise OutOfOrder(stream, each, folded)
        before, state = state, evolve(state, each, stream)
        yield before, each, state


def fold(
    evolve: Callable[[StateT | None, Recorded[EventT], str], StateT],
    state: StateT | None,
    recorded: Iterable[Recorded[EventT]],
    stream: str,
) -> StateT | None:
    """Fold recorded events, in order, onto a state; None is a stream that is not open yet."""
    for _, _, after in advance(evolve, state, recorded, stream):
        state = after
    return state


@dataclass(frozen=True)
class Kind(Generic[CommandT, StateT, EventT]):
    """One kind of stream: what is sent to it and recorded in it, and the pure functions that rule it.

    ``name`` is that of its workflow; a stream's id begins with it and a hyphen. ``start`` is what the workflow takes,
    and ``start_again`` makes it from the stream's id and the command that opened it. ``decide`` is given ``facts``,
    which are loaded as ``needs`` asks.
    """

    name: str
    envelope: type[Envelope[CommandT]]
    recorded: type[Recorded[EventT]]
    request: type[RecordRequest[CommandT]]
    outcome: type[Outcome[EventT]]
    start: type[Value]
    start_again: Callable[[str, Envelope[CommandT]], Value]
    facts: type[Facts]
    screen: Callable[[Envelope[CommandT], StateT | None], Refused | None]
    needs: Callable[[Envelope[CommandT], StateT | None], Needs]
    decide: Callable[[Envelope[CommandT], StateT | None, Any], tuple[EventT, ...] | Refused]
    evolve: Callable[[StateT | None, Recorded[EventT], str], StateT]
    next_step: Callable[[StateT], Value]
    rows: Callable[[StateT | None], Rows]
    notices: Callable[[EventT, StateT, StateT, About], tuple[Notice, ...]]
    listing: Callable[[StateT], Listing | None] = lambda _: None

    @property
    def prefix(self) -> str:
        """How the ids of these streams begin."""
        return f"{self.name}-"

    def fold(self, state: StateT | None, recorded: Iterable[Recorded[EventT]], stream: str) -> StateT | None:
        """Fold recorded events onto a state; raises ``OutOfOrder``."""
        return fold(self.evolve, state, recorded, stream)

    def fold_with_notices(
        self, state: StateT | None, recorded: Iterable[Recorded[EventT]], stream: str
    ) -> tuple[StateT | None, tuple[Notice, ...]]:
        """Fold recorded events onto a state, and make the notices that each of them leads to."""
        found: list[Notice] = []
        for before, each, after in advance(self.evolve, state, recorded, stream):
            about = About(area=after.area, stream=stream, version=each.version, at=each.at, actor=each.actor)
            found += self.notices(each.event, before or after, after, about)
            state = after
        return state, tuple(found)

    def is_finished(self, state: StateT | None) -> bool:
        """Whether nothing is left to do; a stream without events is not finished."""
        return state is not None and isinstance(self.next_step(state), Finish)
