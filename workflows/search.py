"""Search attributes that change while an IQA runs: never personal, for operators in the engine's own lists."""

from typing import Any, Final

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from domain.stream import Listing

STAGE: Final = SearchAttributeKey.for_keyword("Stage")
DUE_AT: Final = SearchAttributeKey.for_datetime("DueAt")
ESCALATED: Final = SearchAttributeKey.for_bool("Escalated")


class Shown:
    """The search attributes that change while a workflow runs, and what they were last set to."""

    def __init__(self) -> None:
        self._last = Listing(stage="not open", due_at=None, escalated=False)

    def changes(self, listing: Listing) -> list[SearchAttributeUpdate[Any]]:
        """Return the updates that bring what is shown up to date; none when nothing changed."""
        last, self._last = self._last, listing
        found: list[SearchAttributeUpdate[Any]] = []
        if listing.stage != last.stage:
            found.append(STAGE.value_set(listing.stage))
        if listing.due_at != last.due_at:
            found.append(DUE_AT.value_set(listing.due_at) if listing.due_at else DUE_AT.value_unset())
        if listing.escalated != last.escalated:
            found.append(ESCALATED.value_set(listing.escalated))
        return found
