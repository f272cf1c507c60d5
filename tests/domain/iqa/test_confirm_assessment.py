"""Let the marks stand."""

from datetime import date

import pytest

from domain.assessment import Answer, Override
from domain.cases import CaseStatus, Plea, Stage
from domain.errors import Reason, Refused, See
from domain.iqa.commands import ConfirmAssessment
from domain.iqa.events import AssessmentConfirmed, ConversationClosedAsImpossible, MarksRecorded
from domain.policy import Order
from domain.questions import NotApplicableReason, Work
from tests.bdd import Done, given
from tests.factories import (
    ASSESSOR,
    CONFIRMED,
    PROSECUTOR,
    SENIOR,
    a_case_file,
    a_confirmed_iqa,
    a_marked_iqa,
    a_selected_case,
    an_open_iqa,
    away,
    end_of,
    facts,
    held,
    mark,
    marks_for,
    morning_of,
    selected,
)

CONFIRM = ConfirmAssessment(seen_version=3)


def confirmed(**changes: object) -> AssessmentConfirmed:
    """Confirmed, with the prosecutor alone found to have done the work."""
    return AssessmentConfirmed.model_validate({"done_by": (PROSECUTOR,)} | changes)


def test_the_conversation_is_then_due_within_five_working_days_with_a_reminder_at_three() -> None:
    outcome = given(*a_marked_iqa()).when(CONFIRM, at=CONFIRMED)

    outcome.then(
        confirmed(
            conversation_due=end_of(11, 16), reminder_due=morning_of(11, 12), comment_until=end_of(11, 23)
        )
    )
    assert outcome.waiting == {"converse": ASSESSOR}
    assert outcome.iqa.first_marks == outcome.iqa.marks


@pytest.mark.parametrize(("somebody", "comment_until"), [(ASSESSOR, 23), (PROSECUTOR, 25)])
def test_the_clock_pauses_while_either_person_is_recorded_absent(somebody: str, comment_until: int) -> None:
    leave = facts(absences=(away(somebody, date(2026, 11, 12), date(2026, 11, 13)),))

    given(*a_marked_iqa()).when(CONFIRM, at=CONFIRMED, facts=leave).then(
        confirmed(
            conversation_due=end_of(11, 18),
            reminder_due=morning_of(11, 16),
            comment_until=end_of(11, comment_until),
        )
    )


def test_the_clock_does_not_pause_while_somebody_else_is_away() -> None:
    leave = facts(absences=(away(SENIOR, date(2026, 11, 12), date(2026, 11, 13)),))

    given(*a_marked_iqa()).when(CONFIRM, at=CONFIRMED, facts=leave).then(
        confirmed(
            conversation_due=end_of(11, 16), reminder_due=morning_of(11, 12), comment_until=end_of(11, 23)
        )
    )


def test_it_pauses_for_sixty_working_days_at_most() -> None:
    for_good = facts(absences=(away(PROSECUTOR, date(2026, 11, 9)),))

    outcome = given(*a_marked_iqa()).when(CONFIRM, at=CONFIRMED, facts=for_good)

    talk = outcome.iqa.deadline("converse")
    assert talk is not None
    assert talk.due == end_of(2, 11, 2027)


def test_every_question_that_is_on_needs_an_answer_first() -> None:
    given(*a_selected_case(), MarksRecorded(marks=(mark(1), mark(3)))).when(CONFIRM).refused(
        Reason.QUESTIONS_UNANSWERED, "2, 6, 7, 8, 9, 11"
    )


def test_not_applicable_is_an_answer() -> None:
    not_applicable = mark(1, Answer.NOT_APPLICABLE, not_applicable=NotApplicableReason.SOMEONE_ELSES_WORK)
    rest = marks_for(selected())[1:]

    outcome = given(*a_selected_case(), MarksRecorded(marks=(not_applicable, *rest))).when(CONFIRM)

    assert outcome.kinds == ["assessment_confirmed"]


def test_a_case_that_ended_meanwhile_needs_an_override_or_is_given_up() -> None:
    ended = facts(case_file=a_case_file(status=CaseStatus.FINALISED))

    outcome = given(*a_marked_iqa()).when(CONFIRM, facts=ended)

    outcome.refused(Reason.CASE_NOT_LIVE)
    assert isinstance(outcome.decision, Refused)
    assert outcome.decision.instead is See.REPLACE


def test_with_the_override_it_is_confirmed_and_seniors_see_the_rule() -> None:
    ended = facts(case_file=a_case_file(status=CaseStatus.FINALISED, plea=Plea.GUILTY))
    overrides = tuple(
        Override(rule=rule, because="export_out_of_date")
        for rule in (Reason.CASE_NOT_LIVE, Reason.GUILTY_PLEA)
    )

    outcome = given(*a_marked_iqa()).when(ConfirmAssessment(overrides=overrides, seen_version=3), facts=ended)

    assert outcome.iqa.selection is not None
    assert outcome.iqa.selection.overridden == (Reason.CASE_NOT_LIVE, Reason.GUILTY_PLEA)


def test_what_was_overridden_at_selection_stays_overridden() -> None:
    ended = facts(case_file=a_case_file(status=CaseStatus.FINALISED))
    overridden = (Override(rule=Reason.CASE_NOT_LIVE, because="discussed"),)
    marks = MarksRecorded(marks=marks_for(selected()))

    outcome = given(*a_selected_case(overrides=overridden), marks).when(CONFIRM, facts=ended)

    assert outcome.kinds == ["assessment_confirmed"]


def test_what_the_theme_relaxed_stays_relaxed() -> None:
    guilty = facts(case_file=a_case_file(plea=Plea.GUILTY))
    marks = MarksRecorded(marks=marks_for(selected()))

    outcome = given(*a_selected_case(theme="Early guilty pleas"), marks).when(CONFIRM, facts=guilty)

    assert outcome.kinds == ["assessment_confirmed"]


def test_work_that_the_case_no_longer_shows_cannot_be_confirmed() -> None:
    uncharged = facts(case_file=a_case_file(stage=Stage.PRE_CHARGE))

    given(*a_marked_iqa()).when(CONFIRM, facts=uncharged).refused(Reason.WORK_NOT_AT_THIS_STAGE)


def test_a_case_that_is_gone_cannot_be_confirmed() -> None:
    given(*a_marked_iqa()).when(CONFIRM, facts=facts(case_file=None)).refused(Reason.UNKNOWN_CASE)


def test_there_must_be_a_case() -> None:
    given(*an_open_iqa()).when(ConfirmAssessment(seen_version=1)).refused(Reason.NO_CASE_SELECTED)


def test_it_is_confirmed_once() -> None:
    given(*a_confirmed_iqa()).when(ConfirmAssessment(seen_version=4)).refused(Reason.ASSESSMENT_CONFIRMED)


def test_only_the_assessor_confirms() -> None:
    given(*a_marked_iqa()).when(CONFIRM, by=SENIOR).refused(Reason.NOT_PERMITTED)


def test_where_the_conversation_comes_first_it_has_to_be_held_first() -> None:
    given(*a_marked_iqa(Order.CONVERSATION_FIRST)).when(CONFIRM).refused(Reason.CONVERSATION_FIRST)


def test_after_that_conversation_nothing_more_is_due_for_it() -> None:
    talked = held(marks_due=end_of(11, 16), actions_due=end_of(11, 17))

    outcome = given(*a_marked_iqa(Order.CONVERSATION_FIRST), talked).when(ConfirmAssessment(seen_version=4))

    outcome.then(confirmed(comment_until=end_of(11, 24)))
    assert outcome.waiting == {"confirm_conversation": PROSECUTOR, "record_actions": ASSESSOR}


def test_a_conversation_closed_as_impossible_comes_first_too() -> None:
    closed = ConversationClosedAsImpossible(because="left", note="Moved to another Area on Friday.")

    outcome = given(*a_marked_iqa(Order.CONVERSATION_FIRST), Done(closed, SENIOR)).when(
        ConfirmAssessment(seen_version=4)
    )

    outcome.then(confirmed(comment_until=end_of(11, 24)))


@pytest.mark.parametrize("work", Work)
def test_any_kind_of_work_can_be_confirmed(work: Work) -> None:
    outcome = given(*a_marked_iqa(work=(work,))).when(CONFIRM)

    assert outcome.kinds == ["assessment_confirmed"]


def test_marks_changed_since_the_assessor_looked_are_not_confirmed() -> None:
    given(*a_marked_iqa()).when(ConfirmAssessment(seen_version=2)).refused(Reason.STALE, ASSESSOR)
