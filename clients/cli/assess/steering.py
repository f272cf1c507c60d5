"""End an IQA before it is completed, or give it to another assessor."""

from typing import Annotated

from clients.cli.frame.options import SENDING, IqaId, Sending, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send
from domain.iqa.commands import Reassign, Withdraw


def withdraw(
    iqa: IqaId,
    *,
    because: Annotated[str, named("A listed reason; a wrong one lists them")],
    note: Annotated[str | None, text("More about it")] = None,
    sending: Sending = SENDING,
) -> Report:
    """End the IQA; open case actions survive."""
    return send(sending, iqa, Withdraw(because=because, note=note))


def reassign(
    iqa: IqaId,
    *,
    to: Annotated[str, named("The staff id of the new assessor")],
    because: Annotated[str, text("Why")],
    sending: Sending = SENDING,
) -> Report:
    """Give the open IQA to another assessor."""
    return send(sending, iqa, Reassign(assessor=to, because=because))
