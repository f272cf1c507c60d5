"""The IQAs that concern a person, their team or an Area's quarter, and those found by words."""

from collections.abc import Iterator
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame.acting import at_desk
from clients.cli.frame.failures import usage
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Part, Report, Table
from clients.desk import lists as desk_lists
from clients.desk.desk import Desk, SignedIn
from clients.desk.lists import Listed, ListLine, Overdue, Sampled, Whose
from domain import words

_SAMPLED: Final = {
    Sampled.NOT_YET: "",
    Sampled.LEFT_OUT: "no",
    Sampled.DRAWN: "drawn",
    Sampled.CHECKED: "checked",
    Sampled.FED_BACK: "fed back",
}


def list_(
    *,
    team: Annotated[bool, Parameter(help="Those of everybody below you.")] = False,
    area: Annotated[str | None, named("Those of an Area, for those who read all of it")] = None,
    quarter: Annotated[str | None, named("One quarter, such as 2026-27-Q3 or Q3")] = None,
    asking: Asking = ASKING,
) -> Report:
    """List IQAs: yours as assessor, assessed or sampler; what is open, and a year back, where no quarter is named."""
    if team and area:
        says = "--team and --area are two lists."
        raise usage(says, "Ask for one of them.")
    whose = Whose.TEAM if team else Whose.AREA if area else Whose.MINE

    async def see(desk: Desk, by: SignedIn) -> Listed:
        return await desk_lists.iqas(desk, by, whose=whose, area=area, quarter=quarter)

    return _report(at_desk(asking, see), "No IQA is yours to list here.")


def find(
    *sought: Annotated[
        str, Parameter(name="WORDS", help="Parts of an id, of a case's number, or of a name.")
    ],
    asking: Asking = ASKING,
) -> Report:
    """Find the IQAs in which every word stands, whatever its capitals, of those that you may read."""
    sought = tuple(" ".join(sought).split())
    if not sought:
        says = "There is nothing to look for."
        raise usage(says, "Name parts of an id, of a case's number or of a name.")

    async def see(desk: Desk, by: SignedIn) -> Listed:
        return await desk_lists.find(desk, by, sought)

    return _report(at_desk(asking, see), "Nothing that you may read has all of these words.")


def _report(found: Listed, nothing: str) -> Report:
    return Report(found.model_dump(mode="json"), tuple(_parts(found)) if found.iqas else (nothing,))


def _parts(found: Listed) -> Iterator[Part]:
    told = any(one.sampled is not None for one in found.iqas)
    headings = ("IQA", "PERSON", "STAGE", "OVERDUE", *(("SAMPLED",) if told else ()))
    rows = [_row(found, one)[: len(headings)] for one in found.iqas]
    yield Table(headings, rows, folds=frozenset({"PERSON", "OVERDUE"}))
    if found.left_off:
        yield f"And {found.left_off} more; add a word."


def _row(found: Listed, one: ListLine) -> tuple[str, ...]:
    """A row; the person is the other one: who assesses one's own work, else whose work it is."""
    person = one.assessor if found.who == one.prosecutor else one.prosecutor
    late = "; ".join(_late(found, each) for each in one.overdue)
    sampled = _SAMPLED[one.sampled] if one.sampled else ""
    return one.iqa_id, found.person(person), words.in_words(one.stage), late, sampled


def _late(found: Listed, one: Overdue) -> str:
    """What is overdue since when, and whose it is where it is another's."""
    whose = "" if one.who == found.who else f"{found.person(one.who)} to "
    return f"{whose}{one.says}, due {words.due(one.due)}"
