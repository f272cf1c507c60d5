"""docs/reading.md shows the tables by which reading is judged, as they are."""

from collections.abc import Iterator, Sequence
from typing import Final

from domain.casework import sight as of_case
from domain.iqa import sight as of_iqa
from domain.iqa.sight import Part, Reader, Since
from domain.people import Role
from domain.quarter.sight import MAY_SEE, Reach, View
from domain.words import in_words
from tests.guards.tree import ROOT

PAGE: Final = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
WHEN: Final = {Since.ALWAYS: "yes", Since.CONFIRMED: "once confirmed", Since.FED_BACK: "once fed back"}
WHERE: Final = {Reach.OWN_AREA: "own Area", Reach.EVERY_AREA: "every Area"}


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def of_an_iqa() -> str:
    rows = (
        [part, *(WHEN[readers[one]] if one in readers else "" for one in Reader)]
        for part, readers in of_iqa.MAY_READ.items()
        if part is not Part.BOOKKEEPING
    )
    return table(["part", *map(in_words, Reader)], rows)


def of_a_case() -> str:
    rows = (
        [part, *("yes" if one in readers else "" for one in of_case.Reader)]
        for part, readers in of_case.MAY_READ.items()
    )
    return table(["part", *map(in_words, of_case.Reader)], rows)


def of_a_quarter() -> str:
    rows = (
        [view, *(WHERE[MAY_SEE[view][role]] if role in MAY_SEE[view] else "" for role in Role)]
        for view in View
        if MAY_SEE[view]
    )
    return table(["view", *map(in_words, Role)], rows)


def test_the_page_shows_the_tables_as_they_are() -> None:
    missing = [one for one in (of_an_iqa(), of_a_case(), of_a_quarter()) if one not in PAGE]

    assert not missing, "Put these into docs/reading.md:\n" + "\n\n".join(missing)


def test_every_part_is_explained() -> None:
    assert not [part for part in (*Part, *View) if f"*{in_words(part)}*" not in PAGE.lower()]
