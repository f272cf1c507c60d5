"""A senior manager talks with a manager about an assessment, with a sample or without one, and what comes of it."""

from datetime import date
from typing import Annotated

from clients.cli.frame.options import SENDING, IqaId, Sending, day, named, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.iqa.commands import NoteManagerTalk, ReviewManagerTalk


def manager_talk(
    iqa: IqaId,
    *,
    about: Annotated[str, text("What was talked about, in a line or two")],
    to_try: Annotated[str, text("What the manager is to try")],
    on: Annotated[date | None, day("The day of the talk; today where it is left out")] = None,
    look_on: Annotated[
        date | None, day("The day by which to look what came of it; policy has one where it is left out")
    ] = None,
    sending: Sending = SENDING,
) -> Report:
    """Note a talk with the manager about their assessment; it is chased until somebody says what came of it."""
    return send(sending, iqa, NoteManagerTalk(on=on or today(), text=about, to_try=to_try, look_on=look_on))


def manager_talk_outcome(
    iqa: IqaId,
    talk: Annotated[str, named("The id of the talk, as `iqa show` lists it (m1)")],
    *,
    outcome: Annotated[str, text("What came of what was to be tried")],
    sending: Sending = SENDING,
) -> Report:
    """Say what came of a talk with the manager."""
    return send(sending, iqa, ReviewManagerTalk(talk_id=talk, outcome=outcome))
