"""What a rule looks at: the state, the facts, and who acts with which command."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domain.calendar import day_of
from domain.errors import Refused
from domain.iqa.events import IqaEvent
from domain.iqa.facts import IqaFacts
from domain.iqa.selected import Selection
from domain.iqa.state import Iqa
from domain.policy import Order
from domain.post import morning

Decision = tuple[IqaEvent, ...] | Refused


class Situation(NamedTuple):
    """An IQA and the facts in which a command meets it."""

    iqa: Iqa
    facts: IqaFacts
    actor: str
    command_id: UUID

    @property
    def selection(self) -> Selection:
        """The selected case; rules that use it come after the screen that asks for one."""
        if self.iqa.selection is None:
            msg = f"{self.iqa.iqa_id} has no case selected"
            raise ValueError(msg)
        return self.iqa.selection

    def due(self, working_days: int) -> datetime:
        """The end of the n-th working day from situation."""
        return self.facts.calendar.due(self.facts.now, working_days)

    def talk_due(self, working_days: int, start: datetime | None = None) -> datetime:
        """The same for the conversation, whose clock pauses while either person is recorded absent."""
        away = self.facts.away(self.iqa.assessor, self.iqa.prosecutor)
        pause = self.facts.policy.working_days.longest_pause
        return self.facts.calendar.due(start or self.facts.now, working_days, away, pause)

    def reminder_due(self, start: datetime | None = None) -> datetime:
        """The morning on which the conversation is remembered, by the same clock as it is due by."""
        policy = self.facts.policy
        day = day_of(self.talk_due(policy.working_days.conversation_reminder, start))
        return morning(day, policy.notices)

    def comment_until(self, start: datetime | None = None) -> datetime:
        """The end of the days of comment, whose clock pauses while the prosecutor is recorded absent."""
        days, away = self.facts.policy.working_days, self.facts.away(self.iqa.prosecutor)
        return self.facts.calendar.due(start or self.facts.now, days.comment, away, days.longest_pause)

    def after_talk(self, urn: str) -> tuple[datetime | None, datetime | None]:
        """When marks that waited for the talk are to be confirmed, and actions on that case to be recorded."""
        days = self.facts.policy.working_days
        waited = self.iqa.order is Order.CONVERSATION_FIRST and not self.iqa.confirmed_at
        marks_due = self.due(days.confirmation_after_conversation) if waited else None
        settled = self.iqa.no_actions or self.iqa.actions_on(urn)
        return marks_due, None if settled else self.due(days.actions_after_conversation)
