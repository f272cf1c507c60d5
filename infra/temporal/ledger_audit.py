"""Lays a history beside the ledger: the same events in the same bytes, the same commands and answers."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from activities.pages import names
from activities.ports import StoredCommand, StoredEvent
from domain.audit import Difference
from domain.ids import canonical_hash
from infra.postgres.kept import Kept
from infra.temporal.histories import Call

_MISSING = "nothing"


def compare(calls: Sequence[Call], ledger: Kept) -> tuple[Difference, ...]:
    """Return every difference; ``recorded`` is what the ledger holds, ``repeated`` what the history has."""
    first = _first_told(calls)
    return (
        *_events(first, ledger.events),
        *_commands(calls, ledger.commands),
        *_told_in_turn(calls, first),
    )


def _events(told: Mapping[int, dict[str, Any]], stored: Sequence[StoredEvent]) -> Iterator[Difference]:
    held = {event.version: event for event in stored}
    for version in sorted(told.keys() | held.keys()):
        for what, ledger, history in _event_fields(held.get(version), told.get(version)):
            if ledger != history:
                yield Difference(where=f"ledger version {version}, {what}", recorded=ledger, repeated=history)


def _told_in_turn(calls: Sequence[Call], first: Mapping[int, dict[str, Any]]) -> Iterator[Difference]:
    """Each run folds everything once and in order, and is told the same again that an earlier one was."""
    folded: Counter[int] = Counter()
    for call in calls:
        if call.request["folded"] != folded[call.run]:
            recorded = f"folded {call.request['folded']}"
            yield Difference(where=call.where, recorded=recorded, repeated=f"{folded[call.run]}")
        for told in call.outcome.get("events", ()):
            folded[call.run] += 1
            if told["version"] != folded[call.run]:
                where = f"{call.where}, version {told['version']}"
                yield Difference(where=where, recorded="out of order", repeated=f"{folded[call.run]}")
            if not _says(first[told["version"]], told):
                yield Difference(
                    where=call.where, recorded="another event", repeated="the event folded before"
                )


def _says(first: object, again: object) -> bool:
    """Whether what is told again has all that was told first: a later release may have added fields."""
    if isinstance(first, dict) and isinstance(again, dict):
        return all(name in again and _says(value, again[name]) for name, value in first.items())
    return first == again


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
    yield "rules", stored.rules, outcome.get("rules", "")
    answer = outcome.get("answer") or outcome.get("refused")
    yield "answer", stored.answer.decode(errors="backslashreplace"), _compact(answer)


def _compact(value: object) -> str:
    """JSON as the ledger writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
