"""Commands as they are sent from the command line, and the outcome of one as a person reads it."""

from collections.abc import Callable

from clients.cli.frame import ways
from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import Sending
from clients.cli.frame.report import Report
from clients.desk import references
from clients.desk import sending as desk_sending
from clients.desk.desk import Desk, SignedIn
from clients.desk.events import said_of
from clients.desk.outcomes import Accepted
from clients.desk.sending import Again
from domain import words
from domain.rows import WaitRow
from domain.values import Value


def send(sending: Sending, stream: str, command: Value) -> Report:
    """Send a command to a stream and tell what came of it; raises ``Failure`` or as the desk does."""
    again = again_of(sending)

    async def use(desk: Desk, by: SignedIn) -> Accepted:
        return await desk_sending.send(desk, by, stream, command, again)

    return told(at_desk(sending, use))


def send_where(sending: Sending, typed: str, command: Callable[[str], Value]) -> Report:
    """Send the command that the stream which was typed takes, an IQA another than a case; raises as ``send``."""
    again = again_of(sending)

    async def use(desk: Desk, by: SignedIn) -> Accepted:
        stream = await references.meant(desk, by, typed)
        return await desk_sending.send(desk, by, stream, command(stream), again)

    return told(at_desk(sending, use))


def again_of(sending: Sending) -> Again:
    """Its id, a new one where it was not sent before, and what its sender had seen."""
    return Again(sending.command_id, sending.seen_version)


def told(done: Accepted) -> Report:
    """The outcome of an accepted command: what happened, and what waits for whom now."""
    happened = "; ".join(dict.fromkeys(map(said_of, done.events))) or "nothing changed"
    lines = (f"{done.stream}: {happened}.", *(_next(done, wait) for wait in done.next))
    return Report(done.model_dump(mode="json"), lines)


def _next(done: Accepted, wait: WaitRow) -> str:
    command = ways.to_do(wait.step, wait.item, wait.stream)
    by = f", due {words.due(wait.due)}" if wait.due else ""
    urgent = ", urgent" if wait.urgent else ""
    return f"  Next: {done.person(wait.who)} to {words.step(wait.step, wait.item)}{urgent}{by} ({command})"
