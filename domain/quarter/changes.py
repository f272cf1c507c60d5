"""What an event can change of a quarter: the fields of its state and of what stands in it, with their types.

``model_copy`` takes any name and any value; ``changed`` takes only these.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar, overload
from uuid import UUID

from domain.custody import CustodyAway
from domain.escalations import Escalations
from domain.quarter.events import LeftOut, PlannedIqa
from domain.quarter.pace.figures import OnesWeek
from domain.quarter.sample.population import Drawn, Numbered, PassedOver
from domain.quarter.state import AreaQuarter, Deadline, HandOver, Telling
from domain.values import Code, Value


class QuarterChanges(TypedDict, total=False):
    """Fields of ``AreaQuarter``."""

    version: int
    policy: Code
    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...]
    opened: tuple[Code, ...]
    withdrawn: tuple[Code, ...]
    numbered: tuple[Numbered, ...]
    drawn: tuple[Drawn, ...]
    passed_over: tuple[PassedOver, ...]
    released: tuple[Code, ...]
    tellings: tuple[Telling, ...]
    escalations: Escalations
    weeks: tuple[OnesWeek, ...]
    handed_over: tuple[HandOver, ...]
    custody_told: tuple[CustodyAway, ...]
    deadlines: tuple[Deadline, ...]
    command_ids: frozenset[UUID]
    policy_applied_at: datetime | None
    seed: Code | None
    list_hash: Code | None
    closed_at: datetime | None
    ended_at: datetime | None


class PlannedChanges(TypedDict, total=False):
    """Fields of ``PlannedIqa``."""

    assessor: Code
    target_on: date
    manager: Code | None


class DrawnChanges(TypedDict, total=False):
    """Fields of ``Drawn``."""

    sampler: Code
    independent: bool


V = TypeVar("V", bound=Value)


@overload
def changed(value: AreaQuarter, changes: QuarterChanges) -> AreaQuarter: ...
@overload
def changed(value: PlannedIqa, changes: PlannedChanges) -> PlannedIqa: ...
@overload
def changed(value: Drawn, changes: DrawnChanges) -> Drawn: ...
def changed(value: V, changes: Mapping[str, Any]) -> V:
    """Return the value with these fields changed."""
    return value.model_copy(update=changes)
