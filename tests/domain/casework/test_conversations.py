from datetime import date

import pytest

from domain.assessment import Mode
from domain.casework import commands as c
from domain.casework import events as e
from domain.errors import Reason
from tests.domain.casework.bdd import OPENED, given, state
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    ELSEWHERE,
    LEFT,
    OTHER_MANAGER,
    OTHER_URN,
    OUTSIDE_MANAGER,
    PROSECUTOR,
    SENIOR,
    STRANGER,
    TODAY,
    TOMORROW,
    URN,
    YESTERDAY,
    a_case_file,
    facts,
)

TEXT = "Third-party material is still out.\nAgreed to chase the school on Thursday."


def note(**changes: object) -> c.NoteCaseConversation:
    command = c.NoteCaseConversation(
        urn=URN, prosecutor=PROSECUTOR, on=YESTERDAY, mode=Mode.TELEPHONE, prosecutor_view=TEXT
    )
    return command.model_copy(update=changes)


def noted(number: int = 1, manager: str = ASSESSOR, on: date = YESTERDAY) -> e.ConversationNoted:
    return e.ConversationNoted(
        conversation_id=f"c{number}",
        manager=manager,
        prosecutor=PROSECUTOR,
        on=on,
        mode=Mode.TELEPHONE,
        prosecutor_view=TEXT,
    )


@pytest.mark.parametrize("by", [ASSESSOR, OTHER_MANAGER, SENIOR])
def test_a_manager_of_the_cases_area_notes_a_conversation_and_the_first_note_opens_the_notes(by: str) -> None:
    given().when(note(), by=by).then(OPENED, noted(manager=by))


def test_conversations_are_numbered_on_their_case() -> None:
    given(OPENED, noted()).when(note(on=TODAY), by=ASSESSOR).then(noted(2, on=TODAY))


@pytest.mark.parametrize("by", [PROSECUTOR, ADMINISTRATOR, CHIEF, OUTSIDE_MANAGER])
def test_nobody_else_notes_one(by: str) -> None:
    given().when(note(prosecutor=COLLEAGUE), by=by).refused(Reason.NOT_PERMITTED, "legal_manager")


def test_no_part_of_the_system_notes_one() -> None:
    given().when(note()).refused(Reason.NOT_PERMITTED)


@pytest.mark.parametrize(("by", "reason"), [(STRANGER, Reason.UNKNOWN_PERSON), (LEFT, Reason.NOT_IN_POST)])
def test_a_stranger_or_somebody_who_left_notes_nothing(by: str, reason: Reason) -> None:
    given().when(note(), by=by).refused(reason, by)


def test_nobody_notes_a_conversation_with_themselves() -> None:
    given().when(note(prosecutor=ASSESSOR), by=ASSESSOR).refused(Reason.OWN_WORK, ASSESSOR)


@pytest.mark.parametrize(
    ("prosecutor", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
def test_the_conversation_is_with_somebody_in_post_in_the_area(prosecutor: str, reason: Reason) -> None:
    given().when(note(prosecutor=prosecutor), by=ASSESSOR).refused(reason)


def test_a_conversation_that_is_still_to_come_is_none() -> None:
    given().when(note(on=TOMORROW), by=ASSESSOR).refused(Reason.DAY_TO_COME, TOMORROW.isoformat())


def test_a_case_that_was_not_imported_has_no_notes() -> None:
    given().when(note(), by=ASSESSOR, world=facts(case_file=None)).refused(Reason.UNKNOWN_CASE, URN)


def test_notes_that_exist_go_on_although_the_case_is_exported_no_more() -> None:
    given(OPENED).when(note(), by=ASSESSOR, world=facts(case_file=None)).then(noted())


def test_a_case_that_moved_belongs_to_the_managers_where_it_is_now() -> None:
    moved = facts(case_file=a_case_file(area=ELSEWHERE))

    given(OPENED).when(note(), by=ASSESSOR, world=moved).refused(Reason.NOT_PERMITTED)


def test_a_note_on_another_case_does_not_belong_here() -> None:
    given(OPENED).when(note(urn=OTHER_URN), by=ASSESSOR).refused(
        Reason.UNKNOWN_CASE, f"{OTHER_URN}: these are the notes on {URN}"
    )


def test_the_folded_state_keeps_the_words_as_written() -> None:
    (talk,) = state(OPENED, noted()).conversations

    assert (talk.conversation_id, talk.manager, talk.prosecutor) == ("c1", ASSESSOR, PROSECUTOR)
    assert (talk.on, talk.mode, talk.said) == (YESTERDAY, Mode.TELEPHONE, (TEXT,))
