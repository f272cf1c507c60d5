"""What became of an area for improvement: seen in a later review (report ¶5.19)."""

from datetime import date

from domain.values import Code, Note, Value


class SeenLater(Value):
    """What a question said was to be improved, seen in a review of that day, of this case or of another."""

    question: int
    urn: Code
    on: date
    note: Note | None = None
