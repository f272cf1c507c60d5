"""What an assessment's record shows by itself: whoever checks it is told and not asked (¶4.19 to ¶4.21, ¶6.6)."""

from collections.abc import Iterator

from domain.errors import Reason
from domain.iqa.state import HELD, Iqa, Step
from domain.known import Known, KnownFact


def known(iqa: Iqa) -> tuple[Known, ...]:
    """Return what the record shows, in the order of the process."""
    return (*_of_the_case(iqa), *_of_the_marks(iqa), *_of_the_talk(iqa))


def _of_the_case(iqa: Iqa) -> Iterator[Known]:
    overridden = iqa.selection.overridden if iqa.selection else ()
    for rule, fact in _SET_ASIDE:
        if rule in overridden:
            yield Known(fact=fact)
    if others := tuple(person for person in iqa.done_by if person != iqa.prosecutor):
        yield Known(fact=KnownFact.WORK_OF_OTHERS, people=others)


def _of_the_marks(iqa: Iqa) -> Iterator[Known]:
    if iqa.marks and not any(mark.good_practice or mark.improvement for mark in iqa.marks):
        yield Known(fact=KnownFact.EMPTY_BOX)


def _of_the_talk(iqa: Iqa) -> Iterator[Known]:
    missed = next((one for one in iqa.missed if one.deadline == Step.CONVERSE), None)
    if missed:
        yield Known(fact=KnownFact.NOT_HELD_BY_ITS_DAY, due=missed.due)
    if iqa.talk not in HELD:
        yield Known(fact=KnownFact.NOT_HELD)


_SET_ASIDE = (
    (Reason.CASE_NOT_LIVE, KnownFact.NOT_LIVE),
    (Reason.CASE_NOT_PROGRESSED, KnownFact.NOT_PROGRESSED),
    (Reason.TOO_LITTLE_OWN_WORK, KnownFact.TOO_LITTLE_OWN_WORK),
)
"""The rules whose setting aside says something of the case that was chosen."""
