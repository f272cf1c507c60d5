"""What the system asks once, at most three times an IQA, and never insists on."""

from datetime import date

import pytest

from domain.assessment import Answer, Mark
from domain.cases import CaseFile, MilestoneKind
from domain.iqa.commands import RecordDipSample, RecordMarks
from domain.iqa.events import IqaEvent, PromptRaised
from domain.iqa.facts import IqaFacts
from domain.policy import PromptKind
from domain.questions import Work
from tests.bdd import Outcome, given
from tests.factories import (
    ASSESSOR,
    PROSECUTOR,
    SAMPLER,
    TODAY,
    TOMORROW,
    a_case_file,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_selected_case,
    away,
    facts,
    hold_conversation,
    mark,
    policy,
    re_marks,
)

LETTER_DUE = (MilestoneKind.VICTIM_LETTER_DUE, date(2026, 10, 20))


def marked(*marks: Mark, given_facts: IqaFacts | None = None, history: tuple[IqaEvent, ...] = ()) -> Outcome:
    happened = history or a_selected_case()
    command = RecordMarks(marks=marks or (mark(1),), seen_version=len(happened))
    return given(*happened).when(command, facts=given_facts or facts())


def raised(outcome: Outcome) -> list[tuple[str, str, tuple[int, ...]]]:
    prompts = [event for event in outcome.events if isinstance(event, PromptRaised)]
    return [(prompt.prompt, prompt.about, prompt.questions) for prompt in prompts]


def test_marks_that_call_for_nothing_are_left_alone() -> None:
    assert raised(marked(mark(1, good_practice="The evidential test is set out limb by limb."))) == []


def test_a_letter_to_a_victim_that_is_due_and_not_sent_is_asked_about() -> None:
    unsent = facts(case_file=a_case_file(LETTER_DUE))

    assert raised(marked(given_facts=unsent)) == [("p1", PromptKind.VICTIM_LETTER_UNSENT, ())]


@pytest.mark.parametrize(
    "milestones",
    [
        (LETTER_DUE, (MilestoneKind.VICTIM_LETTER_SENT, TODAY)),
        ((MilestoneKind.VICTIM_LETTER_DUE, TOMORROW),),
    ],
)
def test_a_letter_sent_or_not_due_yet_is_not(milestones: tuple[tuple[MilestoneKind, date], ...]) -> None:
    assert raised(marked(given_facts=facts(case_file=a_case_file(*milestones)))) == []


@pytest.mark.parametrize("first", [TODAY, date(2026, 11, 13), date(2026, 11, 17)])
def test_a_suspect_in_custody_while_the_prosecutor_is_away_within_a_week_is_asked_about(first: date) -> None:
    custody = facts(case_file=a_case_file(custody=True), absences=(away(PROSECUTOR, first, first),))

    assert raised(marked(given_facts=custody)) == [("p1", PromptKind.CUSTODY_WHILE_AWAY, ())]


@pytest.mark.parametrize(
    ("case_file", "who", "first"),
    [
        (a_case_file(), PROSECUTOR, TODAY),
        (a_case_file(custody=True), ASSESSOR, TODAY),
        (a_case_file(custody=True), PROSECUTOR, date(2026, 11, 18)),
    ],
)
def test_without_custody_or_an_absence_of_the_prosecutor_soon_it_is_not(
    case_file: CaseFile, who: str, first: date
) -> None:
    quiet = facts(case_file=case_file, absences=(away(who, first, first),))

    assert raised(marked(given_facts=quiet)) == []


def test_a_yes_beside_something_to_improve_is_asked_about() -> None:
    outcome = marked(mark(2, improvement="The strategy is missing."), mark(3), mark(6, improvement="Chase."))

    assert raised(outcome) == [("p1", PromptKind.YES_BESIDE_MATERIAL_ISSUE, (2, 6))]


def test_a_question_answered_outside_the_work_assessed_is_asked_about() -> None:
    answered = mark(9, preset_changed_because="Disclosure was dealt with at charge.")

    outcome = marked(answered, history=a_selected_case(work=(Work.EARLY_ADVICE_OR_CHARGING,)))

    assert raised(outcome) == [("p1", PromptKind.OFF_QUESTION_ANSWERED, (9,))]


def test_the_same_words_under_questions_3_and_9_are_asked_about() -> None:
    outcome = marked(
        mark(3, good_practice="Disclosure was front-loaded."),
        mark(9, good_practice="disclosure was  front-loaded"),
    )

    assert raised(outcome) == [("p1", PromptKind.SAME_COMMENT, (3, 9))]


def test_different_words_under_them_are_not() -> None:
    only_there = mark(9, good_practice="The defence statement was answered within a week.")

    assert raised(marked(mark(3), only_there)) == []


def test_good_practice_that_says_nothing_is_asked_about() -> None:
    outcome = marked(mark(1, good_practice="No concerns."), mark(2, good_practice="OK"))

    assert raised(outcome) == [("p1", PromptKind.EMPTY_PHRASE, (1, 2))]


def test_a_no_that_says_nothing_of_what_to_improve_is_asked_about_where_policy_does_not_refuse_it() -> None:
    lenient = facts(policy=policy(marking__no_without_improvement_refused=False))

    assert raised(marked(mark(1, Answer.NO), given_facts=lenient)) == [
        ("p1", PromptKind.NO_WITHOUT_IMPROVEMENT, (1,))
    ]


FOUR = (
    mark(1, good_practice="No concerns."),
    mark(3, good_practice="Front-loaded.", improvement="Say so earlier."),
    mark(9, good_practice="Front-loaded."),
)


def test_at_most_three_are_raised_and_the_most_consequential_come_first() -> None:
    outcome = marked(*FOUR, given_facts=facts(case_file=a_case_file(LETTER_DUE)))

    assert [about for _, about, _ in raised(outcome)] == [
        PromptKind.VICTIM_LETTER_UNSENT,
        PromptKind.YES_BESIDE_MATERIAL_ISSUE,
        PromptKind.SAME_COMMENT,
    ]


def test_after_three_no_more_are_raised() -> None:
    full = marked(*FOUR, given_facts=facts(case_file=a_case_file(LETTER_DUE)))

    again = full.and_when(
        RecordMarks(marks=(mark(2, good_practice="Fine"),), seen_version=full.iqa.version), facts=facts()
    )

    assert raised(again) == []


def test_each_is_raised_once_however_often_the_marks_are_written() -> None:
    first = marked(mark(1, good_practice="No concerns."))
    again = first.and_when(
        RecordMarks(marks=(mark(2, good_practice="Fine"),), seen_version=first.iqa.version)
    )

    assert raised(first) == [("p1", PromptKind.EMPTY_PHRASE, (1,))]
    assert raised(again) == []


def test_a_prompt_that_policy_leaves_out_is_not_raised() -> None:
    silent = facts(policy=policy(prompts__order=(PromptKind.SAME_COMMENT,)))

    assert raised(marked(mark(1, good_practice="Fine"), given_facts=silent)) == []


@pytest.mark.parametrize(
    "content", ["Will discuss at our next one-to-one.", "To be discussed in the team.", "I plan  to ring."]
)
def test_a_conversation_that_reads_like_a_plan_is_asked_about_and_recorded(content: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(hold_conversation(content=content))

    assert outcome.kinds == ["conversation_held", "prompt_raised"]
    assert raised(outcome) == [("p1", PromptKind.INTENTION_AS_CONVERSATION, ())]


@pytest.mark.parametrize(
    "content",
    ["We discussed the bad character application.", "She explained the plan together with the officer."],
)
def test_a_conversation_that_took_place_is_not(content: str) -> None:
    assert given(*a_confirmed_iqa()).when(hold_conversation(content=content)).kinds == ["conversation_held"]


def sampled(comment: str, **headings: str) -> Outcome:
    command = RecordDipSample.model_validate(
        {"comment": comment, "re_marks": re_marks(1, 2, 3), "seen_version": len(a_drawn_iqa())} | headings
    )
    return given(*a_drawn_iqa()).when(command, by=SAMPLER)


ONLY_ABOUT_PROSECUTOR = "A good lawyer who prepares well and is liked by counsel."


def test_a_dip_sample_that_only_judges_the_prosecutor_is_asked_about() -> None:
    assert raised(sampled(ONLY_ABOUT_PROSECUTOR)) == [("p1", PromptKind.ONLY_ABOUT_PROSECUTOR, ())]


def test_one_that_speaks_of_the_assessment_is_not() -> None:
    assert raised(sampled("A good lawyer; I would have marked question 2 down.")) == []
    assert raised(sampled(ONLY_ABOUT_PROSECUTOR, missed="Nobody asked about the third-party material.")) == []
