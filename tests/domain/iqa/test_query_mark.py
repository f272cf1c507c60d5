"""The assessed prosecutor queries a mark."""

import pytest

from domain.errors import Reason
from domain.iqa.checks import MOST_QUERIES
from domain.iqa.commands import QueryMark
from domain.iqa.events import MarkQueried
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    PROSECUTOR,
    SENIOR,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_marked_iqa,
    end_of,
)

QUERY = QueryMark(question=2, text="The strategy is set out in the second review.")
QUERIED = MarkQueried(
    query_id="q1",
    question=2,
    text="The strategy is set out in the second review.",
    answer_due=end_of(11, 24),
)


def test_a_query_is_the_senior_managers_to_answer_within_ten_working_days() -> None:
    outcome = given(*a_completed_iqa()).when(QUERY, by=PROSECUTOR)

    outcome.then(QUERIED)
    assert outcome.waiting["answer_query:q1"] == SENIOR


def test_each_query_has_its_own_number() -> None:
    outcome = given(*a_confirmed_iqa(), QUERIED).when(QUERY, by=PROSECUTOR)

    assert [query.query_id for query in outcome.iqa.queries] == ["q1", "q2"]


def test_only_a_question_that_was_marked_can_be_queried() -> None:
    given(*a_confirmed_iqa()).when(QueryMark(question=12, text="Why?"), by=PROSECUTOR).refused(
        Reason.UNKNOWN_QUESTION, "12"
    )


def test_drafts_are_not_open_to_queries() -> None:
    given(*a_marked_iqa()).when(QUERY, by=PROSECUTOR).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


def test_a_closed_iqa_stands() -> None:
    given(*a_closed_iqa()).when(QUERY, by=PROSECUTOR).refused(Reason.IQA_CLOSED)


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, COLLEAGUE])
def test_nobody_queries_for_the_prosecutor(by: str) -> None:
    given(*a_confirmed_iqa()).when(QUERY, by=by).refused(Reason.NOT_PERMITTED)


def test_one_iqa_holds_so_many_and_no_more() -> None:
    full = tuple(
        QUERIED.model_copy(update={"query_id": f"q{number}"}) for number in range(1, MOST_QUERIES + 1)
    )

    given(*a_confirmed_iqa(), *full).when(QUERY, by=PROSECUTOR).refused(Reason.TOO_MANY, "queries")
