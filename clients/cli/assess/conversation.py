"""The conversation: planned, held, put right, confirmed or disputed, or closed as impossible."""

from datetime import date, time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from clients.cli.assess.asking import Asked, send_asking
from clients.cli.assess.marks_file import marks_from
from clients.cli.assess.talk_options import TALK, How, SaidOfMarks, TalkOptions, said_of_marks
from clients.cli.frame.acting import at_desk
from clients.cli.frame.failures import usage
from clients.cli.frame.options import SENDING, IqaId, Sending, clock, day, named, number, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from clients.desk.records import noted_talk
from domain.assessment import Mode
from domain.iqa.commands import (
    CloseConversationAsImpossible,
    ConfirmConversation,
    CorrectConversation,
    DisputeConversation,
    HoldConversation,
    PlanConversation,
    TakeBackConversation,
)


def plan_conversation(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    on: Annotated[date, day("The day that was agreed")],
    at: Annotated[time | None, clock("The time that was agreed; without one the day alone is set")] = None,
    minutes: Annotated[int, number("How long it is meant to take; 30 where it is left out")] = 30,
    mode: How,
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Set a day, perhaps a time; an intention closes nothing. Both get it into their calendars."""
    return send_asking(sending, iqa, _plan(on, at, minutes, mode), asked)


def hold_conversation(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    mode: Annotated[How | None, Parameter(show_default=False)] = None,
    on: Annotated[date | None, day("The day of the conversation; today where it is left out")] = None,
    talked: TalkOptions = TALK,
    as_noted: Annotated[
        bool, Parameter(help="It is the talk that this started from, with its words, day and way.")
    ] = False,
    said_of: SaidOfMarks = (),
    revised: Annotated[
        Path | None, Parameter(help="Marks that it changed: a file as for `iqa mark --file`.")
    ] = None,
    revised_because: Annotated[str | None, text("Why the marks were changed")] = None,
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Record that it took place, what was said, and any mark that it changed."""
    marks = marks_from(revised).marks if revised else ()
    if as_noted:
        _nothing_beside_the_noted(mode, on, talked)
        talk = dict(at_desk(sending, lambda desk, by: noted_talk(desk, by, iqa)))
    elif mode is None:
        says = "How it took place is not said."
        raise usage(says, "Give --mode, or --as-noted for the talk that was noted.")
    else:
        talk = talked.said | {"on": on or today(), "mode": mode}
    held = HoldConversation.model_validate(
        talk | {"said_of": said_of_marks(said_of), "revised_marks": marks, "revised_because": revised_because}
    )
    return send_asking(sending, iqa, held, asked)


def correct_conversation(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    because: Annotated[str, text("Why the record is put right")],
    mode: How,
    on: Annotated[date, day("The day of the conversation")],
    talked: TalkOptions = TALK,
    said_of: SaidOfMarks = (),
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Put right what you recorded of a conversation; the earlier record stays, and the prosecutor is asked again."""
    right = CorrectConversation.model_validate(
        talked.said | {"on": on, "mode": mode, "because": because, "said_of": said_of_marks(said_of)}
    )
    return send_asking(sending, iqa, right, asked)


def take_back_conversation(
    iqa: IqaId,
    *,
    because: Annotated[str, text("What happened instead")],
    sending: Sending = SENDING,
) -> Report:
    """Say that a conversation which you recorded did not take place: the step is open, and due as it was before."""
    return send(sending, iqa, TakeBackConversation(because=because))


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


def _nothing_beside_the_noted(mode: Mode | None, on: date | None, talked: TalkOptions) -> None:
    """Refuse what the noted talk has already: its words, day and way are taken as they were noted."""
    typed = {"--mode": mode, "--on": on, **talked.typed}
    if given := [option for option, value in typed.items() if value is not None]:
        says = (
            f"--as-noted takes the words, day and way as they were noted; {', '.join(given)} would not count."
        )
        raise usage(
            says, "Leave that out; or leave out --as-noted, and say --mode, --on and the words of the talk."
        )


def _plan(on: date, at: time | None, minutes: int, mode: Mode) -> PlanConversation:
    try:
        return PlanConversation(on=on, mode=mode, at=at, minutes=minutes)
    except ValidationError as error:
        says = f"--minutes {minutes} is no length of a conversation."
        raise usage(says, "Give 5 to 480 minutes.") from error
