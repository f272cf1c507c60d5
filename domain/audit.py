"""An audit's repetition: what was decided, decided again on its own facts, and what comes out differently.

A replay of the engine notices another order of steps, and no tampering: an edited outcome replays happily.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, assert_never

from domain.errors import Reason, Refused
from domain.facts import Reference, UnknownVersion
from domain.mendings import Mending
from domain.stream import Answer, CommandT, Envelope, EventT, Kind, OutOfOrder, Recorded, StateT
from domain.values import Code, Value

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


class OtherRules(Value):
    """A decision of other rules than these, which are no judge of it; ``repeated`` is what they would have decided.

    None where that is the same. ``rules`` is the hash of the rules that decided.
    """

    where: str
    rules: str
    repeated: str | None = None


class NotHere(Value):
    """A decision that was made with reference data of which nothing is here: nothing here can repeat it."""

    where: str
    kind: Code
    version: str


class Explained(Value):
    """What only one of ledger and history has since a kept mending brought the two together again."""

    where: str
    mending: Mending


Finding = Difference | OtherRules | NotHere | Explained
"""What an audit has to say of a record; only a difference accuses."""


class Verdict(StrEnum):
    """What an audit comes to, the best first."""

    VERIFIED = "verified"
    EXPLAINED = "explained"
    NOT_JUDGED = "not_judged"
    ALTERED = "altered"

    @property
    def is_sound(self) -> bool:
        """Whether every decision came out as it is recorded."""
        return self in {Verdict.VERIFIED, Verdict.EXPLAINED}


def verdict(found: Iterable[Finding]) -> Verdict:
    """Return the worst that was found; other rules that would decide alike are nothing to judge."""
    order = list(Verdict)
    return max(map(_weight, found), key=order.index, default=Verdict.VERIFIED)


def _weight(one: Finding) -> Verdict:
    match one:
        case Difference():
            return Verdict.ALTERED
        case NotHere():
            return Verdict.NOT_JUDGED
        case OtherRules():
            return Verdict.NOT_JUDGED if one.repeated is not None else Verdict.VERIFIED
        case Explained():
            return Verdict.EXPLAINED
        case never:
            assert_never(never)


@dataclass(frozen=True)
class Decided(Generic[CommandT, EventT]):
    """A command as the ledger has it, and what came of it.

    It was judged at ``now`` (UTC), on the stream as it stood at ``version``, on ``facts`` and by ``rules``.
    ``sent_hash`` is that of the command as its bytes are, ``command_hash`` the one that was kept.
    """

    where: str
    envelope: Envelope[CommandT]
    sent_hash: str
    command_hash: str
    now: datetime
    version: int
    events: tuple[Recorded[EventT], ...]
    answer: Answer | Refused
    facts: Mapping[str, Any]
    rules: str

    @property
    def refused(self) -> Refused | None:
        """The refusal, where it was one."""
        return self.answer if isinstance(self.answer, Refused) else None


def repeat(
    kind: Kind[CommandT, StateT, EventT],
    stream: str,
    decided: Iterable[Decided[CommandT, EventT]],
    reference: Reference,
    rules: str,
) -> Iterator[Finding]:
    """Fold and decide everything again, in order, by the rules of that hash; whatever goes wrong is a finding too."""
    state: StateT | None = None
    version = 0
    for each in decided:
        yield from _in_its_place(each, version)
        yield from _decided_alike(kind, each, state, reference, rules)
        try:
            state = kind.fold(state, each.events, stream)
        except OutOfOrder as error:
            yield Difference(where=each.where, recorded="an event out of order", repeated=str(error))
            return
        version += len(each.events)


def _in_its_place(each: Decided[CommandT, EventT], version: int) -> Iterator[Difference]:
    """The command judged where the stream stood, its events by whoever asked, and its answer what they were."""
    answer = Answer(
        command_id=each.envelope.command_id,
        command_hash=each.sent_hash,
        events=tuple(recorded.kind for recorded in each.events),
        version=version + len(each.events),
    )
    said = [
        ("version", each.version, version),
        ("hash", each.command_hash, each.sent_hash),
        ("instant of the facts", _instant(each.facts), each.now),
        ("answer", each.answer, each.refused or answer),
        *(
            (f"version {recorded.version}", _caused(recorded), (n, each.now, each.envelope.actor))
            for n, recorded in enumerate(each.events, start=version + 1)
        ),
    ]
    for what, recorded, repeated in said:
        if recorded != repeated:
            yield Difference(where=f"{each.where}, {what}", recorded=f"{recorded}", repeated=f"{repeated}")


def _instant(facts: Mapping[str, Any]) -> object:
    """The instant as of which the facts are; as it stands there, where it is none."""
    known = facts.get("now")
    try:
        return datetime.fromisoformat(str(known))
    except ValueError:
        return known


def _caused(recorded: Recorded[EventT]) -> tuple[int, datetime, str]:
    return recorded.version, recorded.at, recorded.actor


def _decided_alike(
    kind: Kind[CommandT, StateT, EventT],
    each: Decided[CommandT, EventT],
    state: StateT | None,
    reference: Reference,
    rules: str,
) -> Iterator[Finding]:
    recorded = each.refused or tuple(own.event for own in each.events)
    try:
        decision = kind.decide(each.envelope, state, kind.facts.restored(each.facts, reference))
        repeated, alike = _said(decision), decision == recorded
    except UnknownVersion as error:
        yield NotHere(where=each.where, kind=error.kind, version=error.version)
        return
    except Exception as error:  # noqa: BLE001  an auditor is told of every fault and stopped by none
        repeated, alike = f"{type(error).__name__}: {error}", False
    if each.refused and each.refused.reason in DECIDED_ELSEWHERE:
        return
    if each.rules != rules:
        yield OtherRules(where=each.where, rules=each.rules, repeated=None if alike else repeated)
    elif not alike:
        yield Difference(where=each.where, recorded=_said(recorded), repeated=repeated)


def _said(decision: Refused | tuple[Value, ...]) -> str:
    """Write a decision as JSON, so that two of them can be laid side by side."""
    if isinstance(decision, Refused):
        return f"refused: {decision.reason} {decision.detail}".rstrip()
    return json.dumps([event.model_dump(mode="json") for event in decision], ensure_ascii=False)
