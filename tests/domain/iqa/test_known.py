"""What the record of an assessment shows by itself."""

from domain.assessment import Answer, Override
from domain.errors import Reason
from domain.iqa.events import (
    AssessmentConfirmed,
    ConversationClosedAsImpossible,
    DeadlineMissed,
    IqaEvent,
    MarksRecorded,
)
from domain.iqa.known import known
from domain.known import Known, KnownFact
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    PROSECUTOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_selected_case,
    an_open_iqa,
    end_of,
    held,
    mark,
    selected,
)

LATE = DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR)


def shown(*events: IqaEvent) -> tuple[Known, ...]:
    iqa = given(*events).iqa
    assert iqa is not None
    return known(iqa)


def facts_of(*events: IqaEvent) -> set[KnownFact]:
    return {one.fact for one in shown(*events)}


def test_an_iqa_without_a_case_shows_that_nobody_talked_and_nothing_more() -> None:
    assert facts_of(*an_open_iqa()) == {KnownFact.NOT_HELD}


def test_a_conversation_that_was_held_late_was_not_held_by_its_day() -> None:
    found = shown(*a_confirmed_iqa(), LATE, held())

    assert Known(fact=KnownFact.NOT_HELD_BY_ITS_DAY, due=end_of(11, 16)) in found
    assert KnownFact.NOT_HELD not in {one.fact for one in found}


def test_one_that_was_closed_as_impossible_is_not_held() -> None:
    closed = ConversationClosedAsImpossible(because="left", note="Moved.")

    assert {KnownFact.NOT_HELD, KnownFact.NOT_HELD_BY_ITS_DAY} <= facts_of(*a_confirmed_iqa(), LATE, closed)


def test_marks_without_a_word_beside_any_of_them_are_empty_boxes() -> None:
    silent = MarksRecorded(marks=(mark(1), mark(2)))
    said = MarksRecorded(marks=(mark(2, Answer.NO, improvement="Set out a strategy."),))
    praised = MarksRecorded(marks=(mark(2, good_practice="Each plea has its reason."),))

    assert Known(fact=KnownFact.EMPTY_BOX) in shown(*a_selected_case(), silent)
    for more in (said, praised):
        assert KnownFact.EMPTY_BOX not in facts_of(*a_selected_case(), silent, more)


def test_rules_that_were_set_aside_at_selection_or_confirmation_are_shown() -> None:
    rules = (Reason.CASE_NOT_LIVE, Reason.CASE_NOT_PROGRESSED, Reason.GUILTY_PLEA)
    overrides = tuple(Override(rule=rule, because="only_case") for rule in rules)
    later = AssessmentConfirmed(overrides=(Override(rule=Reason.TOO_LITTLE_OWN_WORK, because="only_case"),))

    found = facts_of(*a_selected_case(overrides=overrides), later)

    assert {KnownFact.NOT_LIVE, KnownFact.NOT_PROGRESSED, KnownFact.TOO_LITTLE_OWN_WORK} <= found


def test_whose_work_it_was_beside_the_prosecutors_is_shown() -> None:
    found = shown(*an_open_iqa(), selected(done_by=(COLLEAGUE, PROSECUTOR)))

    assert Known(fact=KnownFact.WORK_OF_OTHERS, people=(COLLEAGUE,)) in found


def test_where_all_is_as_it_should_be_nothing_is_shown() -> None:
    assert facts_of(*a_completed_iqa()) == set()
