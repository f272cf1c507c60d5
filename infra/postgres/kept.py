"""Everything that the ledger holds of one stream: its events, and each command with what came of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from activities.ports import StoredCommand, StoredEvent
from activities.record import decode
from domain.audit import Decided
from domain.ids import canonical_hash
from domain.mendings import Mending
from domain.rows import Rows
from domain.stream import Envelope, Kind, answered
from domain.values import Value
from infra.postgres.connections import Connection
from infra.postgres.ledger import events_of
from infra.postgres.mendings import mendings_of, recorded_at
from infra.postgres.rebuild import shown_of
from infra.postgres.sql import queries


@dataclass(frozen=True)
class Kept:
    """What the ledger holds of a stream, the commands in the order in which they were judged.

    As evidence it has what the read tables show of it as well and, where it was mended, the mendings and when each
    command was recorded (UTC).
    """

    events: tuple[StoredEvent, ...]
    commands: tuple[StoredCommand, ...]
    mendings: tuple[Mending, ...] = ()
    recorded: Mapping[UUID, datetime] = field(default_factory=dict)
    shown: Rows | None = None

    @property
    def version(self) -> int:
        """How far the stream is."""
        return max((event.version for event in self.events), default=0)


async def kept(connection: Connection, stream: str) -> Kept:
    """Read everything that the ledger holds of a stream."""
    rows = queries("ledger").commands_of(connection, stream=stream)
    commands = [StoredCommand(**dict(row)) async for row in rows]
    return Kept(await events_of(connection, stream), tuple(commands))


async def evidence(connection: Connection, stream: str) -> Kept:
    """Read all that an audit holds against each other, as of one moment: again where the stream went on meanwhile."""
    while True:
        found = await kept(connection, stream)
        mendings = await mendings_of(connection, stream)
        recorded = await recorded_at(connection, stream) if mendings else {}
        shown = await shown_of(connection, stream)
        if await queries("operations").version(connection, stream=stream) == found.version:
            return replace(found, mendings=mendings, recorded=recorded, shown=shown)


async def asked_for(
    connection: Connection, kind: Kind[Any, Any, Any], stream: str, command_id: UUID
) -> Value:
    """The command of that id in a stream, which the ledger holds."""
    row = await queries("ledger").command(connection, stream=stream, command_id=command_id)
    command: Value = sent(kind, StoredCommand(**dict(row))).command
    return command


def decided(kind: Kind[Any, Any, Any], ledger: Kept) -> Iterator[Decided[Any, Any]]:
    """Each decision as the ledger has it, in order; raises pydantic's ``ValidationError`` and ``ValueError``."""
    for command in ledger.commands:
        own = (event for event in ledger.events if event.command_id == command.command_id)
        yield Decided(
            where=f"ledger command {command.command_id}",
            envelope=sent(kind, command),
            sent_hash=canonical_hash(command.actor, json.loads(command.body)),
            command_hash=command.command_hash,
            now=command.at,
            version=command.judged_version,
            events=decode(kind, own),
            answer=answered(command.answer),
            facts=json.loads(command.facts),
            rules=command.rules,
        )


def sent(kind: Kind[Any, Any, Any], command: StoredCommand) -> Envelope[Any]:
    """A command as it was sent."""
    content: dict[str, Any] = {
        "command_id": command.command_id,
        "actor": command.actor,
        "command": json.loads(command.body),
    }
    if command.signed_in_how:
        content["signed_in"] = {"how": command.signed_in_how, "at": command.signed_in_at}
    return kind.envelope.model_validate(content)
