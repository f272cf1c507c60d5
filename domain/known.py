"""What an assessment's record may show by itself, each a fact with a name, and what somebody says follows from one.

``domain/iqa/known.py`` finds them; whoever checks the assessment is told, and asked only what follows (report ¶6.6).
"""

from datetime import datetime
from enum import StrEnum

from domain.values import Code, Note, Value


class KnownFact(StrEnum):
    """What may be known without anybody's judgement."""

    NOT_HELD_BY_ITS_DAY = "not_held_by_its_day"
    NOT_HELD = "not_held"
    EMPTY_BOX = "empty_box"
    NOT_LIVE = "not_live"
    NOT_PROGRESSED = "not_progressed"
    WORK_OF_OTHERS = "work_of_others"
    TOO_LITTLE_OWN_WORK = "too_little_own_work"


class Known(Value):
    """One fact; the instant (UTC) at which something was due, or the people that it is about."""

    fact: KnownFact
    due: datetime | None = None
    people: tuple[Code, ...] = ()


class Follows(Value):
    """What a second reader says follows from one fact."""

    fact: KnownFact
    sentence: Note
