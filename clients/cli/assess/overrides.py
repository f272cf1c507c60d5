"""Rules of selection that an assessor sets aside, as they are typed."""

from typing import Annotated, TypeAlias

from clients.cli.frame.options import pair, pairs
from domain.assessment import Override

Overrides: TypeAlias = Annotated[
    tuple[str, ...],
    pairs(
        "Set a rule of selection aside, as RULE=REASON or RULE=REASON:NOTE (case_not_live=only_case); "
        "seniors see the reason. Repeat it for several."
    ),
]


def overrides_of(typed: tuple[str, ...]) -> tuple[Override, ...]:
    """The overrides that were typed."""
    return tuple(_override(*pair(one)) for one in typed)


def _override(rule: str, reason: str) -> Override:
    because, _, note = reason.partition(":")
    return Override(rule=rule, because=because.strip(), note=note.strip() or None)
