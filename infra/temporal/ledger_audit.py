"""Lays a history beside the ledger: the same events in the same bytes, the same commands and answers."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Final, NamedTuple

from activities.pages import names
from activities.ports import StoredCommand, StoredEvent
from domain.audit import Difference, Explained, Finding
from domain.ids import canonical_hash
from infra.postgres.kept import Kept
from infra.temporal.histories import Call
from infra.temporal.mended import excuse, given_up

_MISSING = "nothing"

_EXCUSED: Final = ({"command"}, {"instant"})
"""How a history and a ledger may part that were brought together: never asked, or asked for again later."""


class _Told(NamedTuple):
    """An event as a history has it first; ``own`` where it came back to the very command that led to it."""

    event: dict[str, Any]
    own: bool

    def repeats(self, stored: StoredEvent) -> bool:
        """Whether it was told again later, by a release that may have added fields, and says all that is stored."""
        return not self.own and _says(json.loads(stored.body), self.event["event"])


def compare(
    calls: Sequence[Call], ledger: Kept, unanswered: AbstractSet[str] = frozenset()
) -> tuple[Finding, ...]:
    """Return every difference; ``recorded`` is what the ledger holds, ``repeated`` what the history has.

    What a mending explains is told as such; what the history asked for and never heard of may be under way.
    """
    standing, explained = given_up(calls, ledger)
    first = _first_told(standing)
    return (
        *explained,
        *_events(first, ledger.events, unanswered),
        *_commands(standing, ledger, unanswered),
        *_told_in_turn(calls),
        *_told_alike(standing, first),
    )


def _events(
    first: Mapping[int, _Told], stored: Sequence[StoredEvent], unanswered: AbstractSet[str]
) -> Iterator[Difference]:
    held = {event.version: event for event in stored}
    for version in sorted(first.keys() | held.keys()):
        own, told = held.get(version), first.get(version)
        if own and told is None and str(own.command_id) in unanswered:
            continue
        for what, ledger, history in _event_fields(own, told):
            if ledger != history:
                yield Difference(where=f"ledger version {version}, {what}", recorded=ledger, repeated=history)


def _told_in_turn(calls: Sequence[Call]) -> Iterator[Difference]:
    """Each run folds everything once and in order."""
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


def _told_alike(calls: Sequence[Call], first: Mapping[int, _Told]) -> Iterator[Difference]:
    """Each run is told the same again that an earlier one was."""
    for call in calls:
        for told in call.outcome.get("events", ()):
            if not _says(first[told["version"]].event, told):
                yield Difference(
                    where=call.where, recorded="another event", repeated="the event folded before"
                )


def _says(first: object, again: object) -> bool:
    """Whether what is told again has all that was told first: a later release may have added fields."""
    if isinstance(first, dict) and isinstance(again, dict):
        return all(name in again and _says(value, again[name]) for name, value in first.items())
    return first == again


def _first_told(calls: Sequence[Call]) -> dict[int, _Told]:
    """Each event as the history had it first: a later reader may have added fields that came since."""
    told: dict[int, _Told] = {}
    for call in calls:
        for recorded in call.outcome.get("events", ()):
            own = recorded["command_id"] == call.command_id
            told.setdefault(recorded["version"], _Told(recorded, own=own))
    return told


def _event_fields(stored: StoredEvent | None, told: _Told | None) -> Iterator[tuple[str, str, str]]:
    if stored is None or told is None:
        yield "event", stored.kind if stored else _MISSING, told.event["event"]["kind"] if told else _MISSING
        return
    event, body = told.event, stored.body.decode(errors="backslashreplace")
    yield "body", body, body if told.repeats(stored) else _compact(event["event"])
    yield "kind", stored.kind, event["event"]["kind"]
    yield "actor", stored.actor, event["actor"]
    yield "command", str(stored.command_id), event["command_id"]
    yield "instant", stored.at.isoformat(), datetime.fromisoformat(event["at"]).isoformat()


def _commands(calls: Sequence[Call], ledger: Kept, unanswered: AbstractSet[str]) -> Iterator[Finding]:
    held = {str(command.command_id): command for command in ledger.commands}
    asked = _asked(calls, held)
    for command_id in dict.fromkeys((*asked, *held)):
        stored, call = held.get(command_id), asked.get(command_id)
        if call is None and command_id in unanswered:
            continue
        differs = [one for one in _command_fields(stored, call) if one[1] != one[2]]
        where, excused = f"ledger command {command_id}", stored and excuse(ledger, stored)
        if excused and {what for what, _, _ in differs} in _EXCUSED:
            yield Explained(where=where, mending=excused)
            continue
        for what, own, history in differs:
            yield Difference(where=f"{where}, {what}", recorded=own, repeated=history)


def _asked(calls: Sequence[Call], held: Mapping[str, StoredCommand]) -> dict[str, Call]:
    """The call of each command: the first one, but that of the same instant where it was asked again after a loss."""
    asked: dict[str, Call] = {}
    for call in calls:
        own = held.get(call.command_id)
        if call.command_id not in asked or (
            own and _instant(call) == own.at != _instant(asked[call.command_id])
        ):
            asked[call.command_id] = call
    return asked


def _instant(call: Call) -> datetime:
    return datetime.fromisoformat(call.request["now"])


def _command_fields(stored: StoredCommand | None, call: Call | None) -> Iterator[tuple[str, str, str]]:
    if stored is None or call is None:
        yield "command", stored.kind if stored else _MISSING, call.where if call else _MISSING
        return
    envelope, outcome = call.request["envelope"], call.outcome
    yield "actor", stored.actor, envelope["actor"]
    yield "body", stored.body.decode(errors="backslashreplace"), _compact(envelope["command"])
    yield "hash", stored.command_hash, canonical_hash(envelope["actor"], envelope["command"])
    yield "instant", stored.at.isoformat(), _instant(call).isoformat()
    facts = outcome.get("facts") or {}
    if not names(facts, stored.facts):
        yield "facts", stored.facts.decode(), json.dumps(facts, sort_keys=True)
    yield "rules", stored.rules, outcome.get("rules", "")
    answer = outcome.get("answer") or outcome.get("refused")
    yield "answer", stored.answer.decode(errors="backslashreplace"), _compact(answer)


def _compact(value: object) -> str:
    """JSON as the ledger writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
