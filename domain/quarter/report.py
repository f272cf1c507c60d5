"""What an Area's quarter came to, as it is frozen at its close."""

from datetime import datetime

from domain.quarter.pace import Bunching
from domain.questions import Category, Subject
from domain.values import Code, Value


class CategoryReport(Value):
    """One category: what was undertaken, how it ended, and how it was checked."""

    category: Category
    undertaken: int
    completed: int
    completed_on_time: int
    conversations_held: int
    conversations_impossible: int
    conversations_not_held: int
    left_no_time: int
    drawn: int
    picked: int
    sampled: int
    fed_back: int


class Outstanding(Value):
    """A step that still waited at the close, and with whom; it carries over."""

    stream: Code
    step: Code
    item: str = ""
    who: Code
    due: datetime | None = None


class Uncovered(Value):
    """A kind of case that was to be assessed once a year and has not been yet: of a prosecutor, a unit or the Area."""

    subject: Subject
    of: Code


class AreaReport(Value):
    """The close report of one Area's quarter; frozen, its SHA-256 is kept beside it."""

    area: Code
    quarter: Code
    as_of: datetime
    categories: tuple[CategoryReport, ...] = ()
    withdrawn: int = 0
    not_undertaken: int = 0
    escalations: int = 0
    escalations_open: int = 0
    bunching: Bunching | None = None
    uncovered: tuple[Uncovered, ...] = ()
    outstanding: tuple[Outstanding, ...] = ()
