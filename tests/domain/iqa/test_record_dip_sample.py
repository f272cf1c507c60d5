"""The second check."""

from typing import Any

import pytest

from domain.assessment import Answer, Judgement, ReMark, Upheld, Verdict
from domain.errors import Reason, Refused
from domain.iqa.commands import RecordDipSample
from domain.iqa.events import (
    ConversationDisputed,
    DeadlineMissed,
    DipSampleRecorded,
    DipSampleStarted,
    DrawnForSample,
    MarkQueried,
    MarksRevised,
    PromptAnswered,
    QueryAnswered,
)
from domain.iqa.re_marks import not_re_marked
from domain.known import Follows, KnownFact
from domain.prompts import PromptAnswer, PromptKind
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_sampled_iqa,
    end_of,
    facts,
    mark,
    policy,
    re_marks,
)

WORDS = "Fair marks, but question 2 asks for a strategy that is not there."
SEEN = len(a_drawn_iqa())


def sample(*marks: ReMark, seen: int = SEEN, **changes: object) -> RecordDipSample:
    values = {
        "comment": WORDS,
        "missed": "No strategy.",
        "re_marks": marks or re_marks(1, 2, 3),
        "seen_version": seen,
    }
    return RecordDipSample.model_validate(values | changes)


def test_the_managers_feedback_is_due_within_five_working_days() -> None:
    headings: dict[str, Any] = {
        "got_right": "The disclosure marks.",
        "missed": "No strategy in the review.",
        "manager_will_do": "Ask for one at charge.",
        "case_read": True,
    }

    outcome = given(*a_drawn_iqa()).when(sample(**headings), by=SAMPLER)

    outcome.then(
        DipSampleRecorded(
            comment=WORDS,
            re_marks=re_marks(1, 2, 3),
            re_marks_asked=3,
            judged_version=SEEN,
            feedback_due=end_of(11, 17),
            got_right="The disclosure marks.",
            missed="No strategy in the review.",
            manager_will_do="Ask for one at charge.",
            case_read=True,
        )
    )
    assert outcome.waiting["feedback"] == SAMPLER
    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.missed == "No strategy in the review."


@pytest.mark.parametrize("verdict", Verdict)
def test_a_re_mark_has_a_direction_and_changes_no_mark(verdict: Verdict) -> None:
    judged = (ReMark(question=2, verdict=verdict, comment="No trial strategy."), *re_marks(1, 3))

    outcome = given(*a_drawn_iqa()).when(sample(*judged), by=SAMPLER)

    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.re_marks == judged
    assert outcome.iqa.marks == outcome.iqa.first_marks


@pytest.mark.parametrize("questions", [(), (3,), (2, 3), (1, 2, 3, 6, 7, 8, 9, 11)])
def test_a_thin_check_is_asked_about_once_and_nobody_is_held_up_for_what_they_did_not_re_mark(
    questions: tuple[int, ...],
) -> None:
    bare = RecordDipSample(comment="Agree with DCP.", re_marks=re_marks(*questions), seen_version=SEEN)
    answer = PromptAnswer(prompt=PromptKind.ONLY_ABOUT_PROSECUTOR, answer="considered")

    given(*a_drawn_iqa()).when(bare, by=SAMPLER).refused(Reason.ASKED_FIRST, "only_about_prosecutor")
    outcome = given(*a_drawn_iqa()).when(bare.model_copy(update={"answered": (answer,)}), by=SAMPLER)

    assert outcome.iqa.sample is not None
    assert [one.question for one in outcome.iqa.sample.re_marks] == [*questions]
    assert outcome.iqa.sample.re_marks_asked == 3
    assert set(not_re_marked(outcome.iqa)) == {1, 2, 3, 6, 7, 8, 9, 11} - set(questions)


def test_no_more_re_marks_are_asked_for_than_there_are_marks() -> None:
    many = facts(policy=policy(dip_sample__re_mark_more=11))

    outcome = given(*a_drawn_iqa()).when(sample(), by=SAMPLER, facts=many)

    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.re_marks_asked == 8


def test_what_is_judged_of_the_assessment_is_ticked_once_each() -> None:
    ticked = (Judgement.TOO_EARLY, Judgement.ACTION_MISSING, Judgement.TOO_EARLY)

    outcome = given(*a_drawn_iqa()).when(sample(judgements=ticked), by=SAMPLER)

    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.judgements == (Judgement.TOO_EARLY, Judgement.ACTION_MISSING)


LATE = DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR)
OVERDUE = (
    *a_confirmed_iqa(),
    LATE,
    DrawnForSample(sampler=SAMPLER, pick="random"),
    DipSampleStarted(conversation_overdue=True, sample_due=end_of(11, 24)),
)
TALK_ON_MONDAY = Follows(fact=KnownFact.NOT_HELD, sentence="I sit in on the talk on Monday.")
AS_LATE = Follows(fact=KnownFact.NOT_HELD_BY_ITS_DAY, sentence="We plan the talk as the marks are confirmed.")


def overdue(*follows: Follows, **changes: object) -> RecordDipSample:
    return sample(seen=len(OVERDUE), follows=follows, **changes)


def test_what_the_record_shows_is_asked_only_what_follows_and_that_once() -> None:
    asked = given(*OVERDUE).when(overdue(), by=SAMPLER)
    answer = PromptAnswer(prompt=PromptKind.WHAT_FOLLOWS, answer="in_comment")
    recorded = given(*OVERDUE).when(overdue(answered=(answer,)), by=SAMPLER)

    asked.refused(Reason.ASKED_FIRST, "what_follows")
    assert isinstance(asked.decision, Refused)
    assert asked.decision.prompts[0].facts == (KnownFact.NOT_HELD_BY_ITS_DAY, KnownFact.NOT_HELD)
    assert recorded.kinds == ["dip_sample_recorded", "prompt_answered"]


def test_what_follows_is_kept_beside_the_fact_and_nothing_more_is_asked() -> None:
    outcome = given(*OVERDUE).when(overdue(AS_LATE, TALK_ON_MONDAY), by=SAMPLER)

    assert outcome.kinds == ["dip_sample_recorded"]
    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.follows == (AS_LATE, TALK_ON_MONDAY)


def test_a_fact_of_which_something_is_said_is_not_asked_about() -> None:
    decision = given(*OVERDUE).when(overdue(TALK_ON_MONDAY), by=SAMPLER).decision

    assert isinstance(decision, Refused)
    assert decision.prompts[0].facts == (KnownFact.NOT_HELD_BY_ITS_DAY,)


def test_what_follows_is_asked_however_much_the_assessor_was_asked() -> None:
    lesser = [
        PromptAnswered(about=PromptKind.EMPTY_PHRASE, answer="considered", words=(f"{n:016x}",))
        for n in range(3)
    ]

    given(*OVERDUE, *lesser).when(
        overdue().model_copy(update={"seen_version": len(OVERDUE) + 3}), by=SAMPLER
    ).refused(Reason.ASKED_FIRST, "what_follows")


def test_what_follows_of_a_fact_is_a_word_on_the_assessment() -> None:
    bare = overdue(AS_LATE, TALK_ON_MONDAY, missed=None)

    assert given(*OVERDUE).when(bare, by=SAMPLER).kinds == ["dip_sample_recorded"]


def test_nothing_follows_from_what_the_record_does_not_show() -> None:
    told = given(*a_drawn_iqa()).when(sample(follows=(TALK_ON_MONDAY,)), by=SAMPLER)

    told.refused(Reason.UNKNOWN_FACT, "not_held")


def test_of_one_fact_it_is_said_once_what_follows() -> None:
    told = given(*OVERDUE).when(overdue(TALK_ON_MONDAY, TALK_ON_MONDAY), by=SAMPLER)

    told.refused(Reason.QUESTION_TWICE, "not_held")


def test_a_question_without_a_mark_cannot_be_re_marked() -> None:
    given(*a_drawn_iqa()).when(sample(*re_marks(1, 2, 3, 12)), by=SAMPLER).refused(
        Reason.UNKNOWN_QUESTION, "question 12"
    )


def test_a_question_is_re_marked_once() -> None:
    given(*a_drawn_iqa()).when(sample(*re_marks(1, 2, 3, 2)), by=SAMPLER).refused(
        Reason.QUESTION_TWICE, "question 2"
    )


AMENDED = mark(2, Answer.NO, improvement="Set out a trial strategy.")
AMENDED_BY_SAMPLER = (
    Done(MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24)), PROSECUTOR),
    Done(MarkQueried(query_id="q2", question=3, text="Why?", answer_due=end_of(11, 24)), PROSECUTOR),
    Done(QueryAnswered(query_id="q1", outcome=Upheld.UPHELD, text="Indeed."), SAMPLER),
    Done(MarksRevised(marks=(AMENDED,), because="Indeed.", query_id="q1"), SAMPLER),
    Done(QueryAnswered(query_id="q2", outcome=Upheld.NOT_UPHELD, text="It stands."), SAMPLER),
)


def test_nobody_samples_a_mark_that_they_gave_in_answer_to_a_query() -> None:
    given(*a_drawn_iqa(), *AMENDED_BY_SAMPLER).when(
        sample(*re_marks(1, 2, 3), seen=SEEN + 5), by=SAMPLER
    ).refused(Reason.TOOK_PART, f"question 2: amended by {SAMPLER}")


def test_without_that_mark_the_sample_is_complete() -> None:
    outcome = given(*a_drawn_iqa(), *AMENDED_BY_SAMPLER).when(
        sample(*re_marks(1, 3), seen=SEEN + 5), by=SAMPLER
    )

    assert outcome.kinds == ["dip_sample_recorded"]
    assert outcome.iqa.sample is not None
    assert outcome.iqa.sample.re_marks_asked == 2, "question 2 is not theirs to judge"


def test_it_starts_when_the_iqa_is_completed() -> None:
    drawn = DrawnForSample(sampler=SAMPLER, pick="random")

    given(*a_confirmed_iqa(), drawn).when(sample(seen=5), by=SAMPLER).refused(Reason.SAMPLE_NOT_STARTED)


def test_it_is_recorded_once() -> None:
    given(*a_sampled_iqa()).when(sample(seen=SEEN + 1), by=SAMPLER).refused(Reason.ALREADY_DONE, "dip sample")


@pytest.mark.parametrize(
    "since",
    [
        Done(MarksRevised(marks=(AMENDED,), because="On reflection."), ASSESSOR),
        Done(ConversationDisputed(conversation_due=end_of(11, 17)), PROSECUTOR),
    ],
)
def test_it_judges_the_last_version_of_the_marks_and_of_the_conversation(since: Done) -> None:
    given(*a_drawn_iqa(), since).when(sample(), by=SAMPLER).refused(Reason.STALE, since.by)


def test_a_version_that_is_not_recorded_yet_was_never_seen() -> None:
    given(*a_drawn_iqa()).when(sample(seen=99), by=SAMPLER).refused(Reason.STALE, "version 9")


@pytest.mark.parametrize("by", [ASSESSOR, PROSECUTOR, SENIOR, CHIEF])
def test_only_the_sampler_samples(by: str) -> None:
    given(*a_drawn_iqa()).when(sample(), by=by).refused(Reason.NOT_PERMITTED)


def test_an_iqa_that_was_not_drawn_has_no_sampler() -> None:
    given(*a_completed_iqa()).when(sample(seen=7), by=SAMPLER).refused(Reason.NOT_PERMITTED, "sampler")
