"""Which servers a process may start: every Python process of a test reads this, so that none starts one unmarked."""

import os
import sys

MAY_START = "TEST_MAY_START"
"""The variable that names what may be started now, as the marks of the running test have it."""

MARKS = {"temporal": "engine", "postgres": "postgres", "initdb": "postgres"}
"""By a server's program, the mark that a test needs which starts it."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to start a server for which the running test is not marked."""
    if event != "subprocess.Popen" or not isinstance(arguments[1], (list, tuple)):
        return
    allowed = os.environ.get(MAY_START, "").split()
    for argument in map(os.fsdecode, arguments[1]):
        mark = MARKS.get(os.path.basename(argument))  # noqa: PTH119  pathlib would cost every process its import
        if mark and mark not in allowed and os.access(argument, os.X_OK):
            msg = f"{argument} is started by a test that no fixture marks: ask for may_start_{mark}"
            raise RuntimeError(msg)


sys.addaudithook(watch)
