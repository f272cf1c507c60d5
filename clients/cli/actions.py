"""Case actions: what the case still needs."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from clients.cli.options import SENDING, IqaId, Sending, day, named, text
from clients.cli.report import Report
from clients.cli.sending import send
from domain.iqa.commands import CompleteAction, HandOverAction, RecordAction, RecordNoActions

ActionId = Annotated[str, named("The id of the action, as `iqa show` lists it (a1)")]


def add(  # noqa: PLR0913  each is an option
    iqa: IqaId,
    *,
    what: Annotated[str, text("What the case needs")],
    owner: Annotated[str, named("The staff id of whoever does it")],
    due: Annotated[date | None, day("The day by which; local policy's where it is left out")] = None,
    urgent: Annotated[
        bool, Parameter(help="It can't wait: due before the next hearing, and never pauses.")
    ] = False,
    urn: Annotated[str | None, named("The case, where it is not the selected one")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Record what the case needs, who does it and by when."""
    return send(sending, iqa, RecordAction(urn=urn, what=what, owner=owner, due_on=due, urgent=urgent))


def complete(
    iqa: IqaId,
    action: ActionId,
    *,
    outcome: Annotated[str, text("What was done")],
    later_review: Annotated[date | None, day("The day of a later review that shows it")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Record the outcome."""
    return send(sending, iqa, CompleteAction(action_id=action, outcome=outcome, later_review_on=later_review))


def hand_over(
    iqa: IqaId,
    action: ActionId,
    *,
    to: Annotated[str, named("The staff id of whoever does it from now on")],
    because: Annotated[str, text("Why")],
    sending: Sending = SENDING,
) -> Report:
    """Pass it to somebody else, who is chased from then on."""
    return send(sending, iqa, HandOverAction(action_id=action, to=to, because=because))


def none(iqa: IqaId, *, sending: Sending = SENDING) -> Report:
    """Say that the case needs nothing."""
    return send(sending, iqa, RecordNoActions())
