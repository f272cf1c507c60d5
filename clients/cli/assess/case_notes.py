"""What is noted on one case outside any IQA."""

import asyncio
from datetime import date
from typing import Annotated

from clients.cli.frame import addresses
from clients.cli.frame.options import SENDING, Sending, day, named, text, today
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from clients.cli.frame.what_waits import told
from clients.gateway import Gateway
from domain.casework.commands import NoteCaseConversation
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
    address = addresses.case(urn)
    command = NoteCaseConversation(urn=urn, prosecutor=prosecutor, on=on or today(), text=text)

    async def ask(connection: Connection, gateway: Gateway) -> Report:
        sealed = await errand.sealed(connection, address, command)
        answer = await gateway.send(address.stream, sealed, start=address.start(errand.settings.task_queue))
        report = await told(connection, address, command.kind, answer)
        noted = await read_models.conversations(connection, errand.actor, prosecutor, command.on)
        ids = [f"{one.stream}.{one.conversation_id}" for one in noted if one.stream == address.stream]
        start = tuple(
            f"  An IQA of {prosecutor} can start from it: --conversation {each}" for each in ids[-1:]
        )
        return Report(report.document | {"conversations": ids}, (*report.parts, *start))

    return asyncio.run(errand.run(ask))
