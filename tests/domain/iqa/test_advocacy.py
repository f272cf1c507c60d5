"""An advocacy IQA: its questions are local content; where there are none, nothing can be assessed (¶3.4, ¶3.11)."""

from domain.errors import Reason
from domain.iqa.commands import (
    ConfirmAssessment,
    DrawForSample,
    OpenIqa,
    RecordDipSample,
    RecordMarks,
    RecordNoActions,
    SelectCase,
)
from domain.iqa.state import Stage
from domain.questions import Category, QuestionSet, Subject, Work
from infra.reference import Library
from tests.bdd import Outcome, given
from tests.factories import (
    CASEWORK,
    GOOD_PRACTICE,
    NOW,
    SAMPLER,
    SELECTED,
    URN,
    facts,
    hold_conversation,
    mark,
    opened,
    re_marks,
)

EMPTY = Library.load().current.advocacy
LOCAL = QuestionSet(
    version="advocacy-local-1",
    category=Category.ADVOCACY,
    label="A local set",
    source="Local content",
    questions=(CASEWORK.questions[0],),
)


def selected(questions: QuestionSet) -> Outcome:
    """An advocacy IQA with its case, under a set of questions."""
    opening = OpenIqa(
        **opened(category=Category.ADVOCACY).model_dump(
            include={"area", "quarter", "category", "prosecutor", "assessor", "target_on"}
        ),
        policy_version="default-1",
    )
    known = facts(question_set=questions)
    begun = given().when(opening, by="system:quarter", at=SELECTED, facts=known)
    return begun.and_when(SelectCase(urn=URN, work=tuple(Work), seen_version=1), facts=known)


def test_without_a_question_nothing_is_assessed_and_it_says_what_to_configure() -> None:
    begun = selected(EMPTY)

    assert begun.iqa.unanswered() == ()
    begun.and_when(ConfirmAssessment(seen_version=2), at=NOW, facts=facts(question_set=EMPTY)).refused(
        Reason.NO_QUESTIONS, "advocacy-empty-1"
    )
    assert "advocacy_questions" in Reason.NO_QUESTIONS.rule.remedy


def test_with_local_questions_it_goes_from_opening_to_the_dip_sample() -> None:
    known = facts(question_set=LOCAL)
    begun = selected(LOCAL)
    marked = begun.and_when(
        RecordMarks(marks=(mark(1, good_practice=GOOD_PRACTICE),), seen_version=2), facts=known
    )
    confirmed = marked.and_when(ConfirmAssessment(seen_version=3), at=NOW, facts=known)
    drawn = confirmed.and_when(DrawForSample(sampler=SAMPLER), by="system:quarter", facts=known)
    held = drawn.and_when(hold_conversation(), facts=known)
    completed = held.and_when(RecordNoActions(), facts=known)

    assert completed.iqa.stage is Stage.COMPLETED
    check = RecordDipSample(
        comment="Sat in on the hearing.",
        got_right="The marks.",
        re_marks=re_marks(1),
        seen_version=completed.iqa.version,
    )
    assert completed.and_when(check, by=SAMPLER, facts=known).kinds[0] == "dip_sample_recorded"


def test_what_an_iqa_asks_for_stands_in_nobodys_way() -> None:
    asks = opened(asks_for=(Subject.RAPE,))

    found = given(asks).when(SelectCase(urn=URN, work=tuple(Work), seen_version=1))

    assert found.iqa.asks_for == (Subject.RAPE,)
    assert "case_selected" in found.kinds
