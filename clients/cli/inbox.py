"""What waits for a person, and what was escalated."""

from datetime import UTC, datetime
from typing import Annotated

from clients.cli import words
from clients.cli.options import ASKING, Asking, named
from clients.cli.reading import look
from clients.cli.report import Part, Report, Table
from domain.people import Person, Role
from domain.rows import EscalationRow
from infra import read_models
from infra.postgres import Connection
from infra.read_models import Waiting

_ABOVE = frozenset({Role.CHIEF_CROWN_PROSECUTOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.LEGAL_ASSURANCE})


def inbox(*, asking: Asking = ASKING) -> Report:
    """List what waits for whoever asks: overdue first, then by the day on which it is due."""

    async def see(connection: Connection, person: Person) -> Report:
        now = datetime.now(UTC)
        found = await read_models.inbox(connection, person.staff_id)
        waiting = sorted(found, key=lambda one: not one.overdue(now))
        raised = await read_models.escalations_to(connection, person.staff_id)
        document = {
            "who": person.staff_id,
            "waiting": [_document(one, now) for one in waiting],
            "escalations": [one.model_dump(mode="json") for one in raised],
        }
        if not waiting and not raised:
            return Report(document, (f"Nothing waits for {person.staff_id}.",))
        parts: list[Part] = [_waiting(waiting, now)] if waiting else []
        if raised:
            parts += ["Escalated to you:", _escalations(raised)]
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
            found = await read_models.escalations_in(connection, person.area, quarter)
        else:
            found = await read_models.escalations_to(connection, person.staff_id, quarter)
        document = {"escalations": [one.model_dump(mode="json") for one in found]}
        return Report(document, (_escalations(found),) if found else ("Nothing is escalated.",))

    return look(asking, see)


def _document(one: Waiting, now: datetime) -> dict[str, object]:
    says, command = words.step(one.step, one.item, one.stream)
    return one.model_dump(mode="json") | {"overdue": one.overdue(now), "says": says, "command": command}


def _waiting(waiting: list[Waiting], now: datetime) -> Table:
    return Table(
        ("DUE", "", "IQA", "OF", "CASE", "WHAT WAITS", "COMMAND"),
        [
            (
                words.due(one.due),
                "overdue" if one.overdue(now) else "",
                one.stream,
                one.prosecutor or "",
                one.urn or "",
                *words.step(one.step, one.item, one.stream),
            )
            for one in waiting
        ],
    )


def _escalations(raised: tuple[EscalationRow, ...]) -> Table:
    return Table(
        ("RAISED", "ESCALATION", "IQA", "WHAT WAITS", "TO"),
        [
            (
                words.moment(one.raised_at),
                one.escalation_id,
                one.stream,
                words.in_words(one.deadline),
                one.raised_to,
            )
            for one in raised
        ],
    )
