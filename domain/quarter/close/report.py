"""What an Area's quarter came to, as it is frozen at its close."""

from datetime import date, datetime

from domain.quarter.pace.figures import Bunching
from domain.questions import Category, Subject
from domain.values import Code, Value


class Figures(Value):
    """What was undertaken in the quarter's days, how it ended, and how it was checked.

    ``conversations_to_come`` are not held yet and not overdue, the last of them due by the end of
    ``conversations_due_by``; what is overdue is ``conversations_not_held``. Of those held, each was either before the
    marks were confirmed or over the marks (¶2.16).

    ``completed_on_time`` are completed ones without a missed deadline. ``drawn`` are in the dip sample by the draw;
    ``sampled`` and ``fed_back`` are of those alone, as are the questions that their checks re-marked, those that policy
    asked for, and the checks in which the case was read. What was ``picked`` beside the draw is kept apart from rates.
    """

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
    picked_sampled: int = 0
    conversations_to_come: int = 0
    conversations_due_by: date | None = None
    re_marked: int = 0
    re_marks_asked: int = 0
    cases_read: int = 0
    conversations_before_marks: int = 0
    conversations_over_marks: int = 0


class CategoryReport(Figures):
    """The figures of one category: of all, without those for which a rule of selection was set aside (¶4.22).

    ``themed`` are those of themed assessments alone, which may look at cases that others may not (¶4.7, ¶4.18).
    """

    category: Category
    without_overridden: Figures | None = None
    themed: Figures | None = None


class Outstanding(Value):
    """A step that still waited at the close, and with whom; it carries over."""

    stream: Code
    step: Code
    item: str = ""
    who: Code
    due: datetime | None = None


class StillWaits(Value):
    """How many steps of one kind still waited for one person at the close."""

    who: Code
    step: Code
    count: int


class StepCount(Value):
    """How many steps of one kind still waited at the close."""

    step: Code
    count: int


class Uncovered(Value):
    """A kind of case that policy wants assessed once a year, and that was not yet although there is one (¶4.3).

    ``of`` is a prosecutor, a unit or the Area, as policy counts.
    """

    subject: Subject
    of: Code


class UncoveredCount(Value):
    """For how many a kind of case was still to be assessed."""

    subject: Subject
    count: int


class JudgementCount(Value):
    """In how many recorded checks of one category a judgement was ticked; nobody is named."""

    category: Category
    judgement: Code
    count: int


class PromptCount(Value):
    """In how many of the IQAs undertaken one prompt was put, about how much, and how much was recorded all the same.

    Each is None where that was in fewer IQAs than policy tells by number; nobody is named. ``prompt`` is its kind, and
    ``domain/quarter/close/asked.py`` says what counts.
    """

    prompt: Code
    iqas: int | None = None
    asked: int | None = None
    recorded: int | None = None


class AreaReport(Value):
    """The close report of one Area's quarter; frozen, its SHA-256 is kept beside it.

    ``withdrawn`` and ``not_undertaken`` (neither confirmed in time nor withdrawn) are of the IQAs that the quarter
    opened. ``asked_for`` were undertaken at a prosecutor's request, and are in no other figure. ``judgements`` are of
    second checks of what was drawn, ``prompts`` of what was undertaken, without a number below ``prompts_told_from``
    IQAs. ``waits`` counts all that was outstanding by step, ``still_uncovered`` all that is
    to be covered in the rest of the year; ``waits_with`` by person, ``outstanding`` and ``uncovered`` one by one are
    cut off (domain/quarter/close/reporting.py), so that a report stays small however much was left.
    """

    area: Code
    quarter: Code
    as_of: datetime
    categories: tuple[CategoryReport, ...] = ()
    withdrawn: int = 0
    not_undertaken: int = 0
    asked_for: int = 0
    escalations: int = 0
    escalations_open: int = 0
    bunching: Bunching | None = None
    judgements: tuple[JudgementCount, ...] = ()
    prompts: tuple[PromptCount, ...] = ()
    prompts_told_from: int = 0
    still_uncovered: tuple[UncoveredCount, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    waits: tuple[StepCount, ...] = ()
    waits_with: tuple[StillWaits, ...] = ()
    outstanding: tuple[Outstanding, ...] = ()

    @property
    def outstanding_in_all(self) -> int:
        """How many steps still waited, listed or not."""
        return sum(one.count for one in self.waits)
