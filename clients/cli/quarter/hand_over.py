"""Give everything of an Area that waits for one person to another."""

from collections.abc import Iterator
from typing import Annotated, Final

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of
from clients.desk import steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.steps import HandedOver
from domain import words

_NAMES: Final = {
    "iqas": "IQA",
    "samples": "second check",
    "actions": "case action",
    "requests": "request",
    "escalations": "escalation",
}


def hand_over(
    whose: Annotated[str, named("The staff id of whoever hands over")],
    *,
    to: Annotated[str, named("The staff id of whoever has it from now on")],
    because: Annotated[str, text("Why")],
    sending: Sending = SENDING,
) -> Report:
    """Hand over open IQAs, second checks, case actions, requests and escalations, of whatever quarter."""

    async def give(desk: Desk, by: SignedIn) -> HandedOver:
        return await steps.hand_over(desk, by, whose, to, because, again_of(sending))

    done = at_desk(sending, give)
    return Report(done.model_dump(mode="json"), tuple(_lines(done)))


def _lines(done: HandedOver) -> Iterator[str]:
    handed = done.handed_over
    if handed is None:
        yield f"{done.stream}: nothing changed."
        return
    counts = ((len(getattr(handed, field)), name) for field, name in _NAMES.items())
    moved = ", ".join(words.count(count, name) for count, name in counts if count)
    whose = done.person(handed.whose)
    yield f"{done.stream}: {whose} hands over to {done.person(handed.to)}: {moved}."
    for one in handed.left:
        yield f"  Stays with {whose}: {one.what} {one.stream} ({words.in_words(one.because)})"
