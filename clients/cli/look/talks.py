"""What was said where people talked, for a reader."""

from collections.abc import Iterator

from clients.cli.frame.report import said
from domain.assessment import TalkedOver


def talked_over(talk: TalkedOver) -> Iterator[str]:
    """What went well, what to do differently, and how the prosecutor sees it, as far as something is said of each."""
    yield from said("What went well", talk.went_well)
    yield from said("What to do differently", talk.do_differently)
    yield from said("The prosecutor's view", talk.prosecutor_view)
