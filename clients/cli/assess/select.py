"""Have a case drawn for an IQA, choose one, or give it up."""

from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from clients.cli.assess.asking import AnsweredFirst, send_asking
from clients.cli.assess.overrides import Overrides, OwnWork, overrides_of
from clients.cli.frame.acting import at_desk
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.options import SENDING, IqaId, Sending, choices, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, send, told
from clients.desk import choices as desk_choices
from clients.desk import steps
from clients.desk.choices import Choices
from clients.desk.desk import Desk, SignedIn
from clients.desk.steps import DrawnCase
from clients.errors import CommandRefused
from domain import words
from domain.assessment import Source
from domain.iqa.commands import ReplaceCase, SelectCase
from domain.questions import Work


def draw(
    iqa: IqaId,
    *,
    anyway: Annotated[
        bool, Parameter(help="Draw although you noted a talk that this IQA can start from.")
    ] = False,
    sending: Sending = SENDING,
) -> Report:
    """Draw one eligible case by lot, each with the same chance; each draw is recorded, and one drawn again is seen."""
    if not anyway and sending.command_id is None:
        _offer_talks(iqa, sending)

    async def use(desk: Desk, by: SignedIn) -> DrawnCase:
        return await steps.draw_case(desk, by, iqa, again_of(sending))

    done = at_desk(sending, use)
    case, report = done.drawn, told(done)
    command = f"iqa select {done.stream} {case.urn} --work {case.work[0]} --drawn"
    pool = words.count(case.pool_size, "eligible case")
    lines = (
        f"  Draw {case.number}: {case.urn} ({', '.join(case.work)}), one of {pool}.",
        f"  Select it with: {command}",
    )
    return Report(report.document | {"select": command}, (*report.parts, *lines))


def _offer_talks(iqa: str, sending: Sending) -> None:
    """Name the noted talks that an IQA can start from, before a case is drawn for it (report ¶2.16).

    Whoever may not look may not draw either: that is refused by the draw itself, which keeps the attempt.
    """

    async def look(desk: Desk, by: SignedIn) -> Choices | None:
        with suppress(CommandRefused):
            return await desk_choices.choices(desk, by, iqa)
        return None

    found = at_desk(sending, look)
    if found is None:
        return
    may = {one.urn for one in found.cases if one.eligible}
    talks = [one for one in found.conversations if one.urn in may]
    if not talks:
        return
    lines = [
        f"{words.a_day(one.held_on)}, {one.urn}: "
        f"`iqa select {found.iqa_id} {one.urn} --work WORK --conversation {one.stream}.{one.conversation_id}`"
        for one in talks
    ]
    says = f"You noted {words.count(len(talks), 'talk')} that this IQA can start from:"
    raise Failure(
        ExitCode.REFUSED,
        "\n  ".join((says, *lines)),
        "Draw all the same with --anyway.",
        conversations=[one.model_dump(mode="json") for one in talks],
    )


def select(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    urn: Annotated[str, named("The case's URN, as `iqa eligible` lists it")],
    *,
    work: Annotated[tuple[Work, ...], choices(Work, "The work assessed, which fixes the questions")] = (),
    drawn: Annotated[bool, Parameter(help="It is the case that `iqa draw` drew last.")] = False,
    conversation: Annotated[str | None, named("The case conversation that this starts from")] = None,
    asked: Annotated[str | None, named("The agreed request that this answers (case-91XN0000326.r1)")] = None,
    theme: Annotated[str | None, text("The theme, for a themed assessment")] = None,
    override: Overrides = (),
    own_work: OwnWork = (),
    answered: AnsweredFirst = (),
    sending: Sending = SENDING,
) -> Report:
    """Select the case; the source follows from what is said of it.

    Where the conversation comes first, the noted one that it starts from is the conversation.
    """
    by_itself = Source.DRAWN if drawn else Source.CHOSEN
    source = Source.CONVERSATION if conversation else Source.ASKED_FOR if asked else by_itself
    return send_asking(
        sending,
        iqa,
        SelectCase(
            urn=urn,
            work=work,
            source=source,
            conversation_id=conversation,
            request_id=asked,
            theme=theme,
            overrides=overrides_of(override, own_work),
            seen_version=0,
        ),
        answered,
        option="--answered",
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
