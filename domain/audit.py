"""Repeat what was once decided, on the facts it was decided on, and say what comes out differently.

A replay of the engine notices another order of steps, and no tampering: an edited outcome replays happily.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from domain.errors import Reason, Refused
from domain.facts import Facts, Reference
from domain.stream import CommandT, Envelope, EventT, Kind, Recorded, StateT
from domain.values import Value

DECIDED_ELSEWHERE = frozenset({Reason.ALREADY_ASSESSED})
"""Refusals by a constraint across streams, which no stream alone can repeat."""


class Difference(Value):
    """Where a record and its repetition part: ``recorded`` stands there, ``repeated`` is what should."""

    where: str
    recorded: str
    repeated: str

    def __str__(self) -> str:
        """Give one line for a report."""
        return f"{self.where}: recorded {self.recorded}, repeated {self.repeated}"


@dataclass(frozen=True)
class Decided(Generic[CommandT, EventT]):
    """A command as a history has it: when and on which facts it was judged, and every event that came back.

    Each ``run`` of a workflow begins with nothing folded.
    """

    where: str
    run: int
    envelope: Envelope[CommandT]
    now: datetime
    folded: int
    events: tuple[Recorded[EventT], ...]
    refused: Refused | None
    facts: Mapping[str, Any]

    @property
    def own(self) -> tuple[Recorded[EventT], ...]:
        """The events that this very command led to."""
        return tuple(r for r in self.events if r.command_id == self.envelope.command_id)


def repeat(
    kind: Kind[CommandT, StateT, EventT],
    stream: str,
    decided: Sequence[Decided[CommandT, EventT]],
    reference: Reference,
) -> tuple[Difference, ...]:
    """Fold and decide everything again, in order; whatever goes wrong on the way is a difference too."""
    return tuple(_repeated(kind, stream, decided, reference))


def _repeated(
    kind: Kind[CommandT, StateT, EventT],
    stream: str,
    decided: Sequence[Decided[CommandT, EventT]],
    reference: Reference,
) -> Iterator[Difference]:
    known: dict[int, Recorded[EventT]] = {}
    judged: set[UUID] = set()
    folded: Counter[int] = Counter()
    for each in decided:
        if each.folded != folded[each.run]:
            yield Difference(
                where=each.where, recorded=f"folded {each.folded}", repeated=f"{folded[each.run]}"
            )
        folded[each.run] += len(each.events)
        yield from _unlike(each, known)
        known |= {recorded.version: recorded for recorded in each.events}
        if _judged_at(each) == each.now:
            before = [known[v] for v in sorted(known) if v not in {own.version for own in each.own}]
            yield from _decided_alike(kind, stream, each, before, reference)
        elif each.envelope.command_id not in judged:
            yield Difference(where=each.where, recorded="answered again", repeated="never asked before")
        judged.add(each.envelope.command_id)


def _judged_at(each: Decided[CommandT, EventT]) -> datetime | None:
    """When the command was judged first: one that comes again is answered with the facts of that time."""
    try:
        return datetime.fromisoformat(each.facts["now"])
    except (KeyError, TypeError, ValueError):
        return each.now


def _unlike(each: Decided[CommandT, EventT], known: Mapping[int, Recorded[EventT]]) -> Iterator[Difference]:
    """Events that came back unlike before, out of order, or not as the command that caused them."""
    for version, recorded in enumerate(each.events, start=each.folded + 1):
        where = f"{each.where}, version {recorded.version}"
        if recorded.version != version:
            yield Difference(where=where, recorded=str(recorded.version), repeated=str(version))
        if known.get(recorded.version, recorded) != recorded:
            yield Difference(where=where, recorded="another event", repeated="the event folded before")
    for recorded in each.own:
        caused = (recorded.at, recorded.actor)
        if caused != (_judged_at(each), each.envelope.actor):
            said = f"{recorded.actor} at {recorded.at.isoformat()}"
            asked = f"{each.envelope.actor} at {each.now.isoformat()}"
            yield Difference(where=f"{each.where}, version {recorded.version}", recorded=said, repeated=asked)


def _decided_alike(
    kind: Kind[CommandT, StateT, EventT],
    stream: str,
    each: Decided[CommandT, EventT],
    before: Sequence[Recorded[EventT]],
    reference: Reference,
) -> Iterator[Difference]:
    recorded = each.refused or tuple(own.event for own in each.own)
    try:
        facts = Facts.restored(each.facts, reference)
        repeated = kind.decide(each.envelope, kind.fold(None, before, stream), facts)
    except Exception as error:  # noqa: BLE001  an auditor is told of every fault and stopped by none
        yield Difference(
            where=each.where, recorded=_said(recorded), repeated=f"{type(error).__name__}: {error}"
        )
        return
    if isinstance(recorded, Refused) and recorded.reason in DECIDED_ELSEWHERE:
        return
    if recorded != repeated:
        yield Difference(where=each.where, recorded=_said(recorded), repeated=_said(repeated))


def _said(decision: Refused | tuple[Value, ...]) -> str:
    """Write a decision as JSON, so that two of them can be laid side by side."""
    if isinstance(decision, Refused):
        return f"refused: {decision.reason} {decision.detail}".rstrip()
    return json.dumps([event.model_dump(mode="json") for event in decision], ensure_ascii=False)
