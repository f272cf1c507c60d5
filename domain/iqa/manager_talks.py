"""Talks of a senior manager with the manager about an assessment, with a sample or without one (¶6.10)."""

from datetime import date, datetime
from typing import Literal

from domain.values import Code, Note, Value


class ManagerTalk(Value):
    """One talk: who talked with whom, what is to be tried, and what came of it. ``at`` and ``look_due`` are UTC."""

    talk_id: Code
    by: Code
    manager: Code
    on: date
    text: Note
    to_try: Note
    look_due: datetime
    at: datetime
    outcome: Note | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what came of it."""
        return self.outcome is None


class ManagerTalkNoted(Value):
    """A senior manager and the manager talked about the assessment, and what is to be tried; looked at by then."""

    kind: Literal["manager_talk_noted"] = "manager_talk_noted"
    talk_id: Code
    on: date
    text: Note
    to_try: Note
    look_due: datetime


class ManagerTalkReviewed(Value):
    """What came of it was said."""

    kind: Literal["manager_talk_reviewed"] = "manager_talk_reviewed"
    talk_id: Code
    outcome: Note


ManagerTalkEvent = ManagerTalkNoted | ManagerTalkReviewed
