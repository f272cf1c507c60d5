"""What is known of one Area's quarter after its events."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.people import Role
from domain.quarter.draw import Drawn, Numbered
from domain.quarter.events import LeftOut, PlannedIqa
from domain.values import Code, Note, Value


class Step(StrEnum):
    """What a quarter does by itself at an instant."""

    PASS = "pass"  # noqa: S105  a pass over the quarter, not a password
    CLOSE = "close"


class Deadline(Value):
    """An instant (UTC) at which a step is due."""

    step: Step
    due: datetime

    @property
    def name(self) -> str:
        """The deadline's name in commands: the step's."""
        return str(self.step)


class Escalation(Value):
    """An escalated matter, and who took it on."""

    escalation_id: Code
    stream: Code
    deadline: Code
    to: Code
    raised_at: datetime
    acknowledged_by: Code | None = None
    acknowledged_at: datetime | None = None
    will_do: Note | None = None


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
    planned: tuple[PlannedIqa, ...]
    left_out: tuple[LeftOut, ...] = ()
    opened: tuple[Code, ...] = ()
    numbered: tuple[Numbered, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    released: tuple[Code, ...] = ()
    told: tuple[Code, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    command_ids: frozenset[UUID] = frozenset()
    seed: Code | None = None
    closed_at: datetime | None = None

    @property
    def unopened(self) -> tuple[PlannedIqa, ...]:
        """The planned IQAs that are not open yet, the soonest target first."""
        opened = frozenset(self.opened)
        return tuple(iqa for iqa in self.planned if iqa.iqa_id not in opened)

    @property
    def untold_drawn(self) -> tuple[Drawn, ...]:
        """What was drawn and its IQA does not know yet."""
        told = frozenset(self.told)
        return tuple(drawn for drawn in self.drawn if drawn.iqa_id not in told)

    @property
    def untold_released(self) -> tuple[str, ...]:
        """The IQAs that were released and do not know yet."""
        told = frozenset(self.told)
        return tuple(iqa_id for iqa_id in self.released if iqa_id not in told)

    @property
    def unacknowledged(self) -> tuple[Escalation, ...]:
        """The escalated matters that nobody has taken on."""
        return tuple(one for one in self.escalations if one.acknowledged_at is None)

    @property
    def finished(self) -> bool:
        """Whether nothing is left: closed, every IQA opened and told, every escalated matter taken on."""
        waiting = self.unopened or self.untold_drawn or self.untold_released or self.unacknowledged
        return self.closed_at is not None and not waiting

    def deadline(self, name: str) -> Deadline | None:
        """The pending deadline of that name."""
        return next((deadline for deadline in self.deadlines if deadline.name == name), None)

    def escalation(self, escalation_id: str) -> Escalation | None:
        """The escalated matter of that id."""
        return next((one for one in self.escalations if one.escalation_id == escalation_id), None)
