"""The present instant, by the clock of the machine at which somebody types."""

from datetime import UTC, datetime


def now() -> datetime:
    """The instant (UTC); the command line asks no other clock."""
    return datetime.now(UTC)
