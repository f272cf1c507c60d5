"""The sampler marks before seeing the manager's marks, where local policy offers or requires it."""

from typing import Any
from uuid import UUID

import pytest

from domain.assessment import Answer, BlindAnswer, BlindReMark, ReMark, Upheld, Verdict, compared
from domain.errors import Reason
from domain.iqa.commands import IqaEnvelope, RecordDipSample, ReMarkBlind, SeeMarks
from domain.iqa.events import (
    BlindReMarked,
    DipSampleRecorded,
    DrawnForSample,
    IqaEvent,
    MarkQueried,
    MarksRevised,
    MarksSeen,
    QueryAnswered,
    SamplerReplaced,
)
from domain.iqa.facts import LooksOf
from domain.iqa.needs import needs
from domain.iqa.sight import WHOLE, Part, may_read
from domain.iqa.state import Iqa
from domain.people import Role
from domain.questions import NotApplicableReason
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    IQA_ID,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_completed_iqa,
    a_drawn_iqa,
    end_of,
    facts,
    mark,
    person,
    re_marks,
)

WORDS = "Fair marks but for question 2."


def answers(**given_answers: Answer) -> tuple[BlindAnswer, ...]:
    return tuple(
        BlindAnswer(question=int(number.removeprefix("q")), answer=answer)
        for number, answer in given_answers.items()
    )


OWN = answers(q1=Answer.YES, q2=Answer.NO, q3=Answer.YES)
RE_MARK = ReMarkBlind(answers=OWN)
BLIND = BlindReMarked(answers=OWN)


def drawn(blind: BlindReMark) -> tuple[IqaEvent, ...]:
    *completed, _, started = a_drawn_iqa()
    return *completed, DrawnForSample(sampler=SAMPLER, pick="random", blind=blind), started


OFF, OFFERED, REQUIRED = drawn(BlindReMark.OFF), drawn(BlindReMark.OFFERED), drawn(BlindReMark.REQUIRED)
SEEN = len(OFFERED)
TO_A_BLIND_SAMPLER = {Part.COVER, Part.RECORD, Part.ACTIONS, Part.SAMPLE}


def check(seen: int = SEEN, **changes: object) -> RecordDipSample:
    values: dict[str, Any] = {"comment": WORDS, "missed": "No strategy.", "seen_version": seen}
    return RecordDipSample.model_validate(values | changes)


def after(*events: IqaEvent | Done) -> Iqa:
    iqa = given(*events).iqa
    assert iqa is not None
    return iqa


def reads(*events: IqaEvent | Done, staff_id: str = SAMPLER) -> frozenset[Part]:
    return may_read(person(staff_id, Role.SENIOR_MANAGER, None), after(*events))


@pytest.mark.parametrize("history", [OFFERED, REQUIRED])
def test_the_sampler_reads_neither_marks_nor_what_was_said_of_them_until_they_marked(
    history: tuple[IqaEvent, ...],
) -> None:
    assert reads(*history) == TO_A_BLIND_SAMPLER
    assert reads(*history, BLIND) == WHOLE


def test_others_above_read_them_all_the_same() -> None:
    assert reads(*REQUIRED, staff_id=SENIOR) == WHOLE


def test_where_policy_asks_for_none_the_sampler_reads_everything() -> None:
    assert reads(*OFF) == WHOLE


@pytest.mark.parametrize("history", [OFFERED, REQUIRED])
def test_their_own_answers_are_kept_before_the_marks_are_shown(history: tuple[IqaEvent, ...]) -> None:
    given(*history).when(RE_MARK, by=SAMPLER).then(BLIND)


def test_a_sampler_who_had_seen_the_iqa_before_is_not_recorded_as_blind() -> None:
    known = facts(looked_before=True)

    marked = given(*REQUIRED).when(RE_MARK, by=SAMPLER, facts=known)
    recorded = marked.and_when(check(re_marks=re_marks(2)), by=SAMPLER)

    marked.then(BlindReMarked(answers=OWN, looked_before=True))
    assert recorded.iqa.sample is not None
    assert [(one.question, one.verdict, one.blind) for one in recorded.iqa.sample.re_marks] == [
        (2, Verdict.REASONABLE, None),
        (1, Verdict.REASONABLE, None),
        (3, Verdict.REASONABLE, None),
    ]


def test_what_shows_that_they_saw_it_is_asked_of_the_ledger_and_of_its_quarter() -> None:
    envelope = IqaEnvelope(command_id=UUID(int=1), actor=SAMPLER, command=RE_MARK)
    other = envelope.model_copy(update={"command": SeeMarks()})

    assert needs(envelope, after(*OFFERED)).looks_of == LooksOf(
        iqa_id=IQA_ID, quarter_id="quarter-2026-27-Q3-XN", person=SAMPLER
    )
    assert needs(other, after(*OFFERED)).looks_of is None


def test_where_it_is_offered_the_sampler_may_see_the_marks_first_and_is_not_blind_from_then_on() -> None:
    given(*OFFERED).when(SeeMarks(), by=SAMPLER).then(MarksSeen())
    assert reads(*OFFERED, MarksSeen()) == WHOLE
    given(*OFFERED, MarksSeen()).when(RE_MARK, by=SAMPLER).refused(Reason.NOT_BLIND)
    given(*OFFERED, MarksSeen()).when(SeeMarks(), by=SAMPLER).refused(Reason.NOT_BLIND)


def test_where_it_is_required_nothing_comes_before_it() -> None:
    given(*REQUIRED).when(SeeMarks(), by=SAMPLER).refused(Reason.BLIND_RE_MARK_FIRST)
    given(*REQUIRED).when(check(re_marks=re_marks(1, 2, 3)), by=SAMPLER).refused(Reason.BLIND_RE_MARK_FIRST)


def test_where_it_is_offered_the_check_can_be_recorded_without_it() -> None:
    outcome = given(*OFFERED).when(check(re_marks=re_marks(1, 2, 3)), by=SAMPLER)

    assert outcome.kinds == ["dip_sample_recorded"]


def test_where_policy_asks_for_none_there_is_none() -> None:
    given(*OFF).when(RE_MARK, by=SAMPLER).refused(Reason.NOT_BLIND)


def test_it_is_done_once() -> None:
    given(*OFFERED, BLIND).when(RE_MARK, by=SAMPLER).refused(Reason.NOT_BLIND)


def test_it_has_answers_each_to_one_question_that_the_manager_marked() -> None:
    given(*OFFERED).when(ReMarkBlind(answers=()), by=SAMPLER).refused(Reason.NOTHING_WRITTEN)
    given(*OFFERED).when(ReMarkBlind(answers=(*OWN, *OWN[:1])), by=SAMPLER).refused(Reason.QUESTION_TWICE)
    given(*OFFERED).when(ReMarkBlind(answers=answers(q12=Answer.NO)), by=SAMPLER).refused(
        Reason.UNKNOWN_QUESTION, "question 12"
    )


def test_it_waits_until_the_sample_can_start() -> None:
    waiting = (*a_completed_iqa()[:-2], OFFERED[-2])

    given(*waiting).when(RE_MARK, by=SAMPLER).refused(Reason.SAMPLE_NOT_STARTED)


@pytest.mark.parametrize("by", [ASSESSOR, PROSECUTOR, SENIOR, CHIEF])
def test_only_the_sampler_marks_blind_or_chooses_not_to(by: str) -> None:
    given(*OFFERED).when(RE_MARK, by=by).refused(Reason.NOT_PERMITTED)
    given(*OFFERED).when(SeeMarks(), by=by).refused(Reason.NOT_PERMITTED)


def test_an_iqa_that_is_not_sampled_shows_its_marks_to_nobody_more() -> None:
    given(*a_completed_iqa()).when(SeeMarks(), by=SAMPLER).refused(Reason.NOT_PERMITTED)


def test_the_check_then_needs_no_verdicts_for_they_follow_from_the_comparison() -> None:
    outcome = given(*REQUIRED, BLIND).when(check(seen=SEEN + 1), by=SAMPLER)

    outcome.then(
        DipSampleRecorded(
            comment=WORDS,
            re_marks=(
                ReMark(question=1, verdict=Verdict.REASONABLE, blind=Answer.YES),
                ReMark(question=2, verdict=Verdict.TOO_LENIENT, blind=Answer.NO),
                ReMark(question=3, verdict=Verdict.REASONABLE, blind=Answer.YES),
            ),
            missed="No strategy.",
            re_marks_asked=3,
            judged_version=SEEN + 1,
            feedback_due=end_of(11, 17),
        )
    )


def test_a_verdict_that_is_given_counts_and_the_blind_answer_stays_beside_it() -> None:
    second_thoughts = ReMark(
        question=2, verdict=Verdict.REASONABLE, blind=Answer.YES, comment="On reflection."
    )

    [recorded, *_] = given(*OFFERED, BLIND).when(check(re_marks=(second_thoughts,)), by=SAMPLER).events

    assert isinstance(recorded, DipSampleRecorded)
    assert recorded.re_marks[0] == second_thoughts.model_copy(update={"blind": Answer.NO})
    assert len(recorded.re_marks) == 3


def test_nobody_says_that_they_marked_blind_who_did_not() -> None:
    claimed = tuple(one.model_copy(update={"blind": Answer.YES}) for one in re_marks(1, 2, 3))

    [recorded, *_] = given(*OFFERED).when(check(re_marks=claimed), by=SAMPLER).events

    assert isinstance(recorded, DipSampleRecorded)
    assert recorded.re_marks == re_marks(1, 2, 3)


def test_it_is_compared_with_the_mark_as_it_stands_at_the_check() -> None:
    not_applicable = mark(2, Answer.NOT_APPLICABLE, not_applicable=NotApplicableReason.CIRCUMSTANCE_ABSENT)
    revised = Done(MarksRevised(marks=(not_applicable,), because="On reflection."), ASSESSOR)

    [recorded, *_] = given(*OFFERED, BLIND, revised).when(check(seen=SEEN + 2), by=SAMPLER).events

    assert isinstance(recorded, DipSampleRecorded)
    assert recorded.re_marks[1].verdict is Verdict.SHOULD_NOT_BE_NOT_APPLICABLE


@pytest.mark.parametrize(
    ("own", "theirs", "verdict"),
    [
        (Answer.YES, Answer.YES, Verdict.REASONABLE),
        (Answer.NO, Answer.NO, Verdict.REASONABLE),
        (Answer.NOT_APPLICABLE, Answer.NOT_APPLICABLE, Verdict.REASONABLE),
        (Answer.NO, Answer.YES, Verdict.TOO_LENIENT),
        (Answer.YES, Answer.NO, Verdict.TOO_STRICT),
        (Answer.NOT_APPLICABLE, Answer.YES, Verdict.SHOULD_BE_NOT_APPLICABLE),
        (Answer.NOT_APPLICABLE, Answer.NO, Verdict.SHOULD_BE_NOT_APPLICABLE),
        (Answer.YES, Answer.NOT_APPLICABLE, Verdict.SHOULD_NOT_BE_NOT_APPLICABLE),
        (Answer.NO, Answer.NOT_APPLICABLE, Verdict.SHOULD_NOT_BE_NOT_APPLICABLE),
    ],
)
def test_the_direction_follows_from_the_two_answers(own: Answer, theirs: Answer, verdict: Verdict) -> None:
    assert compared(own, theirs) is verdict


def test_every_verdict_follows_from_two_answers_but_the_one_that_only_words_explain() -> None:
    found = {compared(own, theirs) for own in Answer for theirs in Answer}

    assert found == set(Verdict) - {Verdict.OTHER}


@pytest.mark.parametrize("own", Answer)
@pytest.mark.parametrize("theirs", Answer)
def test_a_mark_is_too_lenient_where_the_answer_gives_more_credit(own: Answer, theirs: Answer) -> None:
    both = own.credit is not None and theirs.credit is not None

    assert (compared(own, theirs) is Verdict.REASONABLE) is (own is theirs)
    assert (compared(own, theirs) in {Verdict.TOO_LENIENT, Verdict.TOO_STRICT}) is (
        both and own is not theirs
    )


def test_a_mark_of_the_samplers_own_is_not_marked_blind() -> None:
    amended = mark(2, Answer.NO, improvement="Set out a trial strategy.")
    by_sampler = (
        Done(MarkQueried(query_id="q1", question=2, text="Why?", answer_due=end_of(11, 24)), PROSECUTOR),
        Done(QueryAnswered(query_id="q1", outcome=Upheld.UPHELD, text="Indeed."), SAMPLER),
        Done(MarksRevised(marks=(amended,), because="Indeed.", query_id="q1"), SAMPLER),
    )

    given(*OFFERED, *by_sampler).when(RE_MARK, by=SAMPLER).refused(Reason.TOOK_PART, "question 2")


def test_another_sampler_marks_anew() -> None:
    replaced = SamplerReplaced(sampler=SENIOR, because="On leave.")

    given(*OFFERED, BLIND, replaced).when(RE_MARK, by=SENIOR).then(BLIND)
    assert reads(*OFFERED, MarksSeen(), replaced, staff_id=SENIOR) == {
        Part.COVER,
        Part.RECORD,
        Part.ACTIONS,
        Part.SAMPLE,
    }
