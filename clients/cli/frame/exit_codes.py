"""How the command line ends; scripts rely on these, so that none is ever renumbered (docs/cli.md)."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes, from done to interrupted."""

    DONE = 0
    BUG = 1
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    NOT_PERMITTED = 5
    CONFLICT = 6
    UNREACHABLE = 7
    NOT_VERIFIED = 8
    NOT_JUDGED = 9
    OUTPUT_LOST = 10
    INTERRUPTED = 130
