"""Who hears of what in one IQA: for every event there is, and with nobody's words in it."""

from datetime import UTC, date, datetime, time
from typing import get_args

import pytest

from domain.assessment import Answer, BlindAnswer, Mode, Shown, Upheld
from domain.escalations import (
    EscalationAcknowledged,
    EscalationClimbed,
    EscalationHandedOver,
    EscalationRaised,
    EscalationsSettled,
)
from domain.ids import QUARTER, TIMER
from domain.iqa import events as e
from domain.iqa.kind import IQA as KIND
from domain.iqa.manager_talks import ManagerTalkNoted, ManagerTalkReviewed
from domain.notices import Meeting, Notice, NoticeKind
from domain.policy import EscalatedMatter
from tests.bdd import Done, recorded
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    IQA_ID,
    NOW,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    TODAY,
    URN,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_sampled_iqa,
    a_selected_case,
    action,
    an_open_iqa,
    drawn,
    end_of,
    held,
    mark,
    morning_of,
    opened,
    re_marks,
    selected,
)

K = NoticeKind
PLANNED = e.ConversationPlanned(on=date(2026, 11, 12), mode=Mode.VIDEO, at=time(14, 30), minutes=45)
RAISED = EscalationRaised(
    escalation_id="e1", deadline="converse", to=(SENIOR,), matter=EscalatedMatter.CONVERSATION
)
LATE_TALK = EscalationRaised(
    escalation_id="iqa-1.e1", deadline="converse", to=(SENIOR,), matter=EscalatedMatter.CONVERSATION
)
WRITTEN = "Nobody else is to read this."
OTHER = "XN-M09"
A_TALK = ManagerTalkNoted(talk_id="m1", on=TODAY, text=WRITTEN, to_try=WRITTEN, look_due=end_of(11, 24))

Told = set[tuple[str, NoticeKind]]


def told_of(
    event: e.IqaEvent, *before: e.IqaEvent | Done, by: str = TIMER, at: datetime = NOW
) -> tuple[Notice, ...]:
    """The notices of one event alone."""
    events = recorded(*before, Done(event, by, at))
    return tuple(one for one in KIND.fold_with_notices(None, events, IQA_ID)[1] if one.version == len(events))


CASES: list[tuple[tuple[e.IqaEvent, ...], e.IqaEvent, str, Told]] = [
    ((), opened(), QUARTER, {(ASSESSOR, K.IQA_ASSIGNED)}),
    (
        an_open_iqa(),
        e.Reassigned(assessor=OTHER, senior_manager=SENIOR, because=WRITTEN),
        SENIOR,
        {(OTHER, K.IQA_ASSIGNED)},
    ),
    (
        an_open_iqa(),
        e.TargetMoved(target_on=TODAY, select_due=end_of(11, 20), because="prosecutor_away"),
        QUARTER,
        {(ASSESSOR, K.IQA_REPLANNED)},
    ),
    (a_selected_case(), e.Withdrawn(because="left", note=WRITTEN), QUARTER, {(ASSESSOR, K.IQA_WITHDRAWN)}),
    (
        a_confirmed_iqa(),
        e.Withdrawn(because="left"),
        QUARTER,
        {(ASSESSOR, K.IQA_WITHDRAWN), (PROSECUTOR, K.IQA_WITHDRAWN)},
    ),
    (a_held_conversation(), e.IqaCompleted(), ASSESSOR, set()),
    (a_completed_iqa(), e.IqaClosed(), QUARTER, set()),
    (an_open_iqa(), drawn(), ASSESSOR, set()),
    ((*an_open_iqa(), drawn()), drawn(2), ASSESSOR, {(SENIOR, K.CASE_DRAWN_AGAIN)}),
    (an_open_iqa(), selected(), ASSESSOR, set()),
    (
        a_selected_case(),
        e.CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20)),
        ASSESSOR,
        set(),
    ),
    (a_selected_case(), e.MarksRecorded(victims_note=WRITTEN), ASSESSOR, set()),
    (
        a_confirmed_iqa(),
        e.MarksRevised(marks=(mark(1),), because=WRITTEN),
        ASSESSOR,
        {(PROSECUTOR, K.MARKS_REVISED)},
    ),
    (a_confirmed_iqa(), e.MarksRevised(marks=(mark(1),), because=WRITTEN, query_id="q1"), SENIOR, set()),
    (
        a_confirmed_iqa(),
        e.ImprovementSeen(question=1, urn=URN, on=TODAY, note=WRITTEN),
        ASSESSOR,
        {(PROSECUTOR, K.IMPROVEMENT_SEEN)},
    ),
    (a_marked_iqa(), e.PromptAnswered(about="empty_phrase", answer="considered"), ASSESSOR, set()),
    (a_marked_iqa(), e.AssessmentConfirmed(), ASSESSOR, {(PROSECUTOR, K.ASSESSMENT_CONFIRMED)}),
    (
        a_confirmed_iqa(),
        PLANNED,
        ASSESSOR,
        {(ASSESSOR, K.CONVERSATION_INVITATION), (PROSECUTOR, K.CONVERSATION_INVITATION)},
    ),
    (
        a_confirmed_iqa(),
        held(do_differently=WRITTEN),
        ASSESSOR,
        {(PROSECUTOR, K.CONVERSATION_TO_CONFIRM)},
    ),
    (a_held_conversation(), e.ConversationConfirmed(note=WRITTEN), PROSECUTOR, set()),
    (
        a_held_conversation(),
        e.ConversationCorrected(on=TODAY, mode=Mode.VIDEO, went_well=WRITTEN, because=WRITTEN),
        ASSESSOR,
        {(PROSECUTOR, K.CONVERSATION_TO_CONFIRM)},
    ),
    (
        (*a_confirmed_iqa(), LATE_TALK, held()),
        e.ConversationTakenBack(because=WRITTEN, conversation_due=end_of(11, 17)),
        ASSESSOR,
        {(PROSECUTOR, K.CONVERSATION_TAKEN_BACK), (SENIOR, K.CONVERSATION_TAKEN_BACK)},
    ),
    (
        a_held_conversation(),
        e.ConversationDisputed(note=WRITTEN, conversation_due=end_of(11, 17)),
        PROSECUTOR,
        {(ASSESSOR, K.CONVERSATION_DISPUTED)},
    ),
    (
        a_confirmed_iqa(),
        e.ConversationClosedAsImpossible(because="left", note=WRITTEN),
        SENIOR,
        {(ASSESSOR, K.CONVERSATION_CLOSED), (PROSECUTOR, K.CONVERSATION_CLOSED)},
    ),
    (a_selected_case(), action(what=WRITTEN), ASSESSOR, {(COLLEAGUE, K.ACTION_ASSIGNED)}),
    (a_selected_case(), action(urgent=True), ASSESSOR, {(COLLEAGUE, K.URGENT_ACTION)}),
    (a_held_conversation(), e.NoActionsRequired(), ASSESSOR, set()),
    ((*a_selected_case(), action()), e.ActionCompleted(action_id="a1", outcome=WRITTEN), COLLEAGUE, set()),
    (
        (*a_selected_case(), action()),
        e.ActionHandedOver(action_id="a1", to=OTHER, because=WRITTEN),
        SENIOR,
        set(),
    ),
    (a_confirmed_iqa(), e.CommentMade(text=WRITTEN), PROSECUTOR, {(ASSESSOR, K.COMMENT_MADE)}),
    (
        a_confirmed_iqa(),
        e.MarkQueried(query_id="q1", question=2, text=WRITTEN, answer_due=end_of(11, 24)),
        PROSECUTOR,
        {(SENIOR, K.QUERY_RAISED)},
    ),
    (
        a_confirmed_iqa(),
        e.QueryAnswered(query_id="q1", outcome=Upheld.UPHELD, text=WRITTEN),
        SENIOR,
        {(PROSECUTOR, K.QUERY_ANSWERED)},
    ),
    (a_completed_iqa(), e.DrawnForSample(sampler=SAMPLER, pick="random"), QUARTER, set()),
    (a_drawn_iqa()[:-1], a_drawn_iqa()[-1], QUARTER, {(SAMPLER, K.SAMPLE_DRAWN)}),
    (a_drawn_iqa()[:-1], e.SamplerReplaced(sampler=OTHER, because=WRITTEN), QUARTER, set()),
    (
        a_drawn_iqa(),
        e.SamplerReplaced(sampler=OTHER, because=WRITTEN),
        QUARTER,
        {(OTHER, K.SAMPLE_DRAWN)},
    ),
    (a_completed_iqa(), e.ReleasedFromSample(), QUARTER, set()),
    (a_completed_iqa(), e.CommentDaysEnded(), TIMER, set()),
    (a_confirmed_iqa(), A_TALK, SENIOR, {(ASSESSOR, K.MANAGER_TALK_NOTED)}),
    ((*a_confirmed_iqa(), A_TALK), ManagerTalkReviewed(talk_id="m1", outcome=WRITTEN), SENIOR, set()),
    (
        a_drawn_iqa(),
        e.DipSampleRecorded(
            comment=WRITTEN, re_marks=re_marks(1), judged_version=9, feedback_due=end_of(11, 17)
        ),
        SAMPLER,
        set(),
    ),
    (a_sampled_iqa(), a_fed_back_iqa()[-1], SAMPLER, {(ASSESSOR, K.FEEDBACK_GIVEN)}),
    (a_fed_back_iqa(), e.FeedbackAcknowledged(note=WRITTEN), ASSESSOR, set()),
    (
        a_fed_back_iqa(),
        e.DevelopmentReviewed(action_id="d1", shown=Shown.YES, in_iqa="iqa-2", note=WRITTEN),
        SAMPLER,
        {(ASSESSOR, K.DEVELOPMENT_REVIEWED)},
    ),
    (
        a_drawn_iqa(),
        e.BlindReMarked(answers=(BlindAnswer(question=2, answer=Answer.NO, comment=WRITTEN),)),
        SAMPLER,
        set(),
    ),
    (a_drawn_iqa(), e.MarksSeen(), SAMPLER, set()),
    (a_confirmed_iqa(), e.ReminderSent(deadline="reminder", to=ASSESSOR), TIMER, {(ASSESSOR, K.REMINDER)}),
    (
        a_confirmed_iqa(),
        e.DeadlineMoved(deadline="converse", due=end_of(11, 20), because="absence"),
        TIMER,
        set(),
    ),
    (
        a_confirmed_iqa(),
        e.DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR),
        TIMER,
        {(ASSESSOR, K.OVERDUE)},
    ),
    (
        a_confirmed_iqa(),
        EscalationRaised(
            escalation_id="e1", deadline="converse", to=(SENIOR,), matter=EscalatedMatter.CONVERSATION
        ),
        TIMER,
        {(SENIOR, K.ESCALATION)},
    ),
    (
        (*a_confirmed_iqa(), RAISED),
        EscalationClimbed(escalation_id="e1", to=(CHIEF, SAMPLER), rung=1),
        TIMER,
        {(CHIEF, K.ESCALATION_CLIMBED), (SAMPLER, K.ESCALATION_CLIMBED)},
    ),
    (
        (*a_confirmed_iqa(), RAISED),
        EscalationHandedOver(escalation_id="e1", whose=SENIOR, to=SAMPLER),
        QUARTER,
        set(),
    ),
    (
        (*a_confirmed_iqa(), RAISED),
        EscalationAcknowledged(escalation_id="e1", by=SENIOR, will_do=WRITTEN),
        SENIOR,
        set(),
    ),
    ((*a_confirmed_iqa(), RAISED), EscalationsSettled(escalation_ids=("e1",)), ASSESSOR, set()),
]


@pytest.mark.parametrize(("before", "event", "by", "told"), CASES)
def test_an_event_is_told_to_these_people(
    before: tuple[e.IqaEvent, ...], event: e.IqaEvent, by: str, told: Told
) -> None:
    found = told_of(event, *before, by=by)

    assert {(one.to, one.kind) for one in found} == told
    assert len(found) == len(told)
    assert {one.urgent for one in found} <= {isinstance(event, e.ActionRecorded) and event.action.urgent}


def test_every_event_there_is_was_considered() -> None:
    assert {type(event) for _, event, _, _ in CASES} == set(get_args(e.IqaEvent))


def test_no_notice_holds_what_anybody_wrote_or_the_case() -> None:
    for before, event, by, _ in CASES:
        written = "".join(one.model_dump_json() for one in told_of(event, *before, by=by))
        assert WRITTEN not in written
        assert URN not in written


def test_nobody_hears_of_what_they_did_themselves() -> None:
    assert told_of(action(owner=ASSESSOR), *a_selected_case(), by=ASSESSOR) == ()


def test_whoever_is_late_hears_of_it_once_though_it_is_escalated_to_them_as_well() -> None:
    missed = e.DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR)
    raised = EscalationRaised(
        escalation_id="e1", deadline="converse", to=(ASSESSOR, SENIOR), matter=EscalatedMatter.CONVERSATION
    )

    [found] = told_of(raised, *a_confirmed_iqa(), missed)
    assert (found.to, found.kind) == (SENIOR, K.ESCALATION)


def test_an_urgent_action_that_is_late_is_told_at_once_to_everybody_whom_it_goes_to() -> None:
    past = (*a_selected_case(), action(urgent=True))
    missed = e.DeadlineMissed(deadline="action:a1", due=end_of(11, 12), whose=COLLEAGUE)
    raised = EscalationRaised(
        escalation_id="e1",
        deadline="action:a1",
        to=(COLLEAGUE, ASSESSOR),
        matter=EscalatedMatter.URGENT_ACTION,
    )

    [to_owner] = told_of(missed, *past)
    [to_manager] = told_of(raised, *past, missed, by=TIMER)

    assert (to_owner.to, to_owner.kind, to_owner.goes_alone) == (COLLEAGUE, K.OVERDUE, True)
    assert (to_manager.to, to_manager.kind, to_manager.goes_alone) == (ASSESSOR, K.ESCALATION, True)


def test_an_urgent_action_that_goes_up_is_told_at_once_too() -> None:
    raised = EscalationRaised(
        escalation_id="e1", deadline="action:a1", to=(COLLEAGUE,), matter=EscalatedMatter.URGENT_ACTION
    )
    up = EscalationClimbed(escalation_id="e1", to=(CHIEF,), rung=1)
    [found] = told_of(up, *a_selected_case(), action(urgent=True), raised)

    assert (found.to, found.kind, found.goes_alone) == (CHIEF, K.ESCALATION_CLIMBED, True)


LATE = e.DeadlineMissed(deadline="converse", due=end_of(11, 16), whose=ASSESSOR)
CLIMBED = EscalationClimbed(escalation_id="e1", to=(CHIEF,), rung=1)


@pytest.mark.parametrize(
    ("before", "event", "deadline", "due"),
    [
        ((), opened(), "select", end_of(11, 13)),
        (a_confirmed_iqa(), e.ReminderSent(deadline="reminder", to=ASSESSOR), "converse", end_of(11, 16)),
        (a_confirmed_iqa(), LATE, "converse", end_of(11, 16)),
        ((*a_confirmed_iqa(), LATE), RAISED, "converse", end_of(11, 16)),
        ((*a_confirmed_iqa(), LATE, RAISED), CLIMBED, "converse", end_of(11, 16)),
        (a_selected_case(), action(urgent=True), "action:a1", end_of(11, 24)),
    ],
    ids=["opened", "reminded", "missed", "escalated", "gone up", "action"],
)
def test_a_notice_says_of_which_step_it_is_and_by_when_that_was_due(
    before: tuple[e.IqaEvent, ...], event: e.IqaEvent, deadline: str, due: datetime
) -> None:
    found = told_of(event, *before, by=TIMER)

    assert {(one.deadline, one.due) for one in found} == {(deadline, due)}


def test_the_same_events_always_give_the_same_notices_however_they_are_folded() -> None:
    events = recorded(*a_fed_back_iqa(), PLANNED)
    at_once = KIND.fold_with_notices(None, events, IQA_ID)[1]
    bit_by_bit = tuple(
        one
        for n in range(len(events))
        for one in KIND.fold_with_notices(KIND.fold(None, events[:n], IQA_ID), events[n : n + 1], IQA_ID)[1]
    )

    assert bit_by_bit == at_once
    assert len({one.notice_id for one in at_once}) == len(at_once)


def test_a_notice_has_no_field_that_could_hold_a_mark_or_words() -> None:
    assert set(Notice.model_fields) == {
        "notice_id",
        "area",
        "stream",
        "version",
        "to",
        "kind",
        "urgent",
        "at",
        "deadline",
        "due",
        "meeting",
    }
    assert set(Meeting.model_fields) == {"on", "start", "minutes", "revision", "cancelled"}


def meetings(*events: e.IqaEvent | Done) -> list[tuple[str, bool]]:
    """To whom the last event sends an invitation, and whether it calls the conversation off."""
    found = KIND.fold_with_notices(None, recorded(*events), IQA_ID)[1]
    return [(one.to, one.meeting.cancelled) for one in found if one.meeting and one.version == len(events)]


def test_an_invitation_says_when_and_goes_to_both_whoever_planned_it() -> None:
    found = told_of(PLANNED, *a_confirmed_iqa(), by=ASSESSOR)

    version = len(a_confirmed_iqa()) + 1
    meeting = Meeting(on=date(2026, 11, 12), start=time(14, 30), minutes=45, revision=version)
    assert [(one.to, one.meeting, one.urgent) for one in found] == [
        (ASSESSOR, meeting, False),
        (PROSECUTOR, meeting, False),
    ]


def test_another_day_has_a_higher_revision_also_after_another_case() -> None:
    replaced = e.CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20))
    again = selected(conversation_due=end_of(11, 17), reminder_due=morning_of(11, 6))
    first = KIND.fold_with_notices(None, recorded(*a_selected_case(), PLANNED), IQA_ID)[1]
    events = recorded(*a_selected_case(), PLANNED, PLANNED, replaced, again, PLANNED)
    revisions = [
        one.meeting.revision for one in KIND.fold_with_notices(None, events, IQA_ID)[1] if one.meeting
    ]

    assert first[-1].meeting
    assert revisions == sorted(revisions)
    assert len(set(revisions)) == 4


@pytest.mark.parametrize(
    "event",
    [
        e.CaseReplaced(urn=URN, because="conflict", select_due=end_of(11, 20)),
        e.Withdrawn(because="left"),
        e.ConversationClosedAsImpossible(because="left", note=WRITTEN),
        held(on=date(2026, 11, 9)),
    ],
)
def test_a_plan_that_falls_away_is_called_off_for_both(event: e.IqaEvent) -> None:
    plan = (*a_confirmed_iqa(), PLANNED)

    assert meetings(*plan, event) == [(ASSESSOR, True), (PROSECUTOR, True)]
    assert meetings(*a_confirmed_iqa(), event) == []


def test_a_plan_whose_day_is_over_is_not_called_off() -> None:
    late = Done(e.Withdrawn(because="left"), SENIOR, datetime(2026, 11, 13, 0, 1, tzinfo=UTC))

    assert meetings(*a_confirmed_iqa(), PLANNED, late) == []


def test_a_plan_is_called_off_on_its_very_day() -> None:
    that_day = Done(e.Withdrawn(because="left"), SENIOR, datetime(2026, 11, 12, 23, 59, tzinfo=UTC))

    assert PLANNED.on == that_day.at.date()
    assert meetings(*a_confirmed_iqa(), PLANNED, that_day) == [(ASSESSOR, True), (PROSECUTOR, True)]


def test_a_conversation_held_on_its_day_stays_in_the_calendars() -> None:
    assert meetings(*a_confirmed_iqa(), PLANNED, held(on=PLANNED.on)) == []


def test_another_assessor_gets_the_invitation_and_the_former_one_is_let_go() -> None:
    other = e.Reassigned(assessor=OTHER, senior_manager=SENIOR, because=WRITTEN)
    same = e.Reassigned(assessor=ASSESSOR, senior_manager=OTHER, because=WRITTEN)
    plan = (*a_confirmed_iqa(), PLANNED)

    assert meetings(*plan, other) == [(ASSESSOR, True), (OTHER, False), (PROSECUTOR, False)]
    assert meetings(*plan, same) == [(ASSESSOR, False), (PROSECUTOR, False)]
