"""What commands that look at a quarter share: finding it, and saying how far it is."""

from datetime import datetime
from typing import Final

from clients.cli.frame import acting, present
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.refusals import by_rule
from domain import words
from domain.errors import Reason, Refused
from domain.people import Person
from domain.periods import NotAQuarter, Quarter
from domain.quarter.pace.figures import Bunching
from domain.quarter.sight import View, judge_sight
from domain.reference.reading import ReferenceRefused
from infra.postgres.connections import Connection
from infra.postgres.quarter_views import Seen, seen
from infra.reference import Library, UnknownVersion, VersionTwice

LOCAL: Final = "local policy, not a CPS rule"


def parsed(quarter: str) -> Quarter:
    """The quarter that was typed; raises ``Failure``."""
    try:
        return Quarter.parse(quarter)
    except NotAQuarter as error:
        says = f"{error}."
        raise usage(says[0].upper() + says[1:], "Write it as 2026-27-Q3.") from error


def allowed(person: Person, view: View, area: str | None = None) -> None:
    """Raise ``Failure`` for a person whose post does not show them this."""
    if refused := judge_sight(person, view, area):
        raise by_rule(refused)


async def found(connection: Connection, library: Library, stream: str) -> Seen:
    """How a quarter stands now; raises ``Failure`` when nobody opened it."""
    try:
        one = await seen(connection, library, stream, present.now())
    except UnknownVersion as error:
        raise not_here(error) from error
    if one is None:
        raise by_rule(Refused(reason=Reason.QUARTER_NOT_OPEN, detail=stream))
    return one


def library() -> Library:
    """The reference data that the settings name; raises ``Failure``."""
    try:
        return Library.load(acting.settings().policy_file)
    except (ReferenceRefused, VersionTwice) as error:
        says = f"The policy can't be used: {error}."
        raise usage(says, "Correct the file that IQA_POLICY names.") from error


def bunched(bunching: Bunching | None) -> str:
    """The bunching of a quarter, in a sentence."""
    if bunching is None or not bunching.confirmed:
        return "Bunching: nothing is confirmed yet, so there is nothing to measure."
    if bunching.index is None or bunching.probability is None:
        return f"Bunching: measured once the last {bunching.weeks} weeks begin."
    return (
        f"Bunching: index {bunching.index:.2f} (1 is even): {bunching.confirmed_late} of {bunching.confirmed} "
        f"assessments in {bunching.working_days_late} of {bunching.working_days} working days; "
        f"so many or more by chance: {chance(bunching.probability)}."
    )


def chance(probability: float) -> str:
    """A probability for a reader: two digits, and no zero that is none."""
    return "below 0.0001" if probability < 0.0001 else f"{probability:.2g}"  # noqa: PLR2004  that is how it reads


def share(part: int, whole: int) -> str:
    """A share in whole per cent; a dash where there is no whole."""
    return f"{round(100 * part / whole)} %" if whole else "-"


def as_of(instant: datetime) -> str:
    """The instant for which figures stand."""
    return f"as of {words.moment(instant)}"


def not_here(error: UnknownVersion) -> Failure:
    """The policy that a quarter goes by is not known here."""
    return usage(f"{error}.", "Set IQA_POLICY to the policy file that the servers use.")
