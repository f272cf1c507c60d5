"""Answer a queried mark."""

import pytest

from domain.assessment import Answer, Mark, Upheld
from domain.errors import Reason
from domain.iqa.commands import AnswerQuery
from domain.iqa.events import (
    IqaClosed,
    MarkQueried,
    MarksRevised,
    QueryAnswered,
    Reassigned,
    ReleasedFromSample,
)
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OTHER_MANAGER,
    OUTSIDE_SENIOR,
    PROSECUTOR,
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    end_of,
    mark,
)

QUERIED = MarkQueried(query_id="q1", question=2, text="It is all there.", answer_due=end_of(11, 24))
ANOTHER = QUERIED.model_copy(update={"query_id": "q2"})
AMENDED = mark(2, Answer.NO, improvement="Set out a trial strategy.")
WORDS = "I read both reviews again."


def answer(outcome: Upheld, amended: Mark | None = None, query: str = "q1", seen: int = 5) -> AnswerQuery:
    return AnswerQuery(query_id=query, outcome=outcome, text=WORDS, amended=amended, seen_version=seen)


@pytest.mark.parametrize("outcome", [Upheld.UPHELD, Upheld.PARTLY])
@pytest.mark.parametrize("by", [SENIOR, CHIEF])
def test_an_upheld_query_amends_the_mark_and_both_stay(outcome: Upheld, by: str) -> None:
    after = given(*a_confirmed_iqa(), QUERIED).when(answer(outcome, AMENDED), by=by)

    after.then(
        QueryAnswered(query_id="q1", outcome=outcome, text=WORDS),
        MarksRevised(marks=(AMENDED,), because=WORDS, query_id="q1", comment_until=end_of(11, 24)),
    )
    assert after.iqa.mark(2) == AMENDED
    assert after.iqa.first_marks[1] == mark(2)
    assert after.iqa.queries[0].answered_by == by


def test_a_query_that_is_not_upheld_leaves_the_mark() -> None:
    after = given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.NOT_UPHELD), by=SENIOR)

    after.then(QueryAnswered(query_id="q1", outcome=Upheld.NOT_UPHELD, text=WORDS))
    assert after.iqa.deadline("answer_query:q1") is None


def test_one_query_answered_leaves_the_others_open() -> None:
    after = given(*a_confirmed_iqa(), QUERIED, ANOTHER).when(answer(Upheld.NOT_UPHELD, seen=6), by=SENIOR)

    assert [query.query_id for query in after.iqa.open_queries] == ["q2"]


@pytest.mark.parametrize(
    ("outcome", "amended"),
    [
        (Upheld.UPHELD, None),
        (Upheld.PARTLY, None),
        (Upheld.UPHELD, mark(2)),
        (Upheld.NOT_UPHELD, AMENDED),
    ],
)
def test_the_amended_mark_fits_the_answer(outcome: Upheld, amended: Mark | None) -> None:
    given(*a_confirmed_iqa(), QUERIED).when(answer(outcome, amended), by=SENIOR).refused(
        Reason.AMENDMENT_DOES_NOT_FIT, outcome
    )


def test_the_amended_mark_is_that_of_the_queried_question() -> None:
    given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.UPHELD, mark(3)), by=SENIOR).refused(
        Reason.UNKNOWN_QUESTION, "question 2"
    )


def test_an_amended_no_needs_an_improvement_too() -> None:
    given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.UPHELD, mark(2, Answer.NO)), by=SENIOR).refused(
        Reason.NO_NEEDS_IMPROVEMENT
    )


def test_an_amended_not_applicable_needs_a_reason_too() -> None:
    bare = mark(2, Answer.NOT_APPLICABLE)

    given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.UPHELD, bare), by=SENIOR).refused(
        Reason.NOT_APPLICABLE_NEEDS_REASON
    )


def test_there_must_be_such_a_query() -> None:
    given(*a_confirmed_iqa(), ANOTHER).when(answer(Upheld.NOT_UPHELD), by=SENIOR).refused(
        Reason.UNKNOWN_QUERY, "q1"
    )


def test_it_is_answered_once() -> None:
    answered = QueryAnswered(query_id="q1", outcome=Upheld.NOT_UPHELD, text=WORDS)

    given(*a_confirmed_iqa(), QUERIED, answered).when(
        answer(Upheld.UPHELD, AMENDED, seen=6), by=SENIOR
    ).refused(Reason.ALREADY_DONE, "q1")


@pytest.mark.parametrize("by", [ASSESSOR, PROSECUTOR])
def test_nobody_answers_for_their_own(by: str) -> None:
    given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.NOT_UPHELD), by=by).refused(Reason.OWN_WORK)


def test_a_senior_who_assessed_it_before_it_was_reassigned_does_not_answer_either() -> None:
    reassigned = Reassigned(assessor=OTHER_MANAGER, senior_manager=SENIOR, because="Long leave.")
    history = (*a_confirmed_iqa(), QUERIED, Done(reassigned, CHIEF))

    given(*history).when(answer(Upheld.NOT_UPHELD, seen=6), by=ASSESSOR).refused(Reason.OWN_WORK)


@pytest.mark.parametrize("by", [COLLEAGUE, OTHER_MANAGER, OUTSIDE_SENIOR])
def test_it_takes_a_senior_manager_of_the_area(by: str) -> None:
    given(*a_confirmed_iqa(), QUERIED).when(answer(Upheld.NOT_UPHELD), by=by).refused(Reason.NOT_PERMITTED)


def test_a_mark_revised_meanwhile_is_looked_at_again() -> None:
    revised = MarksRevised(marks=(AMENDED,), because="Seen in the conversation.")

    given(*a_confirmed_iqa(), QUERIED, revised).when(answer(Upheld.UPHELD, AMENDED), by=SENIOR).refused(
        Reason.STALE, f"mark changed by {ASSESSOR}"
    )


def test_the_last_open_query_keeps_an_iqa_from_closing() -> None:
    released = (*a_completed_iqa(), QUERIED)
    kept_open = given(*released, ReleasedFromSample())

    assert kept_open.iqa is not None
    assert not kept_open.iqa.closable
    kept_open.when(answer(Upheld.NOT_UPHELD, seen=9), by=SENIOR).then(
        QueryAnswered(query_id="q1", outcome=Upheld.NOT_UPHELD, text=WORDS), IqaClosed()
    )
