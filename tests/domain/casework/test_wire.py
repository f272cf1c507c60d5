"""Commands, events and states survive the way through engine and ledger, and the loader is told enough."""

from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.assessment import Mode
from domain.cases import CaseFile
from domain.casework import commands as c
from domain.casework import events as e
from domain.casework.decide import decide
from domain.casework.evolve import evolve
from domain.casework.kind import CASE
from domain.casework.needs import needs
from domain.casework.next_step import next_step
from domain.casework.procedures import PROCEDURES
from domain.casework.requested import RequestAnswer, Wanted
from domain.casework.screen import screen
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.escalations import AcknowledgeEscalation, HandOverEscalation
from domain.facts import CaseNeeds
from domain.ids import TIMER
from domain.stream import Finish, OutOfOrder
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, an_action, given, recorded, state
from tests.factories import (
    AREA,
    ASSESSOR,
    COLLEAGUE,
    IQA_ID,
    PROSECUTOR,
    SENIOR,
    STRANGER,
    TODAY,
    URN,
    a_case_file,
    facts,
)

COMMANDS: tuple[c.CaseCommand, ...] = (
    c.NoteCaseConversation(
        urn=URN, prosecutor=PROSECUTOR, on=TODAY, mode=Mode.VIDEO, do_differently="Chase the school."
    ),
    c.RecordAction(urn=URN, what="Send the letter.", owner=PROSECUTOR),
    c.TakeOverAction(area=AREA, action=an_action(4), due=DUE, from_iqa=IQA_ID, because="On leave."),
    c.CompleteAction(action_id="a1", outcome="Sent."),
    c.HandOverAction(action_id="a1", to=COLLEAGUE, because="On leave."),
    AcknowledgeEscalation(escalation_id="e1", will_do="I'll call."),
    HandOverEscalation(escalation_id="e1", whose=ASSESSOR, to=SENIOR),
    c.DeadlinePassed(deadline="action:a1", due=DUE),
    c.CatchUp(),
    c.MakeRequest(urn=URN, wanted=Wanted.ASSESSMENT, text="Was it enough?"),
    c.AnswerRequest(request_id="r1", answer=RequestAnswer.AGREED, text="Yes, next week."),
    c.HandOverRequest(request_id="r1", to=COLLEAGUE),
)
REQUEST_PASSED = c.DeadlinePassed(deadline="answer_request:r1", due=DUE)


def envelope(command: c.CaseCommand, actor: str = ASSESSOR, n: int = 1) -> c.CaseEnvelope:
    return c.CaseEnvelope(command_id=UUID(int=n), actor=actor, command=command)


def test_every_command_has_its_procedure() -> None:
    assert set(PROCEDURES) == set(get_args(c.CaseCommand)) == {type(command) for command in COMMANDS}


@pytest.mark.parametrize(
    ("command", "people"),
    [
        (COMMANDS[0], {ASSESSOR, PROSECUTOR}),
        (COMMANDS[1], {ASSESSOR, PROSECUTOR}),
        (COMMANDS[3], {ASSESSOR}),
        (COMMANDS[4], {ASSESSOR, COLLEAGUE}),
    ],
)
def test_a_persons_command_needs_the_case_the_person_and_whom_it_names(
    command: c.CaseCommand, people: set[str]
) -> None:
    notes = state(OPENED, action_recorded())

    assert needs(envelope(command), notes) == CaseNeeds(people=frozenset(people), urn=URN)


def test_the_first_note_needs_the_case_that_it_names() -> None:
    assert needs(envelope(COMMANDS[1]), None).urn == URN
    assert needs(envelope(COMMANDS[2], TIMER), None) == CaseNeeds(urn=URN)


def test_a_timer_needs_the_owners_of_what_is_open_with_their_lines() -> None:
    done = e.ActionCompleted(action_id="a2", outcome="Sent.")
    notes = state(OPENED, action_recorded(), action_recorded(2, SENIOR), done)

    assert needs(envelope(COMMANDS[7], TIMER), notes) == CaseNeeds(people=frozenset({PROSECUTOR}), urn=URN)
    assert needs(envelope(COMMANDS[7], TIMER), None) == CaseNeeds()
    assert needs(envelope(COMMANDS[8], TIMER), notes) == CaseNeeds(urn=URN)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.kind)
def test_a_command_that_was_recorded_passes_the_screen_again(command: c.CaseCommand) -> None:
    past = recorded(OPENED, action_recorded(), e.ActionCompleted(action_id="a1", outcome="Sent."))
    again = c.CaseEnvelope(command_id=past[1].command_id, actor=STRANGER, command=command)

    assert screen(again, CASE.fold(None, past, ID)) is None


@settings(max_examples=60)
@supposing(
    st.lists(
        st.tuples(
            st.sampled_from((*COMMANDS, REQUEST_PASSED)),
            st.sampled_from([TIMER, ASSESSOR, SENIOR, PROSECUTOR, STRANGER]),
        ),
        max_size=15,
    ),
    st.sampled_from([a_case_file(), None]),
)
def test_in_any_order_screen_and_decide_agree_and_what_happened_can_be_read_again(
    script: list[tuple[c.CaseCommand, str]], case_file: CaseFile | None
) -> None:
    world = facts(now=DUE, case_file=case_file)
    notes: CaseNotes | None = None
    for n, (command, actor) in enumerate(script):
        asked = envelope(command, actor, n)
        refused, decision = screen(asked, notes), decide(asked, notes, world)
        if isinstance(decision, Refused):
            assert refused in {None, decision}
            continue
        assert refused is None
        notes = applied(notes, asked, decision)
        assert notes is None or isinstance(next_step(notes), Finish) == (not notes.waiting)


def applied(
    notes: CaseNotes | None, asked: c.CaseEnvelope, events: tuple[e.CaseEvent, ...]
) -> CaseNotes | None:
    for event in events:
        each = e.RecordedCaseEvent(
            version=notes.version + 1 if notes else 1,
            at=DUE,
            actor=asked.actor,
            command_id=asked.command_id,
            event=event,
        )
        assert e.RecordedCaseEvent.model_validate_json(each.model_dump_json()) == each
        notes = evolve(notes, each, ID)
        assert CaseNotes.model_validate_json(notes.model_dump_json()) == notes
    return notes


def test_nothing_can_have_happened_before_the_notes_were_opened() -> None:
    with pytest.raises(OutOfOrder, match=f"{ID}: action_recorded at 1 came after version 0"):
        CASE.fold(None, recorded(action_recorded()), ID)


def test_a_stream_without_events_is_no_notes() -> None:
    assert CASE.fold(None, (), ID) is None


def test_a_retried_hand_over_of_what_was_completed_since_gives_no_event() -> None:
    past = (OPENED, action_recorded(), e.ActionCompleted(action_id="a1", outcome="Sent."))

    given(*past).when(COMMANDS[4], by=ASSESSOR, n=2).then()
