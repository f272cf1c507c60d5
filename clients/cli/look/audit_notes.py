"""What an audit keeps while it goes on: a line of JSON for each record, so that nothing but the last is done twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from clients.cli.frame.failures import Failure, usage
from clients.desk.auditing import Audited
from clients.desk.verifying import Verification
from domain.audit import Verdict
from domain.values import Code, Value

_MOST: Final = 20
"""How many differences of one record are kept, and shown; `iqa history --replay` shows all of them."""


class Line(Value):
    """One line: the ``system`` that is audited, what came of one stream, or that it has ended."""

    system: Code | None = None
    of: Verification | None = None
    in_database: bool = True
    ended: bool = False


class Notes:
    """The notes of one audit; those of one that was interrupted are gone on with.

    Raises ``Failure`` for a file that is none of this system's, or can't be written.
    """

    def __init__(self, file: Path, system: str, *, anew: bool) -> None:
        self.file = file
        self.counts: Counter[Verdict] = Counter()
        self.done = 0
        self.last = ""
        self._alone: set[str] = set()
        try:
            lines = self._lines()
            first = None if anew else next(lines, None)
            if first is None and not anew and self._holds_anything():
                raise _unusable(file, "holds no notes of an audit")
            if first and first.system != system:
                raise _unusable(file, "is of another system, or of an audit by other rules")
            if first is None or any(self._count(line) for line in lines):
                self._begin(system)
        except (OSError, ValueError) as error:
            raise _unusable(file, f"can't be used ({type(error).__name__})") from error

    def keep(self, one: Audited) -> None:
        """Write down what came of a stream, unless it stands there already."""
        if one.found.stream in self._alone:
            return
        short = one.found.model_copy(update={"differences": one.found.differences[:_MOST]})
        self._write(Line(of=short, in_database=one.in_database))

    def end(self) -> None:
        """Write down that everything was gone through."""
        self._write(Line(ended=True))

    def found(self) -> Iterator[Verification]:
        """Everything that is not simply verified, from the file."""
        for line in self._lines():
            if line.of and line.of.verdict is not Verdict.VERIFIED:
                yield line.of

    def _holds_anything(self) -> bool:
        return self.file.exists() and self.file.stat().st_size > 0

    def _begin(self, system: str) -> None:
        self.counts, self.done, self.last, self._alone = Counter(), 0, "", set()
        self.file.write_text(Line(system=system).model_dump_json(exclude_defaults=True), encoding="utf-8")

    def _write(self, line: Line) -> None:
        # The line break comes first: what a kill has cut off then stands on a line of its own.
        with self.file.open("a", encoding="utf-8") as notes:
            notes.write(f"\n{line.model_dump_json(exclude_defaults=True)}")
        self._count(line)

    def _count(self, line: Line) -> bool:
        if line.of:
            self.done += 1
            self.counts[line.of.verdict] += 1
            if line.in_database:
                self.last = line.of.stream
            else:
                self._alone.add(line.of.stream)
        return line.ended

    def _lines(self) -> Iterator[Line]:
        """The lines that are whole."""
        if not self.file.exists():
            return
        with self.file.open(encoding="utf-8") as notes:
            for text in notes:
                with suppress(ValidationError):
                    yield Line.model_validate_json(text)


def _unusable(file: Path, why: str) -> Failure:
    return usage(f"{str(file)!r} {why}.", "Name another file with --file, or begin it again with --anew.")
