"""Which cases may be chosen for an IQA, and why each other one is refused."""

from collections.abc import Iterable

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, IqaId
from clients.cli.frame.report import Part, Report, Table
from clients.desk import choices as desk_choices
from clients.desk.choices import Choice, Choices
from clients.desk.desk import Desk, SignedIn
from domain import words


def eligible(iqa: IqaId, *, asking: Asking = ASKING) -> Report:
    """List the cases: conversations and agreed requests first, then what may be chosen, then why not."""

    async def see(desk: Desk, by: SignedIn) -> Choices:
        return await desk_choices.choices(desk, by, iqa)

    found = at_desk(asking, see)
    return Report(found.model_dump(mode="json"), tuple(_parts(found)))


def _parts(found: Choices) -> Iterable[Part]:
    for one in found.conversations:
        said = f"Conversation on {words.a_day(one.held_on)} about {one.urn}: an IQA can start from it"
        yield f"{said} (--conversation {one.stream}.{one.conversation_id})."
    for choice in found.cases:
        if choice.request_id:
            yield _requested(choice, found)
    may = [choice for choice in found.cases if choice.eligible]
    yield f"{words.count(len(may), 'case')} of {found.person(found.prosecutor)} may be chosen for {found.iqa_id}:"
    if asks := words.asked_for(found.asks_for):
        yield f"  It {asks}, still to be assessed this year: what fits is marked, any may be chosen."
    if may:
        marked = ("ASKED FOR",) if found.asks_for else ()
        heads = ("URN", "STAGE", "PLEA", "WORK THAT MAY BE ASSESSED", *marked)
        rows = [_may(choice)[: len(heads)] for choice in may]
        yield Table(heads, rows, folds=frozenset(heads[1:]))
    refused = [choice for choice in found.cases if not choice.eligible]
    if refused:
        yield f"{len(refused)} may not:"
        rows = [(choice.urn, _why_not(choice, found)) for choice in refused]
        yield Table(("URN", "WHY NOT"), rows, folds=frozenset({"WHY NOT"}))


def _requested(choice: Choice, found: Choices) -> str:
    """What was agreed with the prosecutor, and how it is selected; what stands in its way is told below."""
    asked = f"{found.person(found.prosecutor)} asked for an assessment of {choice.urn}, and it was agreed"
    return (
        f"{asked} (--asked {choice.request_id})."
        if choice.eligible
        else f"{asked}; it may not be chosen now."
    )


def _may(choice: Choice) -> tuple[str, ...]:
    """A row; what is asked for stands last, and is left out where nothing is."""
    plea = words.in_words(choice.plea) if choice.plea else "not known"
    asked = ", ".join(map(words.in_words, choice.asked_for))
    return choice.urn, words.in_words(choice.stage), plea, ", ".join(choice.work), asked


def _why_not(choice: Choice, found: Choices) -> str:
    rules = "; ".join(f"{one.rule}: {one.says}" for one in choice.obstacles)
    if not choice.done_by:
        return rules
    whose = ", ".join(map(found.person, choice.done_by))
    fits = " or ".join(f"`iqa eligible {iqa_id}`" for iqa_id in choice.fits)
    return f"{rules} It is the work of {whose}" + (f": {fits}." if fits else ".")
