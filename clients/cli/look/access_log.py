"""Who was shown what when, and who was refused it, for auditors alone: one look a line, no figure of anybody."""

from datetime import date
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, day, named, number
from clients.cli.frame.report import Report, Table
from clients.desk.access_log import AccessLog, LookLine, Span
from clients.desk.access_log import access_log as looked_at
from clients.desk.desk import Desk, SignedIn
from domain import words


def access_log(
    *,
    who: Annotated[str | None, named("Only what this person looked at")] = None,
    of: Annotated[str | None, named("Only looks at this IQA, quarter or case")] = None,
    days: Annotated[int, number("How many days back; one where a day is named, else 14")] = 0,
    on: Annotated[date | None, day("The last of these days; today where it is left out")] = None,
    asking: Asking = ASKING,
) -> Report:
    """List who was shown what, and who was refused it, the latest first; for auditors, whose own looks stand in it."""
    span = days or (1 if on else 14)

    async def see(desk: Desk, by: SignedIn) -> AccessLog:
        return await looked_at(desk, by, Span(days=span, until=on), who=who, stream=of)

    found = at_desk(asking, see)
    nothing = "Nobody looked at that in these days."
    if not found.looks:
        return Report(found.model_dump(mode="json"), (nothing,))
    return Report(found.model_dump(mode="json"), (_table(found), *_earlier(found)))


def _table(found: AccessLog) -> Table:
    return Table(
        ("WHEN", "WHO", "LOOKED AT", "OF", "OUTCOME", "SIGNED IN", "FROM"),
        [
            (
                words.moment(one.at),
                found.person(one.who),
                words.in_words(one.showing),
                one.stream or "",
                _outcome(one),
                f"{words.sign_in(one.how)}, {words.moment(one.signed_in_at)}",
                one.place or "",
            )
            for one in found.looks
        ],
    )


def _outcome(one: LookLine) -> str:
    if one.refused:
        return f"refused: {words.in_words(one.refused)}"
    return f"shown: {', '.join(map(words.in_words, one.parts))}" if one.parts else "shown"


def _earlier(found: AccessLog) -> tuple[str, ...]:
    told = f"The latest {len(found.looks)} are told; name a person, an IQA or a day for those before."
    return (told,) if found.left_off else ()
