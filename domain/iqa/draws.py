"""The draws of an IQA: which case was drawn by lot, from how many, and when."""

from datetime import datetime

from domain.questions import Work
from domain.values import Code, Value


class CaseDraw(Value):
    """A case drawn by lot, as one of so many that were eligible, and the work on it that may be assessed."""

    number: int
    urn: Code
    work: tuple[Work, ...]
    pool_size: int
    at: datetime
