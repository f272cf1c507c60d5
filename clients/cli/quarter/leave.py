"""Enter a leave, so that nothing falls due in it, or cancel one."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, choice, named, read_day
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.cli.look.custody import in_custody
from clients.desk import leave as desk_leave
from clients.desk.desk import Desk, SignedIn
from clients.desk.leave import Cancelled, Entered
from domain import words
from domain.errors import Reason, Refused
from domain.people import Absence, AbsenceKind


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

    async def enter(desk: Desk, by: SignedIn) -> Entered:
        return await desk_leave.enter_leave(desk, by, away)

    done = at_desk(asking, enter)
    cover = f", covered by {done.person(done.cover)}" if done.cover else ""
    said = "is recorded away, as corrected," if done.corrected else "is recorded away"
    return Report(
        {"command": "leave"} | done.model_dump(mode="json"),
        (
            f"{done.person(done.staff_id)} {said} {_days(done)}{cover} ({words.in_words(done.kind)}).",
            "  The quarter's next daily pass plans around it.",
            *(in_custody(one, done) for one in done.custody),
        ),
    )


def cancel_leave(
    staff_id: Annotated[str, named("The staff id of whoever will be there after all")],
    *,
    first: Annotated[date, Parameter(name="--from", converter=read_day, help="The first day of the leave.")],
    kind: Annotated[AbsenceKind, choice(AbsenceKind, "Why it was")] = AbsenceKind.LEAVE,
    asking: Asking = ASKING,
) -> Report:
    """Cancel a leave that was entered or imported; to shorten one, enter it again from the same day."""

    async def take_out(desk: Desk, by: SignedIn) -> Cancelled:
        return await desk_leave.cancel_leave(desk, by, staff_id, first, kind)

    done = at_desk(asking, take_out)
    return Report(
        {"command": "cancel-leave"} | done.model_dump(mode="json"),
        (
            f"{done.person(done.staff_id)} is no longer recorded away {_days(done)} ({words.in_words(done.kind)}).",
            "  What was planned otherwise for its sake stays as it is.",
        ),
    )


def _absence(typed: Mapping[str, object]) -> Absence:
    """The absence that was typed; an id of a shape that none has is nobody's."""
    try:
        return Absence.model_validate(typed)
    except ValidationError as error:
        nobody = str(error.errors()[0]["input"])
        raise by_rule(Refused(reason=Reason.UNKNOWN_PERSON, detail=nobody)) from error


def _days(away: Absence) -> str:
    until = f"to {words.a_day(away.to_date)}" if away.to_date else "on, until further notice"
    return f"from {words.a_day(away.from_date)} {until}"
