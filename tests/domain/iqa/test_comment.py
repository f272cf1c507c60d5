"""The assessed prosecutor comments."""

import pytest

from domain.errors import Reason
from domain.iqa.checks import MOST_COMMENTS
from domain.iqa.commands import Comment
from domain.iqa.events import CommentMade, IqaEvent
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    PROSECUTOR,
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_marked_iqa,
)

WORDS = "The material only came in August; I should have chased it."
COMMENT = Comment(text=WORDS)


@pytest.mark.parametrize("history", [a_confirmed_iqa(), a_completed_iqa()])
def test_the_prosecutor_may_comment_once_the_assessment_is_confirmed(history: tuple[IqaEvent, ...]) -> None:
    outcome = given(*history).when(COMMENT, by=PROSECUTOR)

    outcome.then(CommentMade(text=WORDS))
    assert [remark.text for remark in outcome.iqa.comments] == [WORDS]


def test_drafts_are_not_open_to_comment() -> None:
    given(*a_marked_iqa()).when(COMMENT, by=PROSECUTOR).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR])
def test_nobody_comments_for_the_prosecutor(by: str) -> None:
    given(*a_confirmed_iqa()).when(COMMENT, by=by).refused(Reason.NOT_PERMITTED)


def test_one_iqa_holds_so_many_and_no_more() -> None:
    full = (CommentMade(text=WORDS),) * MOST_COMMENTS

    given(*a_confirmed_iqa(), *full).when(COMMENT, by=PROSECUTOR).refused(Reason.TOO_MANY, "comments")
