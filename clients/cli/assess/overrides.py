"""Rules of selection that an assessor sets aside, as they are typed."""

from typing import Annotated, TypeAlias

from clients.cli.frame.options import choices, pair, pairs
from domain.assessment import Override
from domain.cases import ContributionKind
from domain.errors import Reason

Overrides: TypeAlias = Annotated[
    tuple[str, ...],
    pairs(
        "Set a rule of selection aside, as RULE=REASON or RULE=REASON:NOTE (case_not_live=only_case); "
        "seniors see the reason. Repeat it for several."
    ),
]


OwnWork: TypeAlias = Annotated[
    tuple[ContributionKind, ...],
    choices(
        ContributionKind,
        "What the prosecutor did within the work assessed: too little_own_work is set aside only with it",
    ),
]


def overrides_of(typed: tuple[str, ...], own_work: tuple[ContributionKind, ...]) -> tuple[Override, ...]:
    """The overrides that were typed; what is the prosecutor's goes with the rule about it."""
    return tuple(_override(*pair(one), own_work) for one in typed)


def _override(rule: str, reason: str, own_work: tuple[ContributionKind, ...]) -> Override:
    because, _, note = reason.partition(":")
    return Override(
        rule=rule,
        because=because.strip(),
        note=note.strip() or None,
        own_work=own_work if rule == Reason.TOO_LITTLE_OWN_WORK else (),
    )
