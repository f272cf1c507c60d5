"""What is known of one Area's quarter after its events."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias
from uuid import UUID

from pydantic import Field

from domain import stream
from domain.casework.commands import HandOverRequest
from domain.custody import CustodyAway
from domain.escalations import Escalations, HandOverEscalation
from domain.iqa import commands as iqa
from domain.people import Role
from domain.quarter.events import (
    HandedAction,
    HandedEscalation,
    HandedRequest,
    Left,
    LeftOut,
    NotAskedFor,
    PlannedIqa,
)
from domain.quarter.pace.figures import OnesWeek
from domain.quarter.sample.population import Drawn, Numbered, PassedOver
from domain.values import Code, Value


class Step(StrEnum):
    """What a quarter does by itself at an instant."""

    PASS = "pass"  # noqa: S105  a pass over the quarter, not a password
    WEEK = "week"
    CLOSE = "close"


Deadline: TypeAlias = stream.Deadline[Step]


Message = Annotated[
    iqa.OpenIqa
    | iqa.DrawForSample
    | iqa.ReleaseFromSample
    | iqa.Reassign
    | iqa.Withdraw
    | iqa.MoveTarget
    | iqa.ReplaceSampler
    | iqa.HandOverAction
    | HandOverRequest
    | HandOverEscalation,
    Field(discriminator="kind"),
]
"""What a quarter has to say to an IQA; what is handed over on a case is told in the same words."""


Telling: TypeAlias = stream.Telling[Message]


class HandOver(Value):
    """Work that went from one person to another."""

    whose: Code
    to: Code
    at: datetime
    iqas: tuple[Code, ...] = ()
    samples: tuple[Code, ...] = ()
    actions: tuple[HandedAction, ...] = ()
    requests: tuple[HandedRequest, ...] = ()
    escalations: tuple[HandedEscalation, ...] = ()
    left: tuple[Left, ...] = ()


class AreaQuarter(Value):
    """One Area's quarter. Instants are UTC; ``version`` is that of the last event folded in."""

    quarter_id: Code
    version: int
    area: Code
    quarter: Code
    opened_by: Code
    opened_at: datetime
    policy: Code
    calendar: Code
    question_set: Code
    seed_commitment: Code
    one_in: int
    samplers: tuple[Role, ...]
    independent_percent: int = 0
    coverage_after_quarters: int | None = None
    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...] = ()
    not_asked_for: tuple[NotAskedFor, ...] = ()
    opened: tuple[Code, ...] = ()
    withdrawn: tuple[Code, ...] = ()
    numbered: tuple[Numbered, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    released: tuple[Code, ...] = ()
    tellings: tuple[Telling, ...] = ()
    escalations: Escalations = ()
    weeks: tuple[OnesWeek, ...] = ()
    handed_over: tuple[HandOver, ...] = ()
    custody_told: tuple[CustodyAway, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    command_ids: frozenset[UUID] = frozenset()
    policy_applied_at: datetime | None = None
    seed: Code | None = None
    list_hash: Code | None = None
    closed_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def unopened(self) -> tuple[PlannedIqa, ...]:
        """The planned IQAs that are not open yet, the soonest target first."""
        settled = frozenset((*self.opened, *self.withdrawn))
        return tuple(iqa for iqa in self.planned if iqa.iqa_id not in settled)

    @property
    def unacknowledged(self) -> Escalations:
        """What the quarter itself escalated, about somebody's pace, and somebody still has to take on."""
        return tuple(one for one in self.escalations if one.is_open)

    @property
    def finished(self) -> bool:
        """Whether nothing is left: closed, every IQA opened, told and ended."""
        waiting = self.unopened or self.tellings
        return self.closed_at is not None and self.ended_at is not None and not waiting

    def deadline(self, name: str) -> Deadline | None:
        """The pending deadline of that name."""
        return next((deadline for deadline in self.deadlines if deadline.name == name), None)
