"""What is noted on one case, as far as the reader may read it."""

from collections.abc import Iterator

from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Part, Report, said
from domain import words
from domain.casework.access import readable
from domain.casework.state import CaseNotes
from domain.errors import Reason, Refused
from domain.ids import urn_of
from domain.people import Person
from infra.postgres.connections import Connection
from infra.postgres.streams import folded_case


async def see_case(connection: Connection, person: Person, stream: str) -> Report:
    """The report on a case; raises ``Failure``."""
    noted = await folded_case(connection, stream)
    if noted is None:
        says = f"Nothing is noted on {urn_of(stream)}."
        raise Failure(ExitCode.NOT_FOUND, says, "Check the URN; `iqa note-conversation` notes something.")
    notes = readable(person, noted)
    if not (notes.conversations or notes.actions):
        raise by_rule(Refused(reason=Reason.NOT_PERMITTED, detail=stream))
    document = notes.model_dump(mode="json", exclude={"command_ids", "escalations"})
    return Report(document, tuple(_lines(notes)))


def _lines(notes: CaseNotes) -> Iterator[Part]:
    yield f"{notes.case_id}: what is noted on {notes.urn}"
    for talk in notes.conversations:
        who = f"{talk.manager} and {talk.prosecutor}, {words.a_day(talk.on)}"
        yield from said(f"{notes.case_id}.{talk.conversation_id}: {who}", talk.text)
    for entry in notes.actions:
        action = entry.action
        origin = f", from {entry.from_iqa}" if entry.from_iqa else ""
        yield f"  Case action {action.action_id}: {action.owner}, due {words.due(entry.due)}{origin}"
        yield from said("What", action.what)
        yield from said("Outcome", entry.outcome)
