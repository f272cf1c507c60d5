"""Case actions: what the case still needs, recorded in an IQA or on the case itself."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from clients.cli.assess.asking import Asked, send_asking
from clients.cli.frame.options import SENDING, IqaId, Sending, day, named, text
from clients.cli.frame.report import Report
from clients.cli.frame.sending import send, send_where
from domain.casework import commands as on_case
from domain.ids import is_case, urn_of
from domain.iqa.commands import CompleteAction, HandOverAction, RecordAction, RecordNoActions
from domain.values import Value

Where = Annotated[str, named("The id of the IQA, or of the case (case-URN), as `iqa inbox` lists it")]
ActionId = Annotated[str, named("The id of the action, as `iqa show` lists it (a1)")]


def add(  # noqa: PLR0913  each is an option
    where: Where,
    *,
    what: Annotated[str, text("What the case needs")],
    owner: Annotated[str, named("The staff id of whoever does it")],
    due: Annotated[date | None, day("The day by which; local policy's where it is left out")] = None,
    urgent: Annotated[
        bool, Parameter(help="It can't wait: due before the next hearing, and never pauses.")
    ] = False,
    urn: Annotated[str | None, named("The case, where it is not the one selected")] = None,
    asked: Asked = (),
    sending: Sending = SENDING,
) -> Report:
    """Record what the case needs, who does it and by when."""
    needed = RecordAction(urn=urn, what=what, owner=owner, due_on=due, urgent=urgent)
    return send_asking(sending, where, needed, asked, to=_add_where)


def _add_where(sending: Sending, where: str, needed: RecordAction) -> Report:
    """Record it in the IQA, or on the case, where nothing is asked about."""

    def command(stream: str) -> Value:
        if not is_case(stream):
            return needed
        fields = needed.model_dump(include={"what", "owner", "due_on", "urgent"})
        return on_case.RecordAction(urn=urn_of(stream), **fields)

    return send_where(sending, where, command)


def complete(
    where: Where,
    action: ActionId,
    *,
    outcome: Annotated[str, text("What was done")],
    later_review: Annotated[date | None, day("The day of a later review that shows it")] = None,
    sending: Sending = SENDING,
) -> Report:
    """Record the outcome."""
    fields = {"action_id": action, "outcome": outcome, "later_review_on": later_review}

    def command(stream: str) -> Value:
        return (on_case.CompleteAction if is_case(stream) else CompleteAction).model_validate(fields)

    return send_where(sending, where, command)


def hand_over(
    where: Where,
    action: ActionId,
    *,
    to: Annotated[str, named("The staff id of whoever does it from now on")],
    because: Annotated[str, text("Why")],
    sending: Sending = SENDING,
) -> Report:
    """Pass it to somebody else, who is chased from then on."""

    def command(stream: str) -> Value:
        kind = on_case.HandOverAction if is_case(stream) else HandOverAction
        return kind(action_id=action, to=to, because=because)

    return send_where(sending, where, command)


def none(iqa: IqaId, *, sending: Sending = SENDING) -> Report:
    """Say that the case needs nothing."""
    return send(sending, iqa, RecordNoActions())
