"""Lays a history and the ledger side by side: the same events in the same bytes, the same commands and answers."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.pages import names
from activities.ports import StoredCommand, StoredEvent
from domain.audit import Difference
from domain.ids import canonical_hash
from infra.postgres.connections import Connection
from infra.postgres.ledger import events_of
from infra.postgres.sql import queries
from infra.temporal.histories import Call

_MISSING = "nothing"


@dataclass(frozen=True)
class Kept:
    """What the ledger holds of a stream."""

    events: tuple[StoredEvent, ...]
    commands: tuple[StoredCommand, ...]


async def kept(connection: Connection, stream: str) -> Kept:
    """Read everything that the ledger holds of a stream."""
    rows = queries("ledger").commands_of(connection, stream=stream)
    commands = [StoredCommand(*(row[name] for name in StoredCommand._fields)) async for row in rows]
    return Kept(await events_of(connection, stream), tuple(commands))


def compare(calls: Sequence[Call], ledger: Kept) -> tuple[Difference, ...]:
    """Return every difference; ``recorded`` is what the ledger holds, ``repeated`` what the history has."""
    return (*_events(calls, ledger.events), *_commands(calls, ledger.commands))


def _events(calls: Sequence[Call], stored: Sequence[StoredEvent]) -> Iterator[Difference]:
    told = _first_told(calls)
    held = {event.version: event for event in stored}
    for version in sorted(told.keys() | held.keys()):
        for what, ledger, history in _event_fields(held.get(version), told.get(version)):
            if ledger != history:
                yield Difference(where=f"ledger version {version}, {what}", recorded=ledger, repeated=history)


def _first_told(calls: Sequence[Call]) -> dict[int, dict[str, Any]]:
    """Each event as the history had it first: a later reader may have added fields that came since."""
    told: dict[int, dict[str, Any]] = {}
    for call in calls:
        for recorded in call.outcome.get("events", ()):
            told.setdefault(recorded["version"], recorded)
    return told


def _event_fields(stored: StoredEvent | None, told: dict[str, Any] | None) -> Iterator[tuple[str, str, str]]:
    if stored is None or told is None:
        yield "event", stored.kind if stored else _MISSING, told["event"]["kind"] if told else _MISSING
        return
    yield "body", stored.body.decode(errors="backslashreplace"), _compact(told["event"])
    yield "kind", stored.kind, told["event"]["kind"]
    yield "actor", stored.actor, told["actor"]
    yield "command", str(stored.command_id), told["command_id"]
    yield "instant", stored.at.isoformat(), datetime.fromisoformat(told["at"]).isoformat()


def _commands(calls: Sequence[Call], stored: Sequence[StoredCommand]) -> Iterator[Difference]:
    asked: dict[str, Call] = {}
    for call in calls:
        asked.setdefault(call.command_id, call)
    held = {str(command.command_id): command for command in stored}
    for command_id in dict.fromkeys((*asked, *held)):
        for what, ledger, history in _command_fields(held.get(command_id), asked.get(command_id)):
            if ledger != history:
                where = f"ledger command {command_id}, {what}"
                yield Difference(where=where, recorded=ledger, repeated=history)


def _command_fields(stored: StoredCommand | None, call: Call | None) -> Iterator[tuple[str, str, str]]:
    if stored is None or call is None:
        yield "command", stored.kind if stored else _MISSING, call.where if call else _MISSING
        return
    envelope, outcome = call.request["envelope"], call.outcome
    yield "actor", stored.actor, envelope["actor"]
    yield "body", stored.body.decode(errors="backslashreplace"), _compact(envelope["command"])
    yield "hash", stored.command_hash, canonical_hash(envelope["actor"], envelope["command"])
    yield "instant", stored.at.isoformat(), datetime.fromisoformat(call.request["now"]).isoformat()
    facts = outcome.get("facts") or {}
    if not names(facts, stored.facts):
        yield "facts", stored.facts.decode(), json.dumps(facts, sort_keys=True)
    answer = outcome.get("answer") or outcome.get("refused")
    yield "answer", stored.answer.decode(errors="backslashreplace"), _compact(answer)


def _compact(value: object) -> str:
    """JSON as the ledger writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
