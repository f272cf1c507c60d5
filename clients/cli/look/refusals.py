"""What was asked for and refused, for auditors alone: one attempt a line, no figure of anybody."""

from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named, number
from clients.cli.frame.report import Report, Table
from clients.desk.desk import Desk, SignedIn
from clients.desk.refusals import Refusals
from clients.desk.refusals import refusals as refused_at
from domain import words


def refusals(
    *,
    days: Annotated[int, number("How many days back; 14 where it is left out")] = 14,
    of: Annotated[str | None, named("Only of this IQA, quarter or case")] = None,
    asking: Asking = ASKING,
) -> Report:
    """List what people asked for and were refused, the latest first; for auditors."""

    async def see(desk: Desk, by: SignedIn) -> Refusals:
        return await refused_at(desk, by, days=days, stream=of)

    found = at_desk(asking, see)
    nothing = f"Nothing was refused in the last {days} days."
    return Report(found.model_dump(mode="json"), (_table(found) if found.refusals else nothing,))


def _table(found: Refusals) -> Table:
    return Table(
        ("WHEN", "WHO", "ASKED TO", "OF", "RULE"),
        [
            (words.moment(one.at), found.person(one.who), words.in_words(one.command), one.stream, one.rule)
            for one in found.refusals
        ],
    )
