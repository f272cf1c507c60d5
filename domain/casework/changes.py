"""What an event can change of a case's notes: the fields of their state and of what stands in it, with their types.

``model_copy`` takes any name and any value; ``changed`` takes only these.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar, overload
from uuid import UUID

from domain.assessment import CaseAction
from domain.casework.requested import Request, RequestAnswer
from domain.casework.state import CaseActionState, CaseNotes
from domain.escalations import Escalations
from domain.talks import NotedTalk
from domain.values import Code, Note, Value


class CaseChanges(TypedDict, total=False):
    """Fields of ``CaseNotes``."""

    version: int
    conversations: tuple[NotedTalk, ...]
    requests: tuple[Request, ...]
    actions: tuple[CaseActionState, ...]
    escalations: Escalations
    command_ids: frozenset[UUID]


class ActionChanges(TypedDict, total=False):
    """Fields of ``CaseActionState``."""

    action: CaseAction
    due: datetime
    missed: bool
    outcome: Note | None
    later_review_on: date | None


class RequestChanges(TypedDict, total=False):
    """Fields of ``Request``."""

    manager: Code
    due: datetime
    missed: bool
    answer: RequestAnswer | None
    answered_by: Code | None
    said: Note | None


class KeeperChanges(TypedDict, total=False):
    """Fields of ``CaseAction``."""

    owner: Code


V = TypeVar("V", bound=Value)


@overload
def changed(value: CaseNotes, changes: CaseChanges) -> CaseNotes: ...
@overload
def changed(value: CaseActionState, changes: ActionChanges) -> CaseActionState: ...
@overload
def changed(value: Request, changes: RequestChanges) -> Request: ...
@overload
def changed(value: CaseAction, changes: KeeperChanges) -> CaseAction: ...
def changed(value: V, changes: Mapping[str, Any]) -> V:
    """Return the value with these fields changed."""
    return value.model_copy(update=changes)
