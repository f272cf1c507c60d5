"""What an event can change of an IQA: the fields of its state and of what stands in it, with their types.

``model_copy`` takes any name and any value; ``changed`` takes only these.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar, overload
from uuid import UUID

from domain.assessment import BlindAnswer, Judgement, Mark, ReMark, Reply, SetAside, Shown, Upheld
from domain.escalations import Escalations
from domain.iqa.draws import CaseDraw
from domain.iqa.improvements import SeenLater
from domain.iqa.manager_talks import ManagerTalk
from domain.iqa.second_check import Development, Feedback, Sample
from domain.iqa.selected import Selection
from domain.iqa.state import (
    ActionState,
    AnsweredPrompt,
    Deadline,
    Held,
    Iqa,
    Missed,
    Plan,
    QueryState,
    Remark,
    Talk,
    Touch,
)
from domain.known import Follows
from domain.talks import EverydayTalk
from domain.values import Code, Note, Value


class IqaChanges(TypedDict, total=False):
    """Fields of ``Iqa``."""

    version: int
    assessor: Code
    senior_manager: Code
    former_assessors: tuple[Code, ...]
    target_on: date
    draws: tuple[CaseDraw, ...]
    selection: Selection | None
    replaced: int
    marks: tuple[Mark, ...]
    first_marks: tuple[Mark, ...]
    seen_later: tuple[SeenLater, ...]
    victims_note: Note | None
    team_learning: Note | None
    prompts: tuple[AnsweredPrompt, ...]
    confirmed_at: datetime | None
    noted: EverydayTalk | None
    talk: Talk
    plan: Plan | None
    held: Held | None
    held_before: tuple[Held, ...]
    actions: tuple[ActionState, ...]
    no_actions: bool
    comments: tuple[Remark, ...]
    queries: tuple[QueryState, ...]
    sample: Sample | None
    manager_talks: tuple[ManagerTalk, ...]
    released: bool
    deadlines: tuple[Deadline, ...]
    missed: tuple[Missed, ...]
    escalations: Escalations
    touched: tuple[Touch, ...]
    command_ids: frozenset[UUID]
    completed_at: datetime | None
    closed_at: datetime | None
    withdrawn_at: datetime | None


class SelectionChanges(TypedDict, total=False):
    """Fields of ``Selection``."""

    set_aside: tuple[SetAside, ...]
    done_by: tuple[Code, ...]


class ActionChanges(TypedDict, total=False):
    """Fields of ``ActionState``."""

    due: datetime
    outcome: Note | None
    later_review_on: date | None
    handed_to: Code | None
    handed_because: Note | None


class QueryChanges(TypedDict, total=False):
    """Fields of ``QueryState``."""

    outcome: Upheld | None
    answer: Note | None
    answered_by: Code | None


class SampleChanges(TypedDict, total=False):
    """Fields of ``Sample``."""

    sampler: Code
    blind_answers: tuple[BlindAnswer, ...]
    looked_before: bool
    marks_seen: bool
    started: bool
    conversation_overdue: bool
    recorded_at: datetime | None
    comment: Note | None
    got_right: Note | None
    missed: Note | None
    manager_will_do: Note | None
    follows: tuple[Follows, ...]
    judgements: tuple[Judgement, ...]
    re_marks: tuple[ReMark, ...]
    re_marks_asked: int
    case_read: bool
    feedback: Feedback | None
    acknowledged_at: datetime | None
    reply: Reply | None
    reply_note: Note | None
    revised_at: datetime | None
    development: tuple[Development, ...]


class DevelopmentChanges(TypedDict, total=False):
    """Fields of ``Development``."""

    shown: Shown | None
    in_iqa: Code | None
    note: Note | None
    reviewed_at: datetime | None
    again_due: datetime | None


class ManagerTalkChanges(TypedDict, total=False):
    """Fields of ``ManagerTalk``."""

    outcome: Note | None


class DeadlineChanges(TypedDict, total=False):
    """Fields of ``Deadline``."""

    due: datetime


V = TypeVar("V", bound=Value)


@overload
def changed(value: Iqa, changes: IqaChanges) -> Iqa: ...
@overload
def changed(value: Selection, changes: SelectionChanges) -> Selection: ...
@overload
def changed(value: ActionState, changes: ActionChanges) -> ActionState: ...
@overload
def changed(value: QueryState, changes: QueryChanges) -> QueryState: ...
@overload
def changed(value: Sample, changes: SampleChanges) -> Sample: ...
@overload
def changed(value: Development, changes: DevelopmentChanges) -> Development: ...
@overload
def changed(value: ManagerTalk, changes: ManagerTalkChanges) -> ManagerTalk: ...
@overload
def changed(value: Deadline, changes: DeadlineChanges) -> Deadline: ...
def changed(value: V, changes: Mapping[str, Any]) -> V:
    """Return the value with these fields changed."""
    return value.model_copy(update=changes)
