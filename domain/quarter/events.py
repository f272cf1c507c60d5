"""What happened in one Area's quarter. Instants are UTC; every deadline stands in an event.

``evolve`` feeds the workflow's timers from these, so a field is only ever added, with a default.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from domain.custody import CustodyAway
from domain.escalations import (
    EscalationAcknowledged,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
)
from domain.people import Role
from domain.quarter.close.report import AreaReport
from domain.quarter.pace.figures import ManagerWeek, Pattern
from domain.quarter.sample.population import Pick
from domain.questions import Category, Subject
from domain.stream import TAGGED, Recorded
from domain.values import Code, Note, Value


class PlannedIqa(Value):
    """An IQA that the quarter opens: whose work, assessed by whom, with a case selected by which day.

    ``asks_for`` names the kinds of case that are still to be assessed this year, and are asked for here.
    ``manager`` is whom the prosecutor reports to where somebody else assesses, as during the manager's leave.
    """

    iqa_id: Code
    category: Category = Category.CASEWORK
    prosecutor: Code
    assessor: Code
    target_on: date
    asks_for: tuple[Subject, ...] = ()
    manager: Code | None = None


class LeftOutBecause(StrEnum):
    """Why a prosecutor who is in post at some time of the quarter has no IQA planned."""

    JOINS_LATER = "joins_later"
    LEAVES_EARLIER = "leaves_earlier"
    NO_MANAGER = "no_manager"
    AWAY = "away"
    UNIT_NOT_PLANNED_FOR = "unit_not_planned_for"


class PlannedBecause(StrEnum):
    """Why IQAs were planned after the quarter's opening event."""

    LONG_PLAN = "long_plan"
    STARTED = "started"
    RETURNED = "returned"
    MANAGER_FOUND = "manager_found"
    POLICY_APPLIED = "policy_applied"
    ASKED_FOR = "asked_for"


class Change(StrEnum):
    """What becomes of an IQA that is planned otherwise."""

    REASSIGNED = "reassigned"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


class ChangedBecause(StrEnum):
    """What changed about the people of an IQA."""

    PROSECUTOR_LEFT = "prosecutor_left"
    PROSECUTOR_LEAVES = "prosecutor_leaves"
    PROSECUTOR_AWAY = "prosecutor_away"
    MANAGER_CHANGED = "manager_changed"
    MANAGER_LEFT = "manager_left"
    MANAGER_AWAY = "manager_away"


class LeftOut(Value):
    """A prosecutor for whom no IQA is planned.

    ``no_manager`` says that nobody in post could assess, ``unit_not_planned_for`` that policy gives their unit no IQA.
    """

    prosecutor: Code
    because: LeftOutBecause


class NotAskedFor(Value):
    """A kind of case that is still to be assessed this year, and that no planned IQA asks for.

    ``whose`` is a prosecutor, a unit or an Area, as policy counts (¶4.3): live cases are there, planned IQAs are not.
    """

    subject: Subject
    whose: Code


class QuarterOpened(Value):
    """The quarter was opened and planned; the seed of its sample is fixed by its SHA-256 (hex).

    ``one_in``, ``samplers`` and the two after them are what policy says of the dip sample. A long plan goes on in
    ``IqasPlanned``.
    """

    kind: Literal["quarter_opened"] = "quarter_opened"
    area: Code
    quarter: Code
    opened_by: Code
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
    pass_due: datetime
    close_due: datetime
    week_due: datetime | None = None


class IqasPlanned(Value):
    """More IQAs were planned: the rest of a long plan, or for people who came later."""

    kind: Literal["iqas_planned"] = "iqas_planned"
    items: tuple[PlannedIqa, ...]
    because: PlannedBecause


class PlanChanged(Value):
    """An open IQA is planned otherwise, since something about its people has changed."""

    kind: Literal["plan_changed"] = "plan_changed"
    iqa_id: Code
    change: Change
    because: ChangedBecause
    assessor: Code | None = None
    target_on: date | None = None


class NumberedIqa(Value):
    """An IQA's place in its category; ``leaves_no_time`` where it was confirmed too late to be assured."""

    number: int
    iqa_id: Code
    confirmed_at: datetime
    leaves_no_time: bool = False


class IqasNumbered(Value):
    """IQAs whose assessments were confirmed got their places, in the order of the ledger."""

    kind: Literal["iqas_numbered"] = "iqas_numbered"
    category: Category
    items: tuple[NumberedIqa, ...]


class SampleDrawn(Value):
    """A block gave an IQA to the dip sample, or somebody picked one beside it (``block`` 0), kept apart from the rates.

    ``passed_over`` are members of the block that were withdrawn before the draw; ``independent`` says that the
    sampler is another than the assessor's own senior manager on purpose.
    """

    kind: Literal["sample_drawn"] = "sample_drawn"
    iqa_id: Code
    category: Category
    block: int
    sampler: Code
    pick: Pick = Pick.RANDOM
    because: Code | None = None
    passed_over: tuple[Code, ...] = ()
    independent: bool = False


class BlockPassedOver(Value):
    """Every member of a block was withdrawn before the draw: nothing was drawn from it."""

    kind: Literal["block_passed_over"] = "block_passed_over"
    category: Category
    block: int
    passed_over: tuple[Code, ...]


class SecondCheckBecause(StrEnum):
    """Why a second check went to another sampler."""

    NOT_TAKEN = "not_taken"
    SAMPLER_LEFT = "sampler_left"


class SecondCheckReassigned(Value):
    """A second check went to another sampler: its IQA refused the one before, or they are no longer in post.

    ``independent`` as in ``SampleDrawn``.
    """

    kind: Literal["second_check_reassigned"] = "second_check_reassigned"
    iqa_id: Code
    sampler: Code
    because: SecondCheckBecause
    independent: bool = False


class Told(Value):
    """Other streams were told what the quarter had to tell them; an opening is told under the id of its IQA."""

    kind: Literal["told"] = "told"
    telling_ids: tuple[Code, ...]


class HandedAction(Value):
    """A case action, on the stream that chases it."""

    stream: Code
    action_id: Code


class HandedRequest(Value):
    """What a prosecutor asked for, on the stream of its case."""

    stream: Code
    request_id: Code


class HandedEscalation(Value):
    """An escalation, on the stream that keeps it."""

    stream: Code
    escalation_id: Code


class Left(Value):
    """Something that stays with the person who hands over, since the other may not have it or nobody else can."""

    stream: Code
    what: Code
    because: Code


class WorkHandedOver(Value):
    """Everything of an Area that waits for one person goes to another (leave, change of post).

    ``escalations`` are those put to the person that nobody has taken on; ``left`` is what stays, and why.
    """

    kind: Literal["work_handed_over"] = "work_handed_over"
    whose: Code
    to: Code
    because: Note
    iqas: tuple[Code, ...] = ()
    samples: tuple[Code, ...] = ()
    actions: tuple[HandedAction, ...] = ()
    requests: tuple[HandedRequest, ...] = ()
    escalations: tuple[HandedEscalation, ...] = ()
    left: tuple[Left, ...] = ()


class CustodyFoundWhileAway(Value):
    """Somebody is in custody and the prosecutor of the case is away, or soon will be: those above hear of it (¶5.24).

    ``cover`` stands in for the prosecutor, nobody where it is None, and is away too on ``cover_away_on``; ``tell`` are
    those who hear of it.
    """

    kind: Literal["custody_found_while_away"] = "custody_found_while_away"
    prosecutor: Code
    from_date: date
    to_date: date | None = None
    cover: Code | None = None
    cover_away_on: date | None = None
    urns: tuple[Code, ...]
    tell: tuple[Code, ...] = ()

    @property
    def cases(self) -> tuple[CustodyAway, ...]:
        """Each case with the absence."""
        absence = self.model_dump(include=set(CustodyAway.model_fields) - {"urn"})
        return tuple(CustodyAway(urn=urn, **absence) for urn in self.urns)


class WeekReviewed(Value):
    """A week was gone over: what waits with whom and what follows, and the Area's pattern (¶2.16, ¶6.11).

    ``tell`` are those who hear of the pattern.
    """

    kind: Literal["week_reviewed"] = "week_reviewed"
    last_day: date
    managers: tuple[ManagerWeek, ...] = ()
    pattern: Pattern
    week_due: datetime | None = None
    tell: tuple[Code, ...] = ()


class PolicyApplied(Value):
    """The quarter goes on under another version of the policy; its sample keeps the rules that it opened with."""

    kind: Literal["policy_applied"] = "policy_applied"
    policy: Code
    by: Code


class PassTaken(Value):
    """The quarter was gone over; the next pass is due then."""

    kind: Literal["pass_taken"] = "pass_taken"
    pass_due: datetime


class CategoryCount(Value):
    """How many IQAs of a category were undertaken, and how many of them drawn."""

    category: Category
    undertaken: int
    drawn: int


class QuarterClosed(Value):
    """The last draw is done: the seed (hex) is revealed, and what was not drawn is released.

    ``drawn`` and ``counts`` are of the draw alone; ``list_hash`` is the digest of the numbered list
    (``lottery.digest``). ``tell`` are those who hear of it, beside whoever opened the quarter.
    """

    kind: Literal["quarter_closed"] = "quarter_closed"
    seed: Code
    drawn: int
    released: tuple[Code, ...]
    counts: tuple[CategoryCount, ...]
    list_hash: Code | None = None
    report: AreaReport | None = None
    report_hash: Code | None = None
    tell: tuple[Code, ...] = ()


class QuarterEnded(Value):
    """Closed, and no IQA of it is open any more: nothing carries over."""

    kind: Literal["quarter_ended"] = "quarter_ended"


PlanEvent = IqasPlanned | PlanChanged
SampleEvent = IqasNumbered | SampleDrawn | BlockPassedOver | SecondCheckReassigned
PaceEvent = EscalationRaised | EscalationHandedOver | EscalationAcknowledged | EscalationsSettled
ClockEvent = PassTaken | WeekReviewed | PolicyApplied | QuarterClosed | QuarterEnded

AwayEvent = WorkHandedOver | CustodyFoundWhileAway
"""What is done about the work of somebody who is away or gone."""

LaterEvent = PlanEvent | SampleEvent | PaceEvent | ClockEvent | Told | AwayEvent
"""What can happen once a quarter is open."""

QuarterEvent = QuarterOpened | LaterEvent

RecordedQuarterEvent: TypeAlias = Recorded[Annotated[QuarterEvent, TAGGED]]
