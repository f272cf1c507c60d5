"""What is noted on one case outside any IQA."""

from datetime import date
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, day, named, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, told
from clients.desk import steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.steps import Noted
from domain.casework.commands import NoteCaseConversation


def note_conversation(
    urn: Annotated[str, named("The case's URN")],
    *,
    prosecutor: Annotated[str, named("The staff id of the prosecutor you talked with")],
    text: Annotated[str, text("Two lines: what you talked about")],
    on: Annotated[date | None, day("The day of the conversation; today where it is left out")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Note an everyday conversation about a case; an IQA can start from it."""
    command = NoteCaseConversation(urn=urn, prosecutor=prosecutor, on=on or today(), text=text)

    async def note(desk: Desk, by: SignedIn) -> Noted:
        return await steps.note_conversation(desk, by, command, again_of(sending))

    done = at_desk(sending, note)
    report = told(done)
    start = tuple(
        f"  An IQA of {done.person(prosecutor)} can start from it: --conversation {each}"
        for each in done.conversations[-1:]
    )
    return Report(report.document, (*report.parts, *start))
