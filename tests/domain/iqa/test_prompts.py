"""What a person is asked before it is recorded: the lesser at most three times an IQA, the same words once."""

from datetime import date

import pytest

from domain.assessment import Answer, Mark
from domain.cases import CaseFile, MilestoneKind
from domain.errors import Reason, Refused
from domain.iqa.commands import RecordDipSample, RecordMarks
from domain.iqa.events import IqaEvent, MarksRecorded, PromptAnswered
from domain.iqa.facts import IqaFacts
from domain.prompts import HEEDED, PromptAnswer, PromptKind
from domain.questions import NotApplicableReason, Work
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
    an_open_iqa,
    away,
    facts,
    hold_conversation,
    mark,
    policy,
    re_marks,
    select_case,
)
from tests.factories import (
    answered as answers,
)

LETTER_DUE = (MilestoneKind.VICTIM_LETTER_DUE, date(2026, 10, 20))


def marked(*marks: Mark, given_facts: IqaFacts | None = None, history: tuple[IqaEvent, ...] = ()) -> Outcome:
    happened = history or a_selected_case()
    command = RecordMarks(marks=marks or (mark(1),), seen_version=len(happened))
    return given(*happened).when(command, facts=given_facts or facts())


def record(*marks: Mark, answered: tuple[PromptAnswer, ...] = ()) -> RecordMarks:
    return RecordMarks(marks=marks, answered=answered, seen_version=len(a_selected_case()))


def asked(outcome: Outcome) -> list[tuple[str, tuple[int, ...]]]:
    """What had to be answered first, so that nothing was recorded; nothing where it was."""
    if not isinstance(outcome.decision, Refused):
        return []
    assert outcome.decision.reason is Reason.ASKED_FIRST
    return [(prompt.about, prompt.questions) for prompt in outcome.decision.prompts]


def test_marks_that_call_for_nothing_are_left_alone() -> None:
    assert asked(marked(mark(1, good_practice="The evidential test is set out limb by limb."))) == []


def test_a_letter_to_a_victim_that_is_due_and_not_sent_is_asked_about() -> None:
    unsent = facts(case_file=a_case_file(LETTER_DUE))

    assert asked(marked(given_facts=unsent)) == [(PromptKind.VICTIM_LETTER_UNSENT, ())]


@pytest.mark.parametrize(
    "milestones",
    [
        (LETTER_DUE, (MilestoneKind.VICTIM_LETTER_SENT, TODAY)),
        ((MilestoneKind.VICTIM_LETTER_DUE, TOMORROW),),
    ],
)
def test_a_letter_sent_or_not_due_yet_is_not(milestones: tuple[tuple[MilestoneKind, date], ...]) -> None:
    assert asked(marked(given_facts=facts(case_file=a_case_file(*milestones)))) == []


@pytest.mark.parametrize("first", [TODAY, date(2026, 11, 13), date(2026, 11, 17)])
def test_a_suspect_in_custody_while_the_prosecutor_is_away_within_a_week_is_asked_about(first: date) -> None:
    custody = facts(case_file=a_case_file(custody=True), absences=(away(PROSECUTOR, first, first),))

    assert asked(marked(given_facts=custody)) == [(PromptKind.CUSTODY_WHILE_AWAY, ())]


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

    assert asked(marked(given_facts=quiet)) == []


def test_policy_says_how_long_before_an_absence_custody_is_asked_about() -> None:
    custody = facts(case_file=a_case_file(custody=True), absences=(away(PROSECUTOR, TOMORROW, TOMORROW),))
    today_alone = custody.model_copy(update={"policy": policy(planning__custody_cover_days=0)})

    assert asked(marked(given_facts=custody)) == [(PromptKind.CUSTODY_WHILE_AWAY, ())]
    assert asked(marked(given_facts=today_alone)) == []


def test_custody_while_the_prosecutor_is_away_is_asked_about_as_the_case_is_selected_and_not_again() -> None:
    custody = facts(case_file=a_case_file(custody=True), absences=(away(PROSECUTOR, TODAY, TOMORROW),))
    selected = given(*an_open_iqa()).when(select_case(), facts=custody)
    assert asked(selected) == [(PromptKind.CUSTODY_WHILE_AWAY, ())]

    known = answers(PromptKind.CUSTODY_WHILE_AWAY)
    chosen = given(*an_open_iqa()).when(select_case(answered=known), facts=custody)
    assert [one.about for one in chosen.events if isinstance(one, PromptAnswered)] == [
        PromptKind.CUSTODY_WHILE_AWAY
    ]
    marks = RecordMarks(marks=(mark(1),), seen_version=1 + len(chosen.events))
    assert asked(chosen.and_when(marks, facts=custody)) == []


def test_a_yes_beside_something_to_improve_is_asked_about() -> None:
    outcome = marked(mark(2, improvement="The strategy is missing."), mark(3), mark(6, improvement="Chase."))

    assert asked(outcome) == [(PromptKind.YES_BESIDE_MATERIAL_ISSUE, (2, 6))]


def test_a_question_answered_outside_the_work_assessed_is_asked_about() -> None:
    answered = mark(9, preset_changed_because="Disclosure was dealt with at charge.")

    outcome = marked(answered, history=a_selected_case(work=(Work.EARLY_ADVICE_OR_CHARGING,)))

    assert asked(outcome) == [(PromptKind.OFF_QUESTION_ANSWERED, (9,))]


def test_the_same_words_under_questions_3_and_9_are_asked_about() -> None:
    outcome = marked(
        mark(3, good_practice="Disclosure was front-loaded."),
        mark(9, good_practice="disclosure was  front-loaded"),
    )

    assert asked(outcome) == [(PromptKind.SAME_COMMENT, (3, 9))]


def test_different_words_under_them_are_not() -> None:
    only_there = mark(9, good_practice="The defence statement was answered within a week.")

    assert asked(marked(mark(3), only_there)) == []


def test_good_practice_that_says_nothing_is_asked_about() -> None:
    outcome = marked(mark(1, good_practice="No concerns."), mark(2, good_practice="OK"))

    assert asked(outcome) == [(PromptKind.EMPTY_PHRASE, (1, 2))]


def test_a_no_that_says_nothing_of_what_to_improve_is_asked_about_where_policy_does_not_refuse_it() -> None:
    lenient = facts(policy=policy(marking__no_without_improvement_refused=False))

    assert asked(marked(mark(1, Answer.NO), given_facts=lenient)) == [
        (PromptKind.NO_WITHOUT_IMPROVEMENT, (1,))
    ]


def not_applicable(question: int) -> Mark:
    return mark(question, Answer.NOT_APPLICABLE, not_applicable=NotApplicableReason.CIRCUMSTANCE_ABSENT)


@pytest.mark.parametrize(
    ("question", "happened", "about"),
    [
        (9, (MilestoneKind.NEW_MATERIAL_RECEIVED, TODAY), PromptKind.NEW_MATERIAL_UNREVIEWED),
        (10, (MilestoneKind.DEFENCE_STATEMENT_DUE, date(2026, 10, 30)), PromptKind.DEFENCE_STATEMENT_MISSING),
    ],
)
def test_a_question_called_not_applicable_beside_an_unmet_duty_is_asked_about_with_its_day(
    question: int, happened: tuple[MilestoneKind, date], about: PromptKind
) -> None:
    known = facts(case_file=a_case_file(happened, unit="CC"))

    silent = marked(not_applicable(question), given_facts=known)
    explained = given(*a_selected_case()).when(
        record(not_applicable(question), answered=answers(about, answer="someone_elses_work")), facts=known
    )

    assert asked(silent) == [(about, (question,))]
    assert isinstance(silent.decision, Refused)
    assert silent.decision.prompts[0].on == happened[1]
    assert [one.answer for one in explained.iqa.prompts] == ["someone_elses_work"]


def test_of_a_case_that_is_on_no_export_any_more_nothing_is_known_to_be_owed() -> None:
    assert asked(marked(not_applicable(9), given_facts=facts(case_file=None))) == []


@pytest.mark.parametrize("question", [9, 10, 8])
def test_not_applicable_is_taken_where_nothing_was_owed(question: int) -> None:
    assert asked(marked(not_applicable(question))) == []


FOUR = (
    mark(1, good_practice="No concerns."),
    mark(3, good_practice="Disclosure was front-loaded.", improvement="Say so earlier."),
    mark(9, good_practice="Disclosure was front-loaded.", preset_changed_because="Dealt with at charge."),
)
LESSER = (PromptKind.YES_BESIDE_MATERIAL_ISSUE, PromptKind.SAME_COMMENT, PromptKind.EMPTY_PHRASE)


def test_whatever_is_answered_is_recorded_with_the_answer_beside_it() -> None:
    given_answers = answers(*LESSER)
    outcome = given(*a_selected_case()).when(record(*FOUR, answered=given_answers))

    kinds = [(one.about, one.answer) for one in outcome.events if isinstance(one, PromptAnswered)]
    assert outcome.kinds == ["marks_recorded", *["prompt_answered"] * 3]
    assert kinds == [(kind, "considered") for kind in LESSER]
    assert [one.about for one in outcome.iqa.prompts] == list(LESSER)


def test_an_answer_that_policy_does_not_list_records_nothing() -> None:
    odd = record(mark(1, good_practice="Fine"), answered=answers(PromptKind.EMPTY_PHRASE, answer="busy"))

    given(*a_selected_case()).when(odd).refused(Reason.UNLISTED_REASON, "considered")


def test_whoever_was_asked_and_wrote_something_else_is_recorded_as_having_heeded_it() -> None:
    heeded = answers(PromptKind.EMPTY_PHRASE, answer=HEEDED)
    better = mark(1, good_practice="The third-party material was chased at once.")

    outcome = given(*a_selected_case()).when(record(better, answered=heeded))

    assert [one for one in outcome.events if isinstance(one, PromptAnswered)] == [
        PromptAnswered(about=PromptKind.EMPTY_PHRASE, answer=HEEDED)
    ]


def test_whoever_says_that_they_heeded_it_and_did_not_is_asked_again() -> None:
    heeded = answers(PromptKind.EMPTY_PHRASE, answer=HEEDED)
    again = given(*a_selected_case()).when(record(mark(1, good_practice="Fine"), answered=heeded))

    assert asked(again) == [(PromptKind.EMPTY_PHRASE, (1,))]


def test_at_most_three_lesser_ones_are_asked_and_the_gravest_come_before_them() -> None:
    late = facts(case_file=a_case_file(LETTER_DUE), policy=policy(prompts__max_per_iqa=2))
    outcome = given(*a_selected_case()).when(record(*FOUR), facts=late)

    assert [about for about, _ in asked(outcome)] == [PromptKind.VICTIM_LETTER_UNSENT, *LESSER[:2]]


def test_after_as_many_no_lesser_one_is_asked_and_a_grave_one_is() -> None:
    full = given(*a_selected_case()).when(record(*FOUR, answered=answers(*LESSER)))
    more = RecordMarks(marks=(mark(2, good_practice="Fine"),), seen_version=full.iqa.version)

    lesser = full.and_when(more)
    grave = full.and_when(more, facts=facts(case_file=a_case_file(LETTER_DUE)))

    assert lesser.kinds == ["marks_recorded"]
    assert asked(grave) == [(PromptKind.VICTIM_LETTER_UNSENT, ())]


def test_the_same_words_are_asked_about_once_and_others_again() -> None:
    first = given(*a_selected_case()).when(
        record(mark(1, good_practice="No concerns."), answered=answers(PromptKind.EMPTY_PHRASE))
    )
    version = first.iqa.version

    same = first.and_when(RecordMarks(marks=(mark(1, good_practice="no concerns"),), seen_version=version))
    others = first.and_when(RecordMarks(marks=(mark(1, good_practice="All fine"),), seen_version=version))

    assert same.kinds == ["marks_recorded"]
    assert asked(others) == [(PromptKind.EMPTY_PHRASE, (1,))]


def test_whom_it_is_about_since_when_and_who_covers_stand_in_it() -> None:
    covered = away(PROSECUTOR, TOMORROW, TOMORROW, cover=ASSESSOR)
    custody = facts(case_file=a_case_file(custody=True), absences=(covered,))

    decision = marked(given_facts=custody).decision

    assert isinstance(decision, Refused)
    [prompt] = decision.prompts
    assert (prompt.whom, prompt.on, prompt.cover) == (PROSECUTOR, TOMORROW, ASSESSOR)


def test_a_cover_who_is_away_themselves_on_a_day_of_the_absence_is_named_with_that_day() -> None:
    covered = away(PROSECUTOR, TODAY, TOMORROW, cover=ASSESSOR)
    custody = facts(case_file=a_case_file(custody=True), absences=(covered, away(ASSESSOR, TOMORROW)))

    decision = marked(given_facts=custody).decision

    assert isinstance(decision, Refused)
    [prompt] = decision.prompts
    assert (prompt.cover, prompt.cover_away_on) == (ASSESSOR, TOMORROW)


def test_a_prompt_that_policy_leaves_out_is_not_asked() -> None:
    silent = facts(policy=policy(prompts__order=(PromptKind.SAME_COMMENT,)))

    assert asked(marked(mark(1, good_practice="Fine"), given_facts=silent)) == []


@pytest.mark.parametrize(
    "content", ["Will discuss at our next one-to-one.", "To be discussed in the team.", "I plan  to ring."]
)
def test_a_conversation_that_reads_like_a_plan_is_asked_about_before_it_is_recorded(content: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(hold_conversation(do_differently=content))

    assert asked(outcome) == [(PromptKind.INTENTION_AS_CONVERSATION, ())]


@pytest.mark.parametrize(
    "content",
    ["We discussed the bad character application.", "She explained the plan together with the officer."],
)
def test_a_conversation_that_took_place_is_not(content: str) -> None:
    assert given(*a_confirmed_iqa()).when(hold_conversation(do_differently=content)).kinds == [
        "conversation_held"
    ]


@pytest.mark.parametrize(
    "content", ["ok", "Good work, well done.", '"No concerns identified."', "- 1-2-1 Thursday 3pm"]
)
def test_a_conversation_of_which_nothing_is_said_is_asked_about(content: str) -> None:
    outcome = given(*a_confirmed_iqa()).when(hold_conversation(do_differently=content))

    assert asked(outcome) == [(PromptKind.TALK_SAYS_NOTHING, ())]


def test_whoever_says_that_it_took_place_is_believed_and_their_answer_kept() -> None:
    took_place = answers(PromptKind.INTENTION_AS_CONVERSATION, answer="took_place")
    plan = hold_conversation(do_differently="As we will discuss at her 1-2-1.", answered=took_place)

    assert given(*a_confirmed_iqa()).when(plan).kinds == ["conversation_held", "prompt_answered"]


NO = mark(1, Answer.NO, improvement="Say why the Code test is met.")


def test_where_something_was_to_be_improved_and_nothing_is_to_be_done_differently_it_is_asked_once() -> None:
    marked_down = (*a_confirmed_iqa()[:2], MarksRecorded(marks=(NO,)), *a_confirmed_iqa()[3:])
    well = hold_conversation(do_differently=None, went_well="The victim was kept informed throughout.")

    first = given(*marked_down).when(well)
    told = given(*marked_down).when(
        well.model_copy(update={"answered": answers(PromptKind.NOTHING_TO_DO_DIFFERENTLY)})
    )

    assert asked(first) == [(PromptKind.NOTHING_TO_DO_DIFFERENTLY, (1,))]
    assert told.kinds == ["conversation_held", "prompt_answered"]


def sampled(comment: str, **headings: str) -> Outcome:
    command = RecordDipSample.model_validate(
        {"comment": comment, "re_marks": re_marks(1, 2, 3), "seen_version": len(a_drawn_iqa())} | headings
    )
    return given(*a_drawn_iqa()).when(command, by=SAMPLER)


ONLY_ABOUT_PROSECUTOR = "A good lawyer who prepares well and is liked by counsel."


def test_a_dip_sample_that_only_judges_the_prosecutor_is_asked_about() -> None:
    assert asked(sampled(ONLY_ABOUT_PROSECUTOR)) == [(PromptKind.ONLY_ABOUT_PROSECUTOR, ())]


def test_a_word_in_it_about_a_question_does_not_silence_that() -> None:
    assert asked(sampled("A good lawyer, no question.")) == [(PromptKind.ONLY_ABOUT_PROSECUTOR, ())]


def test_one_that_says_something_of_the_assessment_is_not() -> None:
    assert asked(sampled(ONLY_ABOUT_PROSECUTOR, missed="Nobody asked about the third-party material.")) == []
