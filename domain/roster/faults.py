"""What is wrong with an export, said so that the person who made it can find and mend it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SHOWN = 60
_ONE_BY_ONE = 3
_PLACES = 5


class Fault(NamedTuple):
    """One thing that is wrong, and where: without a column the whole line, at line 0 the whole file.

    ``like`` is what it has in common with others of its kind in the same column, where the reason says more than that.
    """

    file: str
    line: int
    column: str
    value: str | None
    reason: str
    like: str = ""

    def __str__(self) -> str:
        """Give ``file:line: column: 'value': reason``, leaving out what does not apply."""
        parts = (self.column, "" if self.value is None else shown(self.value), self.reason)
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join((where, *(part for part in parts if part)))

    @property
    def kind(self) -> tuple[str, str, str]:
        """What makes two faults the same mistake: the file, the column and what is wrong there."""
        return self.file, self.column, self.like or self.reason


def told(faults: Iterable[Fault], one_by_one: int = _ONE_BY_ONE) -> Iterator[str]:
    """Tell each mistake once: a few one by one, many by the first, their count, the first places and other values."""
    kinds: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.kind, []).append(fault)
    for alike in kinds.values():
        if len(alike) <= one_by_one:
            yield from map(str, alike)
        else:
            yield f"{alike[0]}; {_others(alike)}"


def _others(alike: list[Fault]) -> str:
    lines = [*dict.fromkeys(fault.line for fault in alike[1:])]
    places = ", ".join(f"{line:,}" for line in lines[:_PLACES])
    more = len(alike) - 1 - len(lines[:_PLACES])
    rest = f" and {more:,} more" if more > 0 else ""
    line = "lines" if len(lines) > 1 else "line"
    said = f"and {len(alike) - 1:,} more like it, on {line} {places}{rest}"
    values = [*dict.fromkeys(fault.value for fault in alike if fault.value is not None)][1:_ONE_BY_ONE]
    return said + (f"; also {', '.join(map(shown, values))}" if values else "")


def shown(value: str) -> str:
    """Quote a value for a report: control characters escaped, the middle of a long text left out."""
    if len(value) > _SHOWN:
        value = f"{value[: _SHOWN - 10]}…{value[-9:]}"
    return repr(value)
