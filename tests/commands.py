"""Commands as people typically send them."""

from collections.abc import Mapping

from domain.assessment import Answer, Mark
from domain.iqa.commands import RecordMarks, SelectCase
from domain.iqa.state import Iqa
from domain.questions import Work
from tests.area import Kind
from tests.records import Records


def select_case(
    records: Records, prosecutor: str = "P1", kind: Kind = Kind.ANY_WORK, *work: Work, seen: int = 1
) -> SelectCase:
    """Choose one of the prosecutor's cases; all three kinds of work when none is named."""
    return SelectCase(urn=records.urn(prosecutor, kind), work=work or tuple(Work), seen_version=seen)


def mark_all(iqa: Iqa, special: Mapping[int, Mark] | None = None) -> RecordMarks:
    """Answer every question that is on with yes, but for the special ones, with a word beside the first."""
    praise = "Both stages of the test, and what would change them."
    marks = {
        number: Mark(question=number, answer=Answer.YES, good_practice=None if place else praise)
        for place, number in enumerate(iqa.unanswered())
    }
    return RecordMarks(marks=tuple((marks | dict(special or {})).values()), seen_version=iqa.version)
