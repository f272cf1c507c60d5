"""What is wrong with an export, said so that the person who made it can find and mend it."""

from typing import NamedTuple

_SHOWN = 60


class Fault(NamedTuple):
    """One thing that is wrong, and where; lines count from 1, and without a column it is the whole line."""

    file: str
    line: int
    column: str
    value: str | None
    reason: str

    def __str__(self) -> str:
        """Give ``file:line: column: 'value': reason``, leaving out what does not apply."""
        parts = (self.column, "" if self.value is None else shown(self.value), self.reason)
        return ": ".join((f"{self.file}:{self.line}", *(part for part in parts if part)))


def shown(value: str) -> str:
    """Quote a value for a report: control characters escaped, the middle of a long text left out."""
    if len(value) > _SHOWN:
        value = f"{value[: _SHOWN - 10]}…{value[-9:]}"
    return repr(value)
