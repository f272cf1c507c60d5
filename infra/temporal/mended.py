"""What a mending excuses: what a workflow that was started over had done, and what the ledger alone knows of.

Only an entry that was kept when it was done excuses anything; what the ledger holds must be whole and repeatable all
the same, and this is no judge of that.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from activities.ports import StoredCommand
from domain.audit import Explained
from domain.mendings import Mended, Mending
from infra.postgres.kept import Kept
from infra.temporal.histories import Call


def excuse(ledger: Kept, command: StoredCommand) -> Mending | None:
    """The first mending after a command was recorded: it explains why no history has it as the ledger does."""
    at = ledger.recorded.get(command.command_id)
    return next((one for one in ledger.mendings if at and at <= one.at), None)


def given_up(calls: Sequence[Call], ledger: Kept) -> tuple[tuple[Call, ...], tuple[Explained, ...]]:
    """Part what still stands from what a restored ledger had lost and the operator gave up, with what explains it.

    That is of an earlier life of the workflow, beyond the version that the ledger held when it was started over; or a
    refusal, which no version tells of.
    """
    cut = _cut(ledger)
    everywhere = next((one for one in reversed(ledger.mendings) if one.stream is None), None)
    known = {str(command.command_id) for command in ledger.commands}
    held = {(event.version, str(event.command_id), event.at) for event in ledger.events}
    last = max((call.life for call in calls), default=0)
    standing, explained = list[Call](), list[Explained]()
    for call in calls:
        over = cut if call.life < last else None
        excused = over if over is not None and _is_beyond(call, over) else None
        if excused is None and call.outcome.get("refused"):
            excused = everywhere
        if call.command_id in known or excused is None:
            standing.append(_within(call, over, held) if over else call)
        else:
            explained.append(Explained(where=call.where, mending=excused))
    return tuple(standing), tuple(explained)


def _cut(ledger: Kept) -> Mending | None:
    """The start over from the fewest events."""
    over = (one for one in ledger.mendings if one.kind is Mended.STARTED_OVER)
    return min(over, key=_held, default=None)


def _held(mending: Mending) -> int:
    return mending.ledger or 0


def _is_beyond(call: Call, cut: Mending) -> bool:
    """Whether a command was judged on what the ledger had lost, or led to it."""
    came_to: int = (call.outcome.get("answer") or {}).get("version", 0)
    return call.request["folded"] >= _held(cut) or came_to > _held(cut)


def _within(call: Call, cut: Mending, held: AbstractSet[tuple[int, str, datetime]]) -> Call:
    """A call without what was given up of the events that it told of."""
    told = [
        one
        for one in call.outcome.get("events", ())
        if one["version"] <= _held(cut)
        or (one["version"], one["command_id"], datetime.fromisoformat(one["at"])) in held
    ]
    return replace(call, outcome=call.outcome | {"events": told})
