"""The three streams of the process: closed, on a full disk, or read by nobody any more.

What was to be shown and could not be written is told once; what can't be told on standard error can't be told anywhere.
"""

import io
import os
import sys
from pathlib import Path
from typing import Any, Final

_OUTPUT: Final = 1
_ERRORS: Final = 2


class OutputLost(Exception):
    """What was to be shown could not be written; its text is the system's word for why."""


class NobodyReads(Exception):
    """Whoever read the output has enough of it."""


class _Output(io.FileIO):
    """Standard output: after the first fault, which is raised, the rest of it goes nowhere."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401  whatever holds bytes
        try:
            return super().write(data)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), _OUTPUT)
            if isinstance(error, BrokenPipeError):
                raise NobodyReads from None
            raise OutputLost(error.strerror or str(error)) from None


class _Errors(io.FileIO):
    """Standard error: what can't be written is dropped, and holds up no work."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401  whatever holds bytes
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def settle() -> None:
    """Make the streams of this process safe to write to; what a terminal can't show is shown as its code.

    One that was closed at the start is stood in for, so that no file or socket gets its number and is written into.
    """
    for descriptor in range(_ERRORS + 1):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest number that is free; writing to it is a fault
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  as long as the process
    sys.stdout = _text(_Output(_OUTPUT, "w", closefd=False), sys.stdout)
    sys.stderr = _text(_Errors(_ERRORS, "w", closefd=False), sys.stderr)


def _text(raw: io.FileIO, before: object) -> io.TextIOWrapper:
    """A stream of text as the process had it, line by line to a terminal and on standard error."""
    encoding = getattr(before, "encoding", None) or "utf-8"
    at_once = raw.isatty() or raw.fileno() == _ERRORS
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors="backslashreplace", line_buffering=at_once
    )
