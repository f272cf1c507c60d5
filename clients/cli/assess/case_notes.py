"""What is noted on one case outside any IQA."""

from datetime import date
from typing import Annotated

from clients.cli.frame import addresses
from clients.cli.frame.addresses import Address
from clients.cli.frame.options import SENDING, Sending, day, named, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from clients.cli.frame.what_waits import told
from domain.casework.commands import NoteCaseConversation
from domain.stream import Answer
from infra.postgres import read_models
from infra.postgres.connections import Connection


def note_conversation(
    urn: Annotated[str, named("The case's URN")],
    *,
    prosecutor: Annotated[str, named("The staff id of the prosecutor you talked with")],
    text: Annotated[str, text("Two lines: what you talked about")],
    on: Annotated[date | None, day("The day of the conversation; today where it is left out")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Note an everyday conversation about a case; an IQA can start from it."""
    errand = Errand(sending)
    command = NoteCaseConversation(urn=urn, prosecutor=prosecutor, on=on or today(), text=text)

    async def tell(connection: Connection, address: Address, kind: str, answer: Answer) -> Report:
        report = await told(connection, address, kind, answer)
        noted = await read_models.conversations(connection, errand.actor, prosecutor, command.on)
        ids = [f"{one.stream}.{one.conversation_id}" for one in noted if one.stream == address.stream]
        start = tuple(
            f"  An IQA of {prosecutor} can start from it: --conversation {each}" for each in ids[-1:]
        )
        return Report(report.document | {"conversations": ids}, (*report.parts, *start))

    return errand.send(addresses.case(urn), command, tell)
