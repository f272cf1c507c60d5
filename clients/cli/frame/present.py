"""The present: the instant by the clock of the machine at which somebody types, and that machine's name."""

import platform
from datetime import UTC, datetime

_LONGEST = 200


def now() -> datetime:
    """The instant (UTC); the command line asks no other clock."""
    return datetime.now(UTC)


def machine() -> str | None:
    """The name of the machine, as the access log keeps it; None where it has none."""
    return platform.node()[:_LONGEST] or None
