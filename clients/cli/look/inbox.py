"""What waits for a person, and what was escalated."""

from collections.abc import Sequence
from typing import Annotated, Any

from clients.cli.frame import ways
from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.desk import inbox as desk_inbox
from clients.desk.desk import Desk, SignedIn
from clients.desk.inbox import EscalationLine, Escalations, Inbox, InboxLine
from clients.desk.names import Naming
from domain import words
from domain.ids import is_case, urn_of

_SELECT = "select"
"""The step that a kind of case is asked for in; the state's own word takes too long to import."""


def inbox(*, asking: Asking = ASKING) -> Report:
    """List what waits for whoever asks: overdue first, then by the day on which it is due, urgent before others."""
    found = at_desk(asking, desk_inbox.inbox)
    document = found.model_dump(mode="json") | {"waiting": [_document(one) for one in found.waiting]}
    if not found.waiting and not found.escalations:
        return Report(document, (f"Nothing waits for {found.person(found.who)}.",))
    parts: list[Part] = [_waiting(found)] if found.waiting else []
    if found.escalations:
        parts += ["Escalated to you (iqa acknowledge-escalation ID):", _escalations(found.escalations, found)]
    return Report(document, tuple(parts))


def escalations(
    *,
    quarter: Annotated[str | None, named("One quarter, such as 2026-27-Q3")] = None,
    area: Annotated[str | None, named("An Area's code, for those who see every Area")] = None,
    asking: Asking = ASKING,
) -> Report:
    """List what was escalated: to whoever asks, or in the whole Area for those above it."""

    async def see(desk: Desk, by: SignedIn) -> Escalations:
        return await desk_inbox.escalations(desk, by, quarter=quarter, area=area)

    found = at_desk(asking, see)
    listed = (_escalations(found.escalations, found),) if found.escalations else ("Nothing is escalated.",)
    return Report(found.model_dump(mode="json"), listed)


def _document(one: InboxLine) -> dict[str, Any]:
    return one.model_dump(mode="json") | {"command": ways.to_do(one.step, one.item, one.stream)}


def _waiting(found: Inbox) -> Table:
    return Table(
        ("DUE", "", "IQA", "OF", "CASE", "WHAT WAITS", "COMMAND"),
        [
            (
                words.due(one.due),
                _pressing(one),
                one.stream,
                found.person(one.prosecutor) if one.prosecutor else "",
                _case(one),
                *_what(one),
            )
            for one in found.waiting
        ],
    )


def _pressing(one: InboxLine) -> str:
    """Why it comes before others."""
    return ", ".join(word for word, holds in (("overdue", one.overdue), ("urgent", one.urgent)) if holds)


def _what(one: InboxLine) -> tuple[str, str]:
    """What waits, with the kind of case that is asked for, and the command."""
    command = ways.to_do(one.step, one.item, one.stream)
    asks = words.asked_for(one.asks_for) if one.step == _SELECT else ""
    return f"{one.says} ({asks})" if asks else one.says, command


def _escalations(found: Sequence[EscalationLine], beside: Naming) -> Table:
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
                beside.people(one.told),
                str(one.rung + 1),
                _goes_up(one),
                *_who_will(one, beside),
            )
            for one in found
        ],
    )


def _goes_up(one: EscalationLine) -> str:
    """The day at whose end it goes one rung up, unless somebody takes it on."""
    return words.due(one.climb_due) if one.is_open and one.climb_due else ""


def _who_will(one: EscalationLine, beside: Naming) -> tuple[str, str]:
    if one.acknowledged:
        return beside.person(one.acknowledged.by), one.acknowledged.will_do
    return "", "no longer waits" if one.settled_at else ""


def _case(one: InboxLine) -> str:
    """The case: the one selected, or the one whose own stream it is."""
    return urn_of(one.stream) if is_case(one.stream) else one.urn or ""
