"""How a process ends: by Ctrl-C with a word, and safely where it has talked to Temporal."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    import asyncio

INTERRUPTED: Final = 130
"""The exit code of a process that Ctrl-C ended, as a shell has it."""


def run_to_end(work: Callable[[], int]) -> NoReturn:
    """Do the work of a process, and end it with the exit code that this comes to; with 130 at Ctrl-C, which is said."""
    try:
        code = work()
    except KeyboardInterrupt:  # also while it still imports what it needs
        if sys.stderr:
            sys.stderr.write("Interrupted.\n")
        code = INTERRUPTED
    leave(code)


@contextmanager
def asked_to_stop() -> "Iterator[asyncio.Event]":
    """An event of the running loop that SIGTERM and Ctrl-C set; on leaving, Ctrl-C is raised as what it is."""
    import asyncio  # noqa: PLC0415  until this module is imported nobody can say that Ctrl-C was heard

    stop, by = asyncio.Event(), list[signal.Signals]()

    def hear(number: signal.Signals) -> None:
        by.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, hear, number)
    yield stop
    if signal.SIGINT in by:
        raise KeyboardInterrupt


def leave(code: int) -> NoReturn:
    """End the process with this exit code, its output written out.

    The engine's library has threads of its own that may still hold Python objects. One that lets go of them while the
    interpreter is taken down aborts the process, whatever its work came to: so it is not taken down.
    """
    if "temporalio" not in sys.modules:
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
