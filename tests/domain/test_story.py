"""The story of an IQA, told from what was decided."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args, get_type_hints
from uuid import uuid4

import pytest

from domain import stream
from domain.assessment import Answer, BlindAnswer, Mode, ReMark, Shown, Verdict
from domain.audit import Decided
from domain.errors import Reason, Refused
from domain.escalations import EscalationAcknowledged
from domain.ids import TIMER
from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.story import _TEXTS, _TEXTS_OF, IqaDecided, Met, Told, tell
from domain.values import Note, Value
from tests.bdd import Done, recorded
from tests.factories import (
    ASSESSOR,
    CHIEF,
    CONFIRMED,
    IQA_ID,
    NOW,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_selected_case,
    an_open_iqa,
    facts,
    held,
)


def decided(
    actor: str,
    command: c.IqaCommand,
    *events: RecordedIqaEvent,
    refused: Refused | None = None,
) -> IqaDecided:
    envelope = c.IqaEnvelope(command_id=uuid4(), actor=actor, command=command)
    kinds = tuple(event.kind for event in events)
    answer = stream.Answer(
        command_id=envelope.command_id, command_hash=envelope.hash, events=kinds, version=1
    )
    return Decided(
        where="command",
        envelope=envelope,
        command_hash=envelope.hash,
        now=NOW,
        version=0,
        events=events,
        answer=refused or answer,
        facts=facts().recorded(),
        rules="",
    )


def told_of(*events: e.IqaEvent | Done) -> tuple[Told, ...]:
    """The lines of these events, each told by a command of its own."""
    done = recorded(*events)
    return tell([decided(each.actor, c.CatchUp(), each) for each in done], IQA_ID)


def last(events: Sequence[e.IqaEvent], event: e.IqaEvent, by: str = ASSESSOR, at: datetime = NOW) -> Told:
    return told_of(*events, Done(event, by, at))[-1]


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


def test_a_line_says_when_in_london_who_and_what() -> None:
    planned = e.ConversationPlanned(on=date(2027, 6, 2), mode=Mode.VIDEO)

    line = last(a_confirmed_iqa(), planned, at=datetime(2027, 6, 1, 8, 5, tzinfo=UTC))

    assert str(line) == (
        f"Tue 1 Jun 2027 09:05 BST  {ASSESSOR} (assessor) conversation planned, on 2027-06-02, mode video"
    )


def test_a_deadline_that_was_kept_is_told() -> None:
    line = last(a_confirmed_iqa(), held(), at=CONFIRMED + timedelta(days=1))

    assert line.met == (Met(deadline="converse", due=line.met[0].due),)
    assert str(line).endswith("; converse kept, due Mon 16 Nov 2026")


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(days=3, hours=4), "late by 3 days"),
        (timedelta(days=1), "late by 1 day"),
        (timedelta(hours=2, minutes=5, seconds=59), "late by 2 h 05 min"),
    ],
)
def test_a_deadline_that_was_missed_is_told_with_how_late_it_came(late: timedelta, said: str) -> None:
    due = told_of(*a_confirmed_iqa(), Done(held(), at=CONFIRMED))[-1].met[0].due
    missed = Done(e.DeadlineMissed(deadline="converse", due=due, whose=ASSESSOR), TIMER, due)

    line = told_of(*a_confirmed_iqa(), missed, Done(held(), at=due + late))[-1]

    assert line.met == (Met(deadline="converse", due=due, late=late),)
    assert said in str(line)


def test_an_action_is_told_by_its_id() -> None:
    done = e.ActionCompleted(action_id="a1", outcome="Written.")
    recorded_action = e.ActionRecorded.model_validate(
        {
            "action": {"action_id": "a1", "urn": "91XN0000126", "what": "Write.", "owner": PROSECUTOR},
            "due": NOW + timedelta(days=5),
        }
    )

    *_, asked, line = told_of(*a_confirmed_iqa(), recorded_action, Done(done, PROSECUTOR, NOW))

    assert asked.what == "action recorded, action a1, due Sun 15 Nov 2026"
    assert line.what == "action completed, action id a1"
    assert line.says == ("Written.",)
    assert [met.deadline for met in line.met] == ["action:a1"]


@pytest.mark.parametrize(
    "ending",
    [
        e.Withdrawn(because="no_case"),
        e.CaseReplaced(urn="91XN0000126", because="wrong_work", select_due=NOW + timedelta(days=9)),
    ],
)
def test_what_was_given_up_was_not_kept(ending: e.IqaEvent) -> None:
    assert last(a_selected_case(), ending).met == ()


def test_a_refused_command_is_told_with_its_reason() -> None:
    [opened] = told_of(*an_open_iqa())
    asked = decided(PROSECUTOR, c.RecordNoActions(), refused=Refused(reason=Reason.NOT_PERMITTED))

    story = tell([decided(ASSESSOR, c.CatchUp(), *recorded(*an_open_iqa())), asked], IQA_ID)

    assert [line.what for line in story] == [
        opened.what,
        "asked to record no actions: refused, not permitted",
    ]
    assert (story[-1].role, story[-1].version) == ("prosecutor", None)


def test_what_is_refused_before_the_opening_is_told_by_the_post() -> None:
    asked = decided(SENIOR, c.RecordNoActions(), refused=Refused(reason=Reason.NOT_OPEN))

    [line] = tell([asked], IQA_ID)

    assert line.role == "senior_manager"


SECRET = "Words that only some may read."


def free_texts() -> list[e.IqaEvent]:
    """One of each kind of event in which somebody may write, with the same words wherever they may."""
    mark = {"question": 1, "answer": Answer.NO, "good_practice": SECRET, "improvement": SECRET}
    return [
        e.MarksRecorded.model_validate({"marks": [mark], "victims_note": SECRET, "team_learning": SECRET}),
        e.MarksRevised.model_validate({"marks": [mark], "because": SECRET}),
        held(content=SECRET),
        e.ConversationConfirmed(note=SECRET),
        e.ActionCompleted(action_id="a1", outcome=SECRET),
        e.ActionHandedOver(action_id="a1", to=SENIOR, because=SECRET),
        e.CommentMade(text=SECRET),
        e.MarkQueried(query_id="q1", question=2, text=SECRET, answer_due=NOW),
        e.Reassigned(assessor=SENIOR, senior_manager=CHIEF, because=SECRET),
        e.SamplerReplaced(sampler=SENIOR, because=SECRET),
        EscalationAcknowledged(escalation_id="e1", by=SENIOR, will_do=SECRET),
        e.BlindReMarked(answers=(BlindAnswer(question=2, answer=Answer.NO, comment=SECRET),)),
        e.DevelopmentReviewed(action_id="d1", shown=Shown.PARTLY, note=SECRET),
        e.DipSampleRecorded(
            comment=SECRET,
            got_right=SECRET,
            missed=SECRET,
            manager_will_do=SECRET,
            re_marks=(ReMark(question=2, verdict=Verdict.OTHER, comment=SECRET),),
            judged_version=1,
            feedback_due=NOW,
        ),
    ]


@pytest.mark.parametrize("event", free_texts(), ids=lambda event: event.kind)
def test_free_text_is_kept_apart_from_the_line(event: e.IqaEvent) -> None:
    line = last(a_drawn_iqa(), event)

    assert SECRET not in str(line)
    assert set(line.says) == {SECRET} or isinstance(event, e.BlindReMarked)


def test_every_event_that_holds_free_text_is_among_them() -> None:
    def holds_free_text(kind: type[Value]) -> bool:
        return bool(re.search(r"max_length=20000", repr(kind.model_fields)))

    untold = {e.CaseReplaced, e.ConversationDisputed, e.ConversationClosedAsImpossible, e.QueryAnswered}
    untold |= {e.FeedbackGiven, e.FeedbackAcknowledged, e.Withdrawn, e.SamplerReplaced}
    told = {type(event) for event in free_texts()}
    assert {kind for kind in get_args(e.IqaEvent) if holds_free_text(kind)} - told <= untold


@pytest.mark.parametrize("event", get_args(e.IqaEvent), ids=lambda event: event.__name__)
def test_whatever_somebody_wrote_in_an_event_is_told(event: type[e.IqaEvent]) -> None:
    fields = get_type_hints(event, include_extras=True)
    written = {name for name, kind in fields.items() if kind == Note or Note in get_args(kind)}

    assert {name for name in fields if name in _TEXTS or name == _TEXTS_OF.get(event)} == written
