"""Have an IQA checked beside the draw."""

from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, IqaId, Sending, named
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, told
from clients.desk import steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.outcomes import Accepted


def pick_sample(
    iqa: IqaId,
    *,
    because: Annotated[str, named("A listed reason; a wrong one lists them")],
    sending: Sending = SENDING,
) -> Report:
    """Put an IQA in the dip sample beside the draw: labelled, and kept apart from the rates."""

    async def pick(desk: Desk, by: SignedIn) -> Accepted:
        return await steps.pick_for_sample(desk, by, iqa, because, again_of(sending))

    return told(at_desk(sending, pick))
