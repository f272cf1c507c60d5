"""How the command line ends; scripts rely on these, so that none is ever renumbered (docs/cli.md)."""

from enum import IntEnum

from domain.errors import Kind


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
    INTERRUPTED = 130

    @classmethod
    def of(cls, kind: Kind) -> "ExitCode":
        """The code for a kind of refusal."""
        return _OF_KIND[kind]


_OF_KIND = {
    Kind.RULE: ExitCode.REFUSED,
    Kind.NOT_FOUND: ExitCode.NOT_FOUND,
    Kind.NOT_PERMITTED: ExitCode.NOT_PERMITTED,
    Kind.CONFLICT: ExitCode.CONFLICT,
}
