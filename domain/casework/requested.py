"""What a prosecutor asked for on a case: an assessment or a talk, of whom, and how and by when it is answered."""

from datetime import datetime
from enum import StrEnum

from domain.values import Code, Note, Value


class Wanted(StrEnum):
    """What a prosecutor asks for."""

    ASSESSMENT = "assessment"
    CONVERSATION = "conversation"


class RequestAnswer(StrEnum):
    """How a request is answered."""

    AGREED = "agreed"
    DECLINED = "declined"


class Request(Value):
    """A request and its answer; ``due`` is UTC, ``manager`` whoever is to answer it."""

    request_id: Code
    wanted: Wanted
    prosecutor: Code
    manager: Code
    text: Note
    due: datetime
    missed: bool = False
    answer: RequestAnswer | None = None
    answered_by: Code | None = None
    said: Note | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.answer is None
