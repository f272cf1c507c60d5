"""Pictures of figures: rows of bars with what they say beside them, and the same figures as a table and a file.

Nothing is told by colour alone: what is done is filled and what is not is an outline, and each row says its figures.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from clients.web.frame.scales import Scale
from clients.web.frame.tables import Table
from domain.values import Code, Value

_BEGIN: Final = 22
_END: Final = 62
"""Between its name and what it says, each row has this much of a picture's width for its bar."""
_LINE_REM: Final = 1.75


class Kind(StrEnum):
    """What a part of a bar stands for: what is done, or what is still open."""

    DONE = "done"
    OPEN = "open"


class Row(Value):
    """A row to draw: its name, how much of it is done and open, and what it says; a heading has a name alone."""

    name: str
    says: str = ""
    done: int = 0
    open: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it only parts the rows above from those below."""
        return not self.says


class Part(Value):
    """A part of a bar: where it begins and how wide it is, in per cent."""

    kind: Kind
    x: float
    width: float


class Line(Value):
    """A row as it is drawn: how far down it begins (rem), where its bar begins and ends (per cent), and its parts."""

    name: str
    says: str
    top: float
    parts: tuple[Part, ...]
    begins: float
    ends: float

    @property
    def is_heading(self) -> bool:
        """Whether it only parts the rows above from those below."""
        return not self.says


class Picture(Value):
    """A picture: what it shows in a sentence, the lines, how high it is (rem), and the same as a table.

    ``done`` and ``open`` say what the two kinds of parts are; ``open`` is empty where there are none.
    """

    name: Code
    headline: str
    done: str
    open: str
    lines: tuple[Line, ...]
    high: float
    table: Table


def picture(headline: str, kinds: tuple[str, str], rows: Iterable[Row], table: Table) -> Picture:
    """A picture of these rows on one scale; ``kinds`` say what is done, and what is open."""
    shown = tuple(rows)
    scale = Scale(begins=_BEGIN, ends=_END, most=max((one.done + one.open for one in shown), default=0))
    return Picture(
        name=table.name,
        headline=headline,
        done=kinds[0],
        open=kinds[1] if any(one.open for one in shown) else "",
        lines=tuple(_line(row, place, scale) for place, row in enumerate(shown)),
        high=_LINE_REM * len(shown),
        table=table,
    )


def _line(row: Row, place: int, scale: Scale) -> Line:
    both = (Kind.DONE, 0, row.done), (Kind.OPEN, row.done, row.open)
    return Line(
        name=row.name,
        says=row.says,
        top=_LINE_REM * place,
        parts=tuple(
            Part(kind=kind, x=scale.at(before), width=scale.width(count))
            for kind, before, count in both
            if count
        ),
        begins=scale.begins,
        ends=scale.at(row.done + row.open),
    )
