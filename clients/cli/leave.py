"""Enter a leave, so that nothing falls due in it."""

from datetime import UTC, date, datetime
from typing import Annotated

from cyclopts import Parameter

from clients.cli import quarter_views, words
from clients.cli.options import ASKING, Asking, choice, named, read_day
from clients.cli.reading import look
from clients.cli.refusals import by_rule
from clients.cli.report import Report
from domain.errors import Refused
from domain.people import Absence, AbsenceKind, Person
from infra.leave import record_leave
from infra.postgres import Connection


def leave(
    staff_id: Annotated[str, named("The staff id of whoever will be away")],
    *,
    first: Annotated[date, Parameter(name="--from", converter=read_day, help="The first day of it.")],
    last: Annotated[date, Parameter(name="--to", converter=read_day, help="The last day of it.")],
    cover: Annotated[str | None, named("The staff id of whoever stands in")] = None,
    kind: Annotated[AbsenceKind, choice(AbsenceKind, "Why")] = AbsenceKind.LEAVE,
    asking: Asking = ASKING,
) -> Report:
    """Enter a leave of yours, or of somebody below you; the next daily pass plans around it."""
    away = Absence(staff_id=staff_id, from_date=first, to_date=last, kind=kind, cover=cover)
    calendar = quarter_views.library().current.calendar

    async def enter(connection: Connection, person: Person) -> Report:
        outcome = await record_leave(connection, away, person.staff_id, calendar, datetime.now(UTC))
        if isinstance(outcome, Refused):
            raise by_rule(outcome)
        return _entered(away, person.staff_id, is_new=outcome)

    return look(asking, enter)


def _entered(away: Absence, by: str, *, is_new: bool) -> Report:
    document = {"command": "leave", **away.model_dump(mode="json"), "entered_by": by, "corrected": not is_new}
    days = f"from {words.a_day(away.from_date)} to {words.a_day(away.to_date or away.from_date)}"
    cover = f", covered by {away.cover}" if away.cover else ""
    said = "is recorded away" if is_new else "is recorded away, as corrected,"
    return Report(
        document,
        (
            f"{away.staff_id} {said} {days}{cover} ({words.in_words(away.kind)}).",
            "  The quarter's next daily pass plans around it.",
        ),
    )
