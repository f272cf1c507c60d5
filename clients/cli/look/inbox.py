"""What waits for a person, and what was escalated."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, TypeAlias

from clients.cli.frame import present, ways
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from domain import words
from domain.ids import is_case, urn_of
from domain.people import Person, Role
from domain.rows import EscalationRow
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.read_models import Waiting

Taken: TypeAlias = Mapping[str, read_models.Acknowledged]

_SELECT = "select"
"""The step that a kind of case is asked for in; the state's own word takes too long to import."""

_ABOVE = frozenset({Role.CHIEF_CROWN_PROSECUTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.LEGAL_ASSURANCE})


def inbox(*, asking: Asking = ASKING) -> Report:
    """List what waits for whoever asks: overdue first, then by the day on which it is due, the urgent before others."""

    async def see(connection: Connection, person: Person) -> Report:
        now = present.now()
        found = await read_models.inbox(connection, person.staff_id)
        waiting = sorted(found, key=lambda one: not one.overdue(now))
        put = await read_models.escalations_of(connection, person.staff_id)
        raised = [one for one in put if one.is_open]
        document = {
            "who": person.staff_id,
            "waiting": [_document(one, now) for one in waiting],
            "escalations": [_raised(one, {}) for one in raised],
        }
        if not waiting and not raised:
            return Report(document, (f"Nothing waits for {person.staff_id}.",))
        parts: list[Part] = [_waiting(waiting, now)] if waiting else []
        if raised:
            parts += ["Escalated to you (iqa acknowledge-escalation ID):", _escalations(raised, {})]
        return Report(document, tuple(parts))

    return look(asking, see)


def escalations(
    *,
    quarter: Annotated[str | None, named("One quarter, such as 2026-27-Q3")] = None,
    asking: Asking = ASKING,
) -> Report:
    """List what was escalated: to whoever asks, or in the whole Area for those above it."""

    async def see(connection: Connection, person: Person) -> Report:
        if person.role in _ABOVE:
            found = await read_models.escalations_in(connection, person.area, person.staff_id, quarter)
        else:
            found = await read_models.escalations_of(connection, person.staff_id, quarter)
        taken = await _taken(connection, found)
        document = {"escalations": [_raised(one, taken) for one in found]}
        return Report(document, (_escalations(found, taken),) if found else ("Nothing is escalated.",))

    return look(asking, see)


async def _taken(
    connection: Connection, found: Sequence[EscalationRow]
) -> dict[str, read_models.Acknowledged]:
    """What those who took some of it on said that they will do: words, so they stand in the ledger alone."""
    streams = {one.stream for one in found if one.acknowledged_at}
    return await read_models.acknowledgements(connection, streams) if streams else {}


def _raised(one: EscalationRow, taken: Taken) -> dict[str, object]:
    acknowledged = taken.get(one.escalation_id)
    shown = one.model_dump(mode="json", exclude={"version", "acknowledged_by", "acknowledged_at"})
    return shown | {
        "acknowledged": acknowledged.model_dump(mode="json", exclude={"escalation_id"})
        if acknowledged
        else None,
    }


def _document(one: Waiting, now: datetime) -> dict[str, object]:
    return one.model_dump(mode="json") | {
        "overdue": one.overdue(now),
        "says": words.step(one.step, one.item),
        "command": ways.to_do(one.step, one.item, one.stream),
    }


def _waiting(waiting: list[Waiting], now: datetime) -> Table:
    return Table(
        ("DUE", "", "IQA", "OF", "CASE", "WHAT WAITS", "COMMAND"),
        [
            (
                words.due(one.due),
                _pressing(one, now),
                one.stream,
                one.prosecutor or "",
                _case(one),
                *_what(one),
            )
            for one in waiting
        ],
    )


def _pressing(one: Waiting, now: datetime) -> str:
    """Why it comes before others."""
    return ", ".join(word for word, holds in (("overdue", one.overdue(now)), ("urgent", one.urgent)) if holds)


def _what(one: Waiting) -> tuple[str, str]:
    """What waits, with the kind of case that is asked for, and the command."""
    says, command = words.step(one.step, one.item), ways.to_do(one.step, one.item, one.stream)
    asks = words.asked_for(one.asks_for) if one.step == _SELECT else ""
    return f"{says} ({asks})" if asks else says, command


def _escalations(found: Sequence[EscalationRow], taken: Taken) -> Table:
    return Table(
        (
            "RAISED",
            "ESCALATION",
            "IQA",
            "MATTER",
            "WHAT WAITS",
            "TO",
            "RUNG",
            "GOES UP",
            "TAKEN ON BY",
            "WHO WILL",
        ),
        [
            (
                words.moment(one.raised_at),
                one.escalation_id,
                one.stream,
                words.in_words(one.matter),
                words.in_words(one.deadline),
                ", ".join(one.told),
                str(one.rung + 1),
                _goes_up(one),
                *_who_will(one, taken.get(one.escalation_id)),
            )
            for one in found
        ],
    )


def _goes_up(one: EscalationRow) -> str:
    """The day at whose end it goes one rung up, unless somebody takes it on."""
    return words.due(one.climb_due) if one.is_open and one.climb_due else ""


def _who_will(one: EscalationRow, acknowledged: read_models.Acknowledged | None) -> tuple[str, str]:
    if acknowledged:
        return acknowledged.by, acknowledged.will_do
    return "", "no longer waits" if one.settled_at else ""


def _case(one: Waiting) -> str:
    """The case: the one selected, or the one whose own stream it is."""
    return urn_of(one.stream) if is_case(one.stream) else one.urn or ""
