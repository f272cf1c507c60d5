"""A refusal names the person who can, by id, as far as the record or the person's own line tells."""

import pytest

from domain.assessment import Upheld
from domain.errors import Reason
from domain.iqa import commands as c
from domain.iqa.events import ActionHandedOver, DrawnForSample, MarkQueried, Reassigned
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OTHER_MANAGER,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    URN,
    a_confirmed_iqa,
    a_selected_case,
    action,
    end_of,
    select_case,
)

WORDS = "On leave until March."
CLOSE = c.CloseConversationAsImpossible(because="left", note=WORDS)
QUERIED = MarkQueried(query_id="q1", question=2, text=WORDS, answer_due=end_of(11, 24))


def test_a_step_of_the_assessor_names_the_assessor() -> None:
    given(*a_selected_case()).when(select_case(), by=OTHER_MANAGER).refused(
        Reason.NOT_PERMITTED, f"assessor {ASSESSOR}"
    )


def test_a_step_of_the_prosecutor_names_the_prosecutor() -> None:
    given(*a_confirmed_iqa()).when(c.Comment(text=WORDS), by=ASSESSOR).refused(
        Reason.NOT_PERMITTED, f"assessed_prosecutor {PROSECUTOR}"
    )


@pytest.mark.parametrize("by", [COLLEAGUE, OTHER_MANAGER])
def test_a_step_of_seniors_names_the_senior_manager_of_the_iqa(by: str) -> None:
    given(*a_confirmed_iqa()).when(CLOSE, by=by).refused(Reason.NOT_PERMITTED, f"senior_manager {SENIOR}")


def test_who_is_above_the_person_is_named_where_the_record_names_nobody() -> None:
    given(*a_confirmed_iqa()).when(CLOSE, by=OTHER_MANAGER).refused(
        Reason.NOT_PERMITTED, f"chief_crown_prosecutor {CHIEF}"
    )


def test_a_senior_manager_who_may_not_answer_a_query_is_not_named_for_it() -> None:
    own = Done(Reassigned(assessor=SENIOR, senior_manager=SENIOR, because=WORDS), CHIEF)
    answer = c.AnswerQuery(query_id="q1", outcome=Upheld.NOT_UPHELD, text=WORDS, seen_version=6)

    outcome = given(*a_confirmed_iqa(), QUERIED, own).when(answer, by=COLLEAGUE)

    outcome.refused(Reason.NOT_PERMITTED, f"chief_crown_prosecutor {CHIEF}")
    assert SENIOR not in str(outcome.decision)


def test_nobody_learns_from_a_refusal_who_samples() -> None:
    drawn = DrawnForSample(sampler=SAMPLER, pick="random")

    for by in (ASSESSOR, PROSECUTOR):
        outcome = given(*a_confirmed_iqa(), drawn).when(c.SeeMarks(), by=by)
        outcome.refused(Reason.NOT_PERMITTED, "allowed: sampler")
        assert SAMPLER not in str(outcome.decision)


def test_an_action_that_was_handed_over_is_found_on_its_case() -> None:
    handed = ActionHandedOver(action_id="a1", to=PROSECUTOR, because=WORDS)
    done = c.CompleteAction(action_id="a1", outcome=WORDS)
    history = (*a_confirmed_iqa(), action(), handed)

    given(*history).when(done, by=PROSECUTOR).refused(
        Reason.NOT_PERMITTED, f"owner {PROSECUTOR} on case-{URN}"
    )
    given(*history).when(done, by=ASSESSOR).refused(Reason.ALREADY_DONE, f"on case-{URN}")
