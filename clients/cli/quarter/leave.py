"""Enter a leave, so that nothing falls due in it, or cancel one."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from clients.cli.frame import present
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, choice, named, read_day
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.cli.quarter import views
from domain import words
from domain.errors import Reason, Refused
from domain.people import Absence, AbsenceKind, Person
from infra.postgres.connections import Connection
from infra.postgres.leave import cancel_leave as cancel
from infra.postgres.leave import record_leave


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
    away = _absence({"staff_id": staff_id, "from_date": first, "to_date": last, "kind": kind, "cover": cover})
    calendar = views.library().current.calendar

    async def enter(connection: Connection, person: Person) -> Report:
        outcome = await record_leave(connection, away, person.staff_id, calendar, present.now())
        if isinstance(outcome, Refused):
            raise by_rule(outcome)
        return _entered(away, person.staff_id, is_new=outcome)

    return look(asking, enter)


def cancel_leave(
    staff_id: Annotated[str, named("The staff id of whoever will be there after all")],
    *,
    first: Annotated[date, Parameter(name="--from", converter=read_day, help="The first day of the leave.")],
    kind: Annotated[AbsenceKind, choice(AbsenceKind, "Why it was")] = AbsenceKind.LEAVE,
    asking: Asking = ASKING,
) -> Report:
    """Cancel a leave that was entered or imported; to shorten one, enter it again from the same day."""

    async def take_out(connection: Connection, person: Person) -> Report:
        outcome = await cancel(connection, staff_id, first, kind, person.staff_id, present.now())
        if isinstance(outcome, Refused):
            raise by_rule(outcome)
        document = {
            "command": "cancel-leave",
            **outcome.model_dump(mode="json"),
            "cancelled_by": person.staff_id,
        }
        return Report(
            document,
            (
                f"{staff_id} is no longer recorded away {_days(outcome)} ({words.in_words(kind)}).",
                "  What was planned otherwise for its sake stays as it is.",
            ),
        )

    return look(asking, take_out)


def _absence(typed: Mapping[str, object]) -> Absence:
    """The absence that was typed; an id of a shape that none has is nobody's."""
    try:
        return Absence.model_validate(typed)
    except ValidationError as error:
        nobody = str(error.errors()[0]["input"])
        raise by_rule(Refused(reason=Reason.UNKNOWN_PERSON, detail=nobody)) from error


def _entered(away: Absence, by: str, *, is_new: bool) -> Report:
    document = {"command": "leave", **away.model_dump(mode="json"), "entered_by": by, "corrected": not is_new}
    cover = f", covered by {away.cover}" if away.cover else ""
    said = "is recorded away" if is_new else "is recorded away, as corrected,"
    return Report(
        document,
        (
            f"{away.staff_id} {said} {_days(away)}{cover} ({words.in_words(away.kind)}).",
            "  The quarter's next daily pass plans around it.",
        ),
    )


def _days(away: Absence) -> str:
    until = f"to {words.a_day(away.to_date)}" if away.to_date else "on, until further notice"
    return f"from {words.a_day(away.from_date)} {until}"
