"""A story: who reads which line of it, who is told to have done what, and how late a step came."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from clients.desk.telling import readers
from clients.desk.telling.lines import StoryLine
from domain import stream
from domain.assessment import BlindReMark, Mode, Override
from domain.audit import Decided
from domain.casework import commands as on_case
from domain.casework import events as case
from domain.casework.kind import CASE
from domain.errors import Reason, Refused
from domain.escalations import (
    AcknowledgeEscalation,
    EscalationAcknowledged,
    EscalationRaised,
    EscalationsSettled,
)
from domain.ids import QUARTER, TIMER
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.kind import IQA
from domain.policy import EscalatedMatter
from domain.quarter import commands as of_quarter
from domain.quarter import events as quarter
from domain.quarter.kind import QUARTER as QUARTER_KIND
from domain.stream import Kind, Recorded
from domain.values import Value
from tests.bdd import Done, recorded
from tests.domain.casework import bdd as cases
from tests.domain.quarter import bdd as quarters
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    CONFIRMED,
    IQA_ID,
    NOW,
    PEOPLE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_held_conversation,
    a_marked_iqa,
    action,
    end_of,
    facts,
    held,
    selected,
)
from tests.telling import EVERYTHING, told_as

REFUSED = Refused(reason=Reason.NOT_PERMITTED)
SAMPLE_WORDS = ("sample", "feedback", "risk", SAMPLER)


def decided(
    kind: Kind[Any, Any, Any],
    actor: str,
    command: Value,
    *events: Recorded[Any],
    refused: Refused | None = None,
) -> Decided[Any, Any]:
    envelope = kind.envelope.model_validate({"command_id": uuid4(), "actor": actor, "command": command})
    kinds = tuple(event.kind for event in events)
    answer = stream.Answer(
        command_id=envelope.command_id, command_hash=envelope.hash, events=kinds, version=1
    )
    return Decided(
        where="command",
        envelope=envelope,
        sent_hash=envelope.hash,
        command_hash=envelope.hash,
        now=NOW,
        version=0,
        events=events,
        answer=refused or answer,
        facts=facts().recorded(),
        rules="",
    )


def each(*events: e.IqaEvent | Done) -> list[Decided[Any, Any]]:
    """Each event led to by a command of its own, that is about no second check."""
    return [decided(IQA, one.actor, c.RecordNoActions(), one) for one in recorded(*events)]


def story(*events: e.IqaEvent | Done) -> tuple[StoryLine, ...]:
    """The whole story of an IQA."""
    return told_as(EVERYTHING, IQA_ID, each(*events))


def last(
    events: Iterable[e.IqaEvent], event: e.IqaEvent, by: str = ASSESSOR, at: datetime = NOW
) -> StoryLine:
    return story(*events, Done(event, by, at))[-1]


def read_by(who: str, found: list[Decided[Any, Any]]) -> tuple[StoryLine, ...]:
    """The story of an IQA as one of ``PEOPLE`` reads it at its end."""
    person = next(one for one in PEOPLE if one.staff_id == who)
    iqa = IQA.fold(None, [event for one in found for event in one.events], IQA_ID)
    assert iqa is not None
    return told_as(readers.of_iqa(person, iqa), IQA_ID, found)


def kinds(lines: Iterable[StoryLine]) -> list[str | None]:
    return [line.kind for line in lines]


def everything(lines: Iterable[StoryLine]) -> str:
    return " ".join(line.model_dump_json() for line in lines)


@pytest.mark.parametrize(
    ("actor", "role"),
    [
        (ASSESSOR, "assessor"),
        (PROSECUTOR, "prosecutor"),
        (SAMPLER, "sampler"),
        (SENIOR, "senior_manager"),
        (CHIEF, "chief_crown_prosecutor"),
        (TIMER, "system"),
        (STRANGER, "unknown"),
    ],
)
def test_everybody_is_told_by_what_they_are_to_the_iqa_or_else_by_their_post(actor: str, role: str) -> None:
    line = last(a_drawn_iqa(), e.ConversationPlanned(on=date(2026, 11, 12), mode=Mode.VIDEO), by=actor)

    assert line.role == role


def test_a_line_tells_an_event_in_words_with_what_sets_it_apart() -> None:
    aside = (Override(rule="case_not_live", because="only_case", note="There is no other."),)

    line = last([e.IqaOpened.model_validate(dict(a_marked_iqa()[0]))], selected(overrides=aside))

    assert line.what == (
        "the case is selected: 91XN0000126, early advice or charging, initial review, progression, chosen,"
        " one of 4 eligible, work done by XN-P001, marks due Tue 17 Nov 2026; set aside: case not live (only case)"
    )
    assert [(one.about, one.text) for one in line.says] == [("Case not live", "There is no other.")]


def test_what_was_asked_first_is_told_in_its_words_with_the_answer() -> None:
    asked = e.PromptAnswered(about="empty_phrase", questions=(2,), answer="not_so", words=("0f",))

    *_, line = story(*a_marked_iqa(), asked)

    asks = "The good practice names nothing: what was good?"
    assert line.what == f"what was asked first is answered: {asks}, at Q2, answer: not so"


def test_what_was_escalated_is_told_by_its_step_from_first_to_last() -> None:
    raised = EscalationRaised(
        escalation_id="e1", deadline="converse", to=(SENIOR,), matter=EscalatedMatter.CONVERSATION
    )
    taken = EscalationAcknowledged(escalation_id="e1", by=SENIOR, will_do="I cover the hearing.")
    settled = EscalationsSettled(escalation_ids=("e1",))

    *_, first, second, third = story(*a_confirmed_iqa(), raised, Done(taken, SENIOR), settled)

    assert first.what.startswith(
        f"it was escalated: hold the conversation, as a matter of conversation, to {SENIOR}"
    )
    assert second.what.endswith(f": hold the conversation, by {SENIOR}")
    assert [one.text for one in second.says] == ["I cover the hearing."]
    assert third.what == "what was escalated of it is settled: hold the conversation"


def test_a_step_that_came_in_time_is_told() -> None:
    [met] = last(a_confirmed_iqa(), held(), at=CONFIRMED + timedelta(days=1)).met

    assert (met.deadline, met.due, met.late_days) == ("converse", end_of(11, 16), 0)
    assert met.says == "hold the conversation: in time, due Mon 16 Nov 2026"


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 11, 17, 0, 0, 1, tzinfo=UTC), "1 day (1 working day)"),
        (datetime(2026, 11, 19, 9, tzinfo=UTC), "3 days (3 working days)"),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "6 days (4 working days)"),
        (datetime(2031, 11, 16, 9, tzinfo=UTC), "1826 days"),
    ],
)
def test_a_step_that_came_late_is_told_in_days_and_in_working_days_where_these_are_known(
    at: datetime, late: str
) -> None:
    [met] = last(a_confirmed_iqa(), held(), at=at).met

    assert met.says == f"hold the conversation: late by {late}, due Mon 16 Nov 2026"


def test_the_last_instant_of_the_day_is_in_time() -> None:
    assert last(a_confirmed_iqa(), held(), at=end_of(11, 16)).met[0].late_days == 0


def test_a_dispute_answers_the_prosecutors_step_and_meets_none_that_it_takes_away() -> None:
    disputed = e.ConversationDisputed(conversation_due=end_of(11, 30))

    assert last(a_held_conversation(), disputed, PROSECUTOR).met == ()


def test_the_conversation_is_met_again_after_a_dispute() -> None:
    disputed = e.ConversationDisputed(conversation_due=end_of(11, 30))

    line = last((*a_held_conversation(), disputed), held(), at=datetime(2026, 11, 20, tzinfo=UTC))

    assert [met.says for met in line.met] == ["hold the conversation: in time, due Mon 30 Nov 2026"]


def test_an_attempt_that_was_refused_is_told_with_its_reason_and_no_version() -> None:
    asked = decided(IQA, PROSECUTOR, c.RecordNoActions(), refused=REFUSED)

    line = told_as(EVERYTHING, IQA_ID, [*each(*a_marked_iqa()), asked])[-1]

    assert line.what == "asked to record no actions: refused, not permitted"
    assert (line.role, line.version, line.kind) == ("prosecutor", None, None)


def test_whoever_was_asked_first_was_not_refused() -> None:
    asked = decided(IQA, ASSESSOR, c.RecordNoActions(), refused=Refused(reason=Reason.ASKED_FIRST))
    before = each(*a_marked_iqa())

    assert told_as(EVERYTHING, IQA_ID, [*before, asked]) == told_as(EVERYTHING, IQA_ID, before)


def test_what_is_refused_before_the_opening_is_told_by_the_post() -> None:
    asked = decided(IQA, SENIOR, c.RecordNoActions(), refused=Refused(reason=Reason.NOT_OPEN))

    [line] = told_as(EVERYTHING, IQA_ID, [asked])

    assert line.role == "senior_manager"


def checked() -> list[Decided[Any, Any]]:
    """An IQA that was picked for risk, checked, fed back and closed; the sampler had also taken on an escalation."""
    raised = EscalationRaised(
        escalation_id="e1", deadline="converse", to=(SAMPLER,), matter=EscalatedMatter.CONVERSATION
    )
    prompted = e.PromptAnswered(about="empty_phrase", answer="considered")
    before = each(*a_marked_iqa(), prompted, *a_completed_iqa()[3:], Done(raised, TIMER))
    drawn = recorded(
        Done(e.DrawnForSample(sampler=SAMPLER, pick="risk"), QUARTER),
        Done(e.DipSampleStarted(conversation_overdue=False, sample_due=end_of(11, 24)), QUARTER),
        Done(EscalationAcknowledged(escalation_id="e1", by=SAMPLER, will_do="I see to it."), SAMPLER),
        *(Done(event, SAMPLER) for event in a_fed_back_iqa()[-2:]),
        Done(e.FeedbackAcknowledged(), ASSESSOR),
        Done(e.IqaClosed(), ASSESSOR),
        after=len(before),
    )
    return [
        *before,
        decided(IQA, QUARTER, c.DrawForSample(sampler=SAMPLER, pick="risk"), *drawn[:2]),
        decided(IQA, SAMPLER, AcknowledgeEscalation(escalation_id="e1", will_do="I see to it."), drawn[2]),
        decided(IQA, SAMPLER, c.SeeMarks(), refused=REFUSED),
        decided(IQA, SENIOR, c.RecordNoActions(), refused=REFUSED),
        *(decided(IQA, SAMPLER, c.SeeMarks(), one) for one in drawn[3:5]),
        decided(IQA, ASSESSOR, c.AcknowledgeFeedback(), *drawn[5:]),
    ]


def test_the_assessed_learn_nothing_of_the_second_check_by_no_line_role_name_or_number() -> None:
    lines = read_by(PROSECUTOR, checked())

    taken_on = next(line for line in lines if line.kind == "escalation_acknowledged")
    others = [line for line in lines if line is not taken_on and line.kind != "escalation_raised"]
    assert not [word for word in SAMPLE_WORDS if word in everything(others)]
    assert (taken_on.who, taken_on.role, taken_on.says) == (SAMPLER, "senior_manager", ())
    assert {line.version for line in lines} == {None}
    assert "prompt_answered" not in kinds(lines)
    assert {"marks_recorded", "conversation_held", "iqa_completed"} <= set(kinds(lines))
    assert not [line for line in lines if "refused" in line.what]


def test_an_iqa_that_was_released_closes_for_the_assessed_as_one_that_was_checked() -> None:
    before = each(*a_completed_iqa())
    closing = recorded(e.ReleasedFromSample(), e.IqaClosed(), after=len(before))
    released = decided(IQA, QUARTER, c.ReleaseFromSample(), *closing)

    told = [read_by(PROSECUTOR, found)[-1] for found in ([*before, released], checked())]

    assert {(line.what, line.who, line.role) for line in told} == {
        ("the IQA is closed", "system:iqa", "system")
    }


def test_the_assessor_learns_of_the_second_check_by_its_feedback_and_of_no_attempt_at_it_before() -> None:
    fed_back = checked()
    before = fed_back[:-3]

    early, late = read_by(ASSESSOR, before), read_by(ASSESSOR, fed_back)

    assert "sampler" not in [line.role for line in early]
    assert not [line for line in early if line.kind == "drawn_for_sample" or "see marks" in line.what]
    assert [line.who for line in early if "refused" in line.what] == [SENIOR]
    assert [line.role for line in late if line.kind == "dip_sample_recorded"] == ["sampler"]
    assert [line.who for line in late if "refused" in line.what] == [SAMPLER, SENIOR]


def test_the_assessed_read_no_mark_before_the_assessment_is_confirmed() -> None:
    assert "marks_recorded" not in kinds(read_by(PROSECUTOR, each(*a_marked_iqa())))
    assert "marks_recorded" in kinds(read_by(PROSECUTOR, each(*a_confirmed_iqa())))


def test_a_reason_for_steering_an_iqa_is_told_to_those_who_may_read_why() -> None:
    ended = each(*a_confirmed_iqa(), e.Withdrawn(because="no_case", note="Left us."))

    for_them, for_others = read_by(PROSECUTOR, ended)[-1], read_by(SENIOR, ended)[-1]

    assert (for_them.what, for_them.says) == ("the IQA is withdrawn; open case actions stay", ())
    assert for_others.what == "the IQA is withdrawn; open case actions stay: because: no case"
    assert [one.text for one in for_others.says] == ["Left us."]


def test_a_sampler_who_can_still_mark_blind_reads_neither_marks_nor_what_was_said_of_them() -> None:
    drawn = e.DrawnForSample(sampler=SAMPLER, pick="random", blind=BlindReMark.OFFERED)
    started = e.DipSampleStarted(conversation_overdue=False, sample_due=end_of(11, 24))

    lines = read_by(SAMPLER, each(*a_completed_iqa(), drawn, started))

    assert {"drawn_for_sample", "assessment_confirmed"} <= set(kinds(lines))
    assert not {"marks_recorded", "conversation_held"} & set(kinds(lines))
    assert [met.deadline for line in lines for met in line.met] == ["select", "mark", "record_actions"]


def test_the_owner_of_an_action_reads_of_their_own_and_of_nothing_else() -> None:
    owner = "YN-P9"
    person = PEOPLE[0].model_copy(update={"staff_id": owner, "area": "YN"})
    found = each(
        *a_held_conversation(),
        action(1, owner=owner),
        action(2),
        e.DeadlineMissed(deadline="action:a1", due=end_of(11, 24), whose=owner),
        e.DeadlineMissed(deadline="action:a2", due=end_of(11, 24), whose=COLLEAGUE),
        e.ActionCompleted(action_id="a1", outcome="Sent."),
        e.NoActionsRequired(),
        EscalationRaised(
            escalation_id="e1", deadline="action:a1", to=(SENIOR,), matter=EscalatedMatter.ACTION
        ),
    )
    iqa = IQA.fold(None, [event for one in found for event in one.events], IQA_ID)
    assert iqa is not None

    lines = told_as(readers.of_iqa(person, iqa), IQA_ID, found)

    assert kinds(lines) == ["action_recorded", "deadline_missed", "action_completed"]
    assert "a2" not in everything(lines)


def test_those_who_read_all_of_an_iqa_read_its_versions_and_every_attempt() -> None:
    found = checked()

    lines = read_by(SENIOR, found)

    assert [line.version for line in lines if line.kind] == list(
        range(1, 1 + sum(len(one.events) for one in found))
    )
    assert len([line for line in lines if "refused" in line.what]) == 2


def case_story(who: str) -> tuple[StoryLine, ...]:
    """What is noted on a case: a talk, two actions, one of them late, what was refused; as somebody reads it."""
    person = next(one for one in PEOPLE if one.staff_id == who)
    note = case.ConversationNoted(
        conversation_id="t1",
        manager=ASSESSOR,
        prosecutor=PROSECUTOR,
        on=NOW.date(),
        mode=Mode.VIDEO,
        prosecutor_view="Bail.",
    )
    raised = EscalationRaised(
        escalation_id="e1", deadline="action:a2", to=(SENIOR,), matter=EscalatedMatter.ACTION
    )
    events = cases.recorded(
        cases.OPENED,
        note,
        cases.action_recorded(1, COLLEAGUE),
        cases.action_recorded(2, PROSECUTOR),
        case.DeadlineMissed(deadline="action:a2", due=cases.DUE, whose=PROSECUTOR),
        raised,
        case.ActionCompleted(action_id="a2", outcome="Sent."),
        by=ASSESSOR,
    )
    late = [*events[:-1], events[-1].model_copy(update={"at": cases.DUE + timedelta(days=2)})]
    asked = on_case.CompleteAction(action_id="a2", outcome="Sent.")
    found = [decided(CASE, ASSESSOR, asked, one) for one in late]
    found.append(decided(CASE, STRANGER, asked, refused=REFUSED))
    notes = CASE.fold(None, late, cases.ID)
    assert notes is not None
    return told_as(readers.of_case(person, notes), cases.ID, found)


def test_a_case_is_told_to_each_as_far_as_it_is_theirs() -> None:
    whole, owner, talked = case_story(SENIOR), case_story(COLLEAGUE), case_story(PROSECUTOR)

    assert [line.version for line in whole] == [1, 2, 3, 4, 5, 6, 7, None]
    assert kinds(owner) == ["case_notes_opened", "action_recorded"]
    assert "escalation_raised" not in kinds(talked)
    assert {line.version for line in talked} == {None}
    assert "a1" not in everything(talked)


def test_a_case_action_that_came_late_is_told_so() -> None:
    line = case_story(PROSECUTOR)[-1]

    assert line.what == "the case action has its outcome: case action a2"
    assert [one.text for one in line.says] == ["Sent."]
    assert [met.says for met in line.met] == [
        "complete case action a2: late by 2 days (2 working days), due Tue 24 Nov 2026"
    ]


def quarter_story(person: Any) -> tuple[StoryLine, ...]:  # noqa: ANN401  as the factory makes them
    """A quarter that put the pace of a manager before S1, and refused two commands; as somebody reads it."""
    events = quarters.recorded(
        quarters.an_open_quarter(),
        quarter.PassTaken(pass_due=NOW),
        EscalationRaised(escalation_id="e1", deadline="pace:M1", to=("S1",), matter=EscalatedMatter.PACE),
    )
    found = [decided(QUARTER_KIND, QUARTER, of_quarter.TakePass(), one) for one in events]
    take_on = AcknowledgeEscalation(escalation_id="e1", will_do="I see to it.")
    found += [
        decided(QUARTER_KIND, "M1", command, refused=REFUSED)
        for command in (take_on, of_quarter.CloseQuarter())
    ]
    state = quarters.state(*(one.event for one in events))
    return told_as(readers.of_quarter(person, state), quarters.ID, found)


def test_a_quarter_is_told_to_those_who_may_read_its_report() -> None:
    lines = quarter_story(quarters.CHIEF)

    assert [line.kind for line in lines] == ["quarter_opened", "pass_taken", None]
    assert lines[0].what.startswith("the quarter is open and planned: 2026-27-Q3, in XN")
    assert lines[-1].what == "asked to close quarter: refused, not permitted"


def test_what_was_put_to_somebody_about_a_manager_is_told_to_them_alone_and_nobody_else_counts_it() -> None:
    told, other = quarter_story(quarters.SENIORS[0]), quarter_story(quarters.SENIORS[1])

    assert "it was escalated: the pace of M1, as a matter of pace, to S1" in [line.what for line in told]
    assert [line.version for line in told if line.kind] == [1, 2, 3]
    assert "M1" not in everything(line for line in other if line.kind)
    assert {line.version for line in other} == {None}


def test_nothing_of_a_quarter_is_told_to_those_of_whom_it_says_nothing() -> None:
    assert quarter_story(quarters.MANAGERS[1]) == ()
