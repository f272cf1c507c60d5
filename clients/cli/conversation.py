"""The conversation: planned, held, confirmed or disputed, or closed as impossible."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from clients.cli.marks_file import marks_from
from clients.cli.options import SENDING, IqaId, Sending, choice, day, named, text, today
from clients.cli.report import Report
from clients.cli.sending import send
from domain.assessment import Mode
from domain.iqa.commands import (
    CloseConversationAsImpossible,
    ConfirmConversation,
    DisputeConversation,
    HoldConversation,
    PlanConversation,
)

How = Annotated[Mode, choice(Mode, "How it takes place")]


def plan_conversation(
    iqa: IqaId,
    *,
    on: Annotated[date, day("The day that was agreed")],
    mode: How = Mode.FACE_TO_FACE,
    sending: Sending = SENDING,
) -> Report:
    """Set a day; an intention closes nothing."""
    return send(sending, iqa, PlanConversation(on=on, mode=mode))


def hold_conversation(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    content: Annotated[str, text("What was said")],
    on: Annotated[date | None, day("The day of the conversation; today where it is left out")] = None,
    mode: How = Mode.FACE_TO_FACE,
    revised: Annotated[
        Path | None, Parameter(help="Marks that it changed: a file as for `iqa mark --file`.")
    ] = None,
    revised_because: Annotated[str | None, text("Why the marks were changed")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Record that it took place, and any mark that it changed."""
    marks = marks_from(revised).marks if revised else ()
    return send(
        sending,
        iqa,
        HoldConversation(
            on=on or today(),
            mode=mode,
            content=content,
            revised_marks=marks,
            revised_because=revised_because,
        ),
    )


def confirm_conversation(
    iqa: IqaId,
    *,
    differed: Annotated[bool, Parameter(help="It took place, and differed from what is recorded.")] = False,
    note: Annotated[str | None, text("How it differed, or anything else")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Say, as the prosecutor, that it took place."""
    return send(sending, iqa, ConfirmConversation(differed=differed, note=note))


def dispute_conversation(
    iqa: IqaId,
    *,
    note: Annotated[str | None, text("What happened instead")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Say, as the prosecutor, that it has not taken place yet."""
    return send(sending, iqa, DisputeConversation(note=note))


def close_conversation(
    iqa: IqaId,
    *,
    because: Annotated[str, named("A listed reason, such as left; a wrong one lists them")],
    note: Annotated[str, text("Why no conversation is possible")],
    sending: Sending = SENDING,
) -> Report:
    """Close the step without a conversation, as a senior manager; it never counts as held."""
    return send(sending, iqa, CloseConversationAsImpossible(because=because, note=note))
