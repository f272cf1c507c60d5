"""The exceptions of a quarter: which rules of selection were set aside, and why, for those above and no further."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table, said
from clients.cli.quarter.views import LOCAL, parsed
from clients.desk import exceptions as desk_exceptions
from clients.desk.desk import Desk, SignedIn
from clients.desk.exceptions import Count, Exceptional, Exceptions
from clients.desk.names import Naming
from domain import words


def exceptions(
    quarter: Annotated[
        str | None, named("The quarter, such as 2026-27-Q3; today's where it is left out")
    ] = None,
    *,
    asking: Asking = ASKING,
) -> Report:
    """List the rules of selection set aside in your line, with who and why; above the line how many of each."""
    if quarter:
        parsed(quarter)

    async def see(desk: Desk, by: SignedIn) -> Exceptions:
        return await desk_exceptions.exceptions(desk, by, quarter)

    found = at_desk(asking, see)
    return Report(found.model_dump(mode="json"), tuple(_parts(found)))


def _parts(found: Exceptions) -> Iterator[Part]:
    yield f"{found.quarter}: a rule of selection was set aside in {_how_many(found)} in your line."
    for one in found.set_aside:
        yield from exceptional(one, found)
    if found.themed:
        yield "Themed assessments in your line, which may look at guilty pleas (¶4.7, ¶4.18):"
        for one in found.themed:
            yield from exceptional(one, found)
    yield from _counts(found)
    yield f"Which rules may be set aside, and for which reasons: {LOCAL}."


def _how_many(found: Exceptions) -> str:
    return words.count(len(found.set_aside), "IQA") if found.set_aside else "no IQA"


def exceptional(one: Exceptional, beside: Naming) -> Iterator[Part]:
    """An IQA with what was set aside in it, and why."""
    theme = f", theme: {one.theme}" if one.theme else ""
    work = ", ".join(words.in_words(each) for each in one.work)
    yield f"  {one.iqa_id}: {beside.person(one.prosecutor)}, {one.urn}, {work}{theme}"
    for rule in one.set_aside:
        theirs = ", ".join(words.in_words(each) for each in rule.own_work)
        yield f"    {rule.says} Set aside by {beside.person(rule.by)}, {words.moment(rule.at)}."
        yield from said("  Because", rule.reason)
        yield from said("  Note", rule.note)
        yield from said("  Theirs", theirs or None)


def _counts(found: Exceptions) -> Iterator[Part]:
    if found.counts is None or found.themed_counts is None:
        return
    if not found.counts:
        yield "No rule was set aside in any Area that you see."
    else:
        yield "How many IQAs, by Area and rule:"
        yield Table(("AREA", "RULE SET ASIDE", "IQAS"), list(_rows(found.counts, found.told_from)))
    if found.themed_counts:
        yield "Themed assessments by themselves:"
        yield Table(("AREA", "", "IQAS"), list(_rows(found.themed_counts, found.told_from)))
    yield f"Fewer than {found.told_from} are not told by number."


def _rows(counts: Iterable[Count], told_from: int) -> Iterator[tuple[str, ...]]:
    for one in counts:
        yield one.area, one.says, str(one.iqas) if one.iqas is not None else f"fewer than {told_from}"
