"""Cases outside any IQA: what the last export knows of one, who worked on it, and what is noted there."""

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.overviews import CaseFacts, facts_of
from clients.desk.records import CaseRecord
from clients.errors import CommandRefused
from domain.casework.sight import judge_sight, knows, readable
from domain.errors import Reason, Refused
from domain.ids import case_id
from domain.looks import Showing
from domain.people import Role
from domain.values import Code
from infra.postgres import roster
from infra.postgres.streams import folded_case


class CaseView(Naming):
    """A case for whoever may know of it; ``noted`` is as much of its notes as they may read.

    ``case`` is None where no export has it any more. ``worked`` are those who did something on it, the one to whom it
    is allocated first; ``version`` is that of the notes, 0 where nothing is noted. ``role`` is their reader's post.
    """

    urn: Code
    role: Role
    version: int
    case: CaseFacts | None
    worked: tuple[Code, ...] = ()
    noted: CaseRecord | None = None


async def case_view(desk: Desk, by: SignedIn, urn: str) -> CaseView:
    """Show a case.

    Raises ``CommandRefused`` where there is none, or it is nothing of theirs to know, or ``Unreachable``.
    """
    async with desk.looking(by, Showing.CASE, case_id(urn)) as (connection, person, look):
        file = await roster.case_file(connection, urn)
        notes = await folded_case(connection, case_id(urn))
        if file or notes:
            look.of(case_id(urn))
        reads = notes is not None and judge_sight(person, notes) is None
        if not reads and not (file and knows(person, file)):
            raise CommandRefused(Refused(reason=_why(file or notes), detail=urn))
        acted = (one.staff_id for one in file.contributions) if file else ()
        found = CaseView(
            urn=urn,
            role=person.role,
            version=notes.version if notes else 0,
            case=facts_of(file, desk.today) if file else None,
            worked=tuple(dict.fromkeys((file.case.prosecutor, *acted))) if file else (),
            noted=CaseRecord(**readable(person, notes)) if notes and reads else None,
        )
        return await with_names(connection, found)


async def case_meant(desk: Desk, by: SignedIn, typed: str) -> str:
    """The number of the case that somebody means: the whole of it, or as much of its end as only one has.

    Raises ``CommandRefused`` where several fit, or none that is theirs to know, or ``Unreachable``.
    """
    async with desk.looking(by, Showing.FOUND) as (connection, person, _):
        urn = await references.urn(connection, person, typed)
        file = await roster.case_file(connection, urn)
        if file is None or not knows(person, file):
            raise CommandRefused(Refused(reason=_why(file), detail=typed))
    return urn


def _why(known: object) -> Reason:
    return Reason.NOT_PERMITTED if known else Reason.UNKNOWN_CASE
