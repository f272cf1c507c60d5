"""What is noted on one case outside any IQA."""

from datetime import date
from typing import Annotated

from clients.cli.assess.talk_options import TALK, How, TalkOptions
from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, day, named, today
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
    mode: How,
    on: Annotated[date | None, day("The day of the conversation; today where it is left out")] = None,
    talked: TalkOptions = TALK,
    sending: Sending = SENDING,
) -> Report:
    """Note an everyday conversation about a case; an IQA that starts from it has its words, day and way already."""
    command = NoteCaseConversation.model_validate(
        talked.said | {"urn": urn, "prosecutor": prosecutor, "on": on or today(), "mode": mode}
    )

    async def note(desk: Desk, by: SignedIn) -> Noted:
        return await steps.note_conversation(desk, by, command, again_of(sending))

    done = at_desk(sending, note)
    report = told(done)
    start = tuple(
        f"  An IQA of {done.person(prosecutor)} can start from it: --conversation {each}"
        for each in done.conversations[-1:]
    )
    return Report(report.document, (*report.parts, *start))
