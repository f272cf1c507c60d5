"""Notices: what a person hears of, each made with the event that it is about and kept with it.

A notice names ids, codes and instants alone: never a mark, never anybody's words. What leaves the system is less still
(docs/notices.md).
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.ids import derived_id, is_system
from domain.values import Code, Value


class NoticeKind(StrEnum):
    """What a notice is about, in the order in which a digest lists it."""

    URGENT_ACTION = "urgent_action"
    CUSTODY_WHILE_AWAY = "custody_while_away"
    ESCALATION = "escalation"
    ESCALATION_CLIMBED = "escalation_climbed"
    OVERDUE = "overdue"
    REMINDER = "reminder"
    IQA_ASSIGNED = "iqa_assigned"
    IQA_REPLANNED = "iqa_replanned"
    IQA_WITHDRAWN = "iqa_withdrawn"
    ASSESSMENT_CONFIRMED = "assessment_confirmed"
    MARKS_REVISED = "marks_revised"
    IMPROVEMENT_SEEN = "improvement_seen"
    CONVERSATION_INVITATION = "conversation_invitation"
    CONVERSATION_TO_CONFIRM = "conversation_to_confirm"
    CONVERSATION_TAKEN_BACK = "conversation_taken_back"
    CONVERSATION_DISPUTED = "conversation_disputed"
    CONVERSATION_CLOSED = "conversation_closed"
    ACTION_ASSIGNED = "action_assigned"
    COMMENT_MADE = "comment_made"
    QUERY_RAISED = "query_raised"
    QUERY_ANSWERED = "query_answered"
    REQUEST_MADE = "request_made"
    REQUEST_ANSWERED = "request_answered"
    CASE_DRAWN_AGAIN = "case_drawn_again"
    SAMPLE_DRAWN = "sample_drawn"
    FEEDBACK_GIVEN = "feedback_given"
    DEVELOPMENT_REVIEWED = "development_reviewed"
    MANAGER_TALK_NOTED = "manager_talk_noted"
    WORK_HANDED_OVER = "work_handed_over"
    PACE_WARNING = "pace_warning"
    PACE_RAISED = "pace_raised"
    RULES_SET_ASIDE = "rules_set_aside"
    PACE_PATTERN = "pace_pattern"
    QUARTER_CLOSED = "quarter_closed"


class Meeting(Value):
    """When a conversation is meant to be: a day, and perhaps a time on London's clocks.

    ``revision`` only rises within a stream (RFC 5546 §2.1.4): it is the version of the event that said so.
    """

    on: date
    start: time | None = None
    minutes: int = 30
    revision: int
    cancelled: bool = False


class Due(NamedTuple):
    """A step, named as its deadline is, and the instant (UTC) by which it is or was due."""

    deadline: str
    at: datetime


class Notice(Value):
    """What one person hears of one event; ``at`` is UTC, and ``meeting`` is there for an invitation.

    ``deadline`` names the step that it is about where that is due by a time, ``due`` (UTC).
    """

    notice_id: UUID
    area: Code
    stream: Code
    version: int
    to: Code
    kind: NoticeKind
    urgent: bool = False
    at: datetime
    meeting: Meeting | None = None
    deadline: Code | None = None
    due: datetime | None = None

    @property
    def goes_alone(self) -> bool:
        """Whether it goes out by itself and soon, instead of with the day's digest."""
        return self.urgent or self.meeting is not None


class About(Value):
    """The event that a notice is about: where it stands, when it was recorded (UTC), and who caused it."""

    area: Code
    stream: Code
    version: int
    at: datetime
    actor: Code

    def to(
        self, *people: str | None, kind: NoticeKind, urgent: bool = False, of: Due | None = None
    ) -> tuple[Notice, ...]:
        """Return a notice for each person; nobody hears of what they did themselves, nor does the system."""
        others = (one for one in dict.fromkeys(people) if one and one != self.actor and not is_system(one))
        about = {"deadline": of.deadline, "due": of.at} if of else {}
        return tuple(self._notice(one, kind, urgent=urgent).model_copy(update=about) for one in others)

    def invite(self, *people: str, meeting: Meeting) -> tuple[Notice, ...]:
        """Return an invitation for each person, whoever planned it: it belongs in both calendars."""
        kind = NoticeKind.CONVERSATION_INVITATION
        found = (self._notice(one, kind, cancelled=meeting.cancelled) for one in dict.fromkeys(people))
        return tuple(one.model_copy(update={"meeting": meeting}) for one in found)

    def _notice(self, to: str, kind: NoticeKind, *, urgent: bool = False, cancelled: bool = False) -> Notice:
        """The id follows from the event and the receiver, so that a rebuilt notice is the same one."""
        about = (self.stream, self.version, to, kind, *(("cancelled",) if cancelled else ()))
        return Notice(
            notice_id=derived_id("notice", *about),
            area=self.area,
            stream=self.stream,
            version=self.version,
            to=to,
            kind=kind,
            urgent=urgent,
            at=self.at,
        )
