"""What was escalated, taken on by whoever it was put to or somebody above."""

from typing import Annotated

from clients.cli.frame import addresses
from clients.cli.frame.addresses import Address
from clients.cli.frame.options import SENDING, Sending, named, text
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand
from domain.errors import Reason, Refused
from domain.escalations import AcknowledgeEscalation
from domain.people import Person
from infra.postgres import read_models
from infra.postgres.connections import Connection


def acknowledge_escalation(
    escalation: Annotated[str, named("The id of the escalation, as `iqa escalations` lists it")],
    *,
    will_do: Annotated[str, text("What you will do")],
    sending: Sending = SENDING,
) -> Report:
    """Take on what was escalated, and say what you will do; it then goes no further up."""
    errand = Errand(sending)

    async def find(connection: Connection, _person: Person) -> Address:
        row = await read_models.escalation(connection, escalation)
        if row is None:
            raise by_rule(Refused(reason=Reason.UNKNOWN_ESCALATION, detail=escalation), errand.command_id)
        return addresses.of(row.stream)

    return errand.send(find, AcknowledgeEscalation(escalation_id=escalation, will_do=will_do))
