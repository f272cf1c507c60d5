"""What was escalated, taken on by whoever it was put to or somebody above."""

from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, told
from clients.desk import steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.outcomes import Accepted


def acknowledge_escalation(
    escalation: Annotated[str, named("The id of the escalation, as `iqa escalations` lists it")],
    *,
    will_do: Annotated[str, text("What you will do")],
    sending: Sending = SENDING,
) -> Report:
    """Take on what was escalated, and say what you will do; it then goes no further up."""

    async def take_on(desk: Desk, by: SignedIn) -> Accepted:
        return await steps.acknowledge_escalation(desk, by, escalation, will_do, again_of(sending))

    return told(at_desk(sending, take_on))
