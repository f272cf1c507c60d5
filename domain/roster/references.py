"""References from one file to the rows of another, or to what is on record."""

from collections.abc import Iterable

from domain.roster.sheets import Sheet


class References:
    """The ids that may be referred to: those of a file and those on record."""

    def __init__(self, sheet: Sheet, column: str, on_record: Iterable[str], reason: str) -> None:
        self._ids = {*on_record, *sheet.texts(column), *sheet.doubtful}
        self._complete = sheet.whole and column not in sheet.missing
        self._reason = reason

    def check(self, sheet: Sheet, *columns: str) -> None:
        """Note each reference to nothing; none where the file referred to was not read completely."""
        if self._complete:
            for column in columns:
                self._check(sheet, column)

    def _check(self, sheet: Sheet, column: str) -> None:
        for line, (value,) in sheet.cells(column):
            if value is not None and value not in self._ids:
                sheet.fault(line, column, value, self._reason)
