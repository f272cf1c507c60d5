"""References from one file to the rows of another, or to what is on record: what nobody knows is told once an id."""

import re
from collections.abc import Iterable
from typing import Final

from domain.roster.sheets import Sheet

_NOT_SAID: Final = re.compile(r"[\W_]+")


class References:
    """The ids that may be referred to: those of a file and those on record."""

    def __init__(self, sheet: Sheet, column: str, on_record: Iterable[str], reason: str) -> None:
        self._ids = {*on_record, *sheet.texts(column), *sheet.doubtful}
        self._complete = sheet.whole and column not in sheet.missing
        self._reason = reason
        self._unread = [line for line, name in sheet.unreadable if name == column]
        self._alike = {
            _said(fault.value) for fault in sheet.faults if fault.column == column and fault.value is not None
        }
        self._written = {_said(each): each for each in self._ids}

    def check(self, *columns: tuple[Sheet, str]) -> None:
        """Note each id that nobody knows where it is first named, with how often; of a file not read whole none.

        One that may belong to a row whose own id can't be read follows from that fault, and is not told.
        """
        if not self._complete:
            return
        unknown: dict[str, list[tuple[Sheet, str, int]]] = {}
        for sheet, column in columns:
            for line, (value,) in sheet.cells(column):
                if isinstance(value, str) and value not in self._ids:
                    unknown.setdefault(value, []).append((sheet, column, line))
        strange = {each: places for each, places in unknown.items() if _said(each) not in self._alike}
        if len(strange) > len(self._unread):
            for each, places in strange.items():
                self._note(each, places)

    def _note(self, value: str, places: list[tuple[Sheet, str, int]]) -> None:
        sheet, column, line = places[0]
        often = f"; named {len(places):,} times" if len(places) > 1 else ""
        meant = self._written.get(_said(value))
        instead = f"; is it {meant!r}?" if meant else ""
        sheet.fault(line, column, value, f"{self._reason}{instead}{often}", like=self._reason)


def _said(text: str) -> str:
    """What is left of an id without capitals and signs."""
    return _NOT_SAID.sub("", text).casefold()
