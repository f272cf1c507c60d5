"""Choose the case of an IQA, or give it up."""

from typing import Annotated

from cyclopts import Parameter

from clients.cli.assess.overrides import Overrides, OwnWork, overrides_of
from clients.cli.frame.options import SENDING, IqaId, Sending, choices, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.assessment import Source
from domain.iqa.commands import ReplaceCase, SelectCase
from domain.questions import Work


def select(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    urn: Annotated[str, named("The case's URN, as `iqa eligible` lists it")],
    *,
    work: Annotated[tuple[Work, ...], choices(Work, "The work assessed, which fixes the questions")] = (),
    drawn: Annotated[bool, Parameter(help="The case was drawn with `iqa draw`.")] = False,
    conversation: Annotated[str | None, named("The case conversation that this starts from")] = None,
    theme: Annotated[str | None, text("The theme, for a themed assessment")] = None,
    override: Overrides = (),
    own_work: OwnWork = (),
    sending: Sending = SENDING,
) -> Report:
    """Select the case; the source follows from what is said of it."""
    source = Source.CONVERSATION if conversation else Source.DRAWN if drawn else Source.CHOSEN
    return send(
        sending,
        iqa,
        SelectCase(
            urn=urn,
            work=work,
            source=source,
            conversation_id=conversation,
            theme=theme,
            overrides=overrides_of(override, own_work),
            seen_version=0,
        ),
    )


def replace(
    iqa: IqaId,
    *,
    because: Annotated[str, named("A listed reason, such as case_changed; a wrong one lists them")],
    note: Annotated[str | None, text("More about it")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Give the selected case up; replaced cases are counted."""
    return send(sending, iqa, ReplaceCase(because=because, note=note))
