"""Give everything of an Area that waits for one person to another."""

from collections.abc import Iterator
from typing import Annotated, Final

from clients.cli.frame import addresses
from clients.cli.frame.addresses import Address
from clients.cli.frame.options import SENDING, Sending, named, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from clients.cli.frame.what_waits import accepted
from domain import words
from domain.people import Person
from domain.periods import Quarter
from domain.quarter.commands import HandOverWork
from domain.quarter.state import HandOver
from domain.stream import Answer
from infra.postgres.connections import Connection
from infra.postgres.streams import folded_quarter

_NAMES: Final = {
    "iqas": "IQAs",
    "samples": "second checks",
    "actions": "case actions",
    "escalations": "escalations",
}


def hand_over(
    whose: Annotated[str, named("The staff id of whoever hands over")],
    *,
    to: Annotated[str, named("The staff id of whoever has it from now on")],
    because: Annotated[str, text("Why")],
    sending: Sending = SENDING,
) -> Report:
    """Hand over open IQAs, second checks, case actions and escalations, of whatever quarter."""

    async def find(_connection: Connection, person: Person) -> Address:
        return addresses.quarter(person.area, str(Quarter.containing(today())))

    async def tell(connection: Connection, address: Address, kind: str, answer: Answer) -> Report:
        state = await folded_quarter(connection, address.stream)
        of_them = [one for one in state.handed_over if (one.whose, one.to) == (whose, to)] if state else []
        done = of_them[-1] if of_them else None
        document = accepted(address, kind, answer) | {
            "handed_over": done.model_dump(mode="json") if done else None
        }
        return Report(document, tuple(_lines(address.stream, done)))

    return Errand(sending).send(find, HandOverWork(whose=whose, to=to, because=because), tell)


def _lines(stream: str, done: HandOver | None) -> Iterator[str]:
    if done is None:
        yield f"{stream}: nothing changed."
        return
    counts = ((len(getattr(done, field)), name) for field, name in _NAMES.items())
    moved = ", ".join(f"{count} {name}" for count, name in counts if count)
    yield f"{stream}: {done.whose} hands over to {done.to}: {moved}."
    for one in done.left:
        yield f"  Stays with {done.whose}: {one.what} {one.stream} ({words.in_words(one.because)})"
