"""The second check of one IQA: what the sampler found, what the manager answered, and what is still to be seen."""

from datetime import date, datetime

from domain.assessment import (
    BlindAnswer,
    BlindReMark,
    DevelopmentAction,
    Judgement,
    Mode,
    ReMark,
    Reply,
    Shown,
)
from domain.known import Follows
from domain.values import Code, Note, Value


class Feedback(Value):
    """Feedback to the manager as the sampler recorded it."""

    on: date
    mode: Mode
    content: Note
    at: datetime


class Development(Value):
    """What the manager was asked to develop, and what the sampler last found of it in their next IQAs."""

    action: DevelopmentAction
    shown: Shown | None = None
    in_iqa: Code | None = None
    note: Note | None = None
    reviewed_at: datetime | None = None
    again_due: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the sampler still has to look, for the first time or again."""
        return self.shown is None or self.again_due is not None


class Sample(Value):
    """The second check of this IQA, from the draw to the last thing that the manager was to develop."""

    sampler: Code
    pick: Code
    blind: BlindReMark = BlindReMark.OFF
    blind_answers: tuple[BlindAnswer, ...] = ()
    looked_before: bool = False
    marks_seen: bool = False
    started: bool = False
    conversation_overdue: bool = False
    recorded_at: datetime | None = None
    comment: Note | None = None
    got_right: Note | None = None
    missed: Note | None = None
    manager_will_do: Note | None = None
    follows: tuple[Follows, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    re_marks: tuple[ReMark, ...] = ()
    re_marks_asked: int = 0
    case_read: bool = False
    feedback: Feedback | None = None
    acknowledged_at: datetime | None = None
    reply: Reply | None = None
    reply_note: Note | None = None
    revised_at: datetime | None = None
    development: tuple[Development, ...] = ()

    @property
    def hides_marks(self) -> bool:
        """Whether the manager's marks are kept from the sampler, so that they can still mark blind."""
        settled = self.blind_answers or self.marks_seen or self.recorded_at
        return self.blind is not BlindReMark.OFF and not settled

    @property
    def open_development(self) -> tuple[Development, ...]:
        """What the sampler still has to look at."""
        return tuple(one for one in self.development if one.is_open)

    @property
    def asks(self) -> tuple[str, ...]:
        """What the manager has to answer: marks found otherwise, and what is judged of them."""
        marks = (f"question {one.question}" for one in self.re_marks if one.verdict.asks_for_change)
        return (*marks, *(one for one in self.judgements if one.about_marks))

    @property
    def awaits_revision(self) -> bool:
        """Whether the manager said that they revise, and have not since the check was recorded."""
        return self.reply is not None and self.reply.revises and self.revised_at is None

    @property
    def is_over(self) -> bool:
        """Whether feedback was acknowledged, and what was to be developed was looked at."""
        return self.acknowledged_at is not None and not self.open_development
