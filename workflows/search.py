"""Search attributes: few, never personal; for operators in Temporal's own UI, not for the application's lists."""

from datetime import datetime
from typing import Any, Final

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

AREA: Final = SearchAttributeKey.for_keyword("Area")
QUARTER: Final = SearchAttributeKey.for_keyword("Quarter")
CATEGORY: Final = SearchAttributeKey.for_keyword("Category")
STAGE: Final = SearchAttributeKey.for_keyword("Stage")
DUE_AT: Final = SearchAttributeKey.for_datetime("DueAt")
ESCALATED: Final = SearchAttributeKey.for_bool("Escalated")


class Shown:
    """The search attributes that change while a workflow runs, and what they were last set to."""

    def __init__(self) -> None:
        self._stage: str | None = None
        self._due_at: datetime | None = None
        self._escalated = False

    def changes(
        self, stage: str, due_at: datetime | None, *, escalated: bool
    ) -> list[SearchAttributeUpdate[Any]]:
        """Return the updates that bring what is shown up to date; none when nothing changed."""
        found: list[SearchAttributeUpdate[Any]] = []
        if stage != self._stage:
            found.append(STAGE.value_set(stage))
        if due_at != self._due_at:
            found.append(DUE_AT.value_set(due_at) if due_at else DUE_AT.value_unset())
        if escalated != self._escalated:
            found.append(ESCALATED.value_set(escalated))
        self._stage, self._due_at, self._escalated = stage, due_at, escalated
        return found
