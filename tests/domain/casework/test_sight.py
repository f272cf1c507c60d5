"""Who may read what is noted on a case, against tables written by hand: whatever has no row here fails."""

from typing import Any, Final, get_args

import pytest

from domain.assessment import Mode
from domain.casework import events as e
from domain.casework import sight
from domain.casework.events import ConversationNoted
from domain.casework.sight import Part, judge_sight, may_read_event, part_of, readable, reads_all
from domain.casework.state import CaseNotes
from domain.errors import Reason
from domain.escalations import EscalationAcknowledged, EscalationRaised
from domain.people import Person, Role
from domain.policy import EscalatedMatter
from tests.domain.casework.bdd import OPENED, action_recorded, request_made, state
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    COLLEAGUE,
    NOW,
    PROSECUTOR,
    SENIOR,
    TODAY,
    a_case_file,
    person,
)

TALK: Final = ConversationNoted(
    conversation_id="c1",
    manager=ASSESSOR,
    prosecutor=PROSECUTOR,
    on=TODAY,
    mode=Mode.VIDEO,
    prosecutor_view="Bail.",
)
RAISED: Final = EscalationRaised(
    escalation_id="e1", deadline="action:a1", to=(SENIOR,), matter=EscalatedMatter.ACTION
)
ABOVE: Final = [
    person(SENIOR, Role.SENIOR_MANAGER, None),
    person(ADMINISTRATOR, Role.ADMINISTRATOR, None),
    person("YN-Z01", Role.AUDITOR, None, area="YN"),
]
OUTSIDE: Final = person("YN-S01", Role.SENIOR_MANAGER, None, area="YN")


def noted(by: str = SENIOR) -> CaseNotes:
    return state(OPENED, TALK, action_recorded(1, PROSECUTOR), action_recorded(2, COLLEAGUE), RAISED, by=by)


def read_by(person: Person, notes: CaseNotes) -> tuple[list[str], list[str]]:
    shown = readable(person, notes)
    return (
        [talk.conversation_id for talk in shown["conversations"]],
        [action.action.action_id for action in shown["actions"]],
    )


@pytest.mark.parametrize("reader", ABOVE, ids=lambda one: one.role)
def test_those_above_in_the_area_and_national_posts_read_everything(reader: Person) -> None:
    assert reads_all(reader, noted())
    assert read_by(reader, noted()) == (["c1"], ["a1", "a2"])
    assert readable(reader, noted())["escalations"]
    assert may_read_event(reader, RAISED, noted())


@pytest.mark.parametrize(
    ("staff_id", "talks", "actions"),
    [(PROSECUTOR, ["c1"], ["a1"]), (ASSESSOR, ["c1"], []), (COLLEAGUE, [], ["a2"])],
)
def test_people_read_their_own_talks_and_actions(staff_id: str, talks: list[str], actions: list[str]) -> None:
    reader = person(staff_id, Role.PROSECUTOR, None)

    assert read_by(reader, noted()) == (talks, actions)
    assert judge_sight(reader, noted()) is None
    assert may_read_event(reader, OPENED, noted())
    assert may_read_event(reader, TALK, noted()) == bool(talks)
    assert not may_read_event(reader, RAISED, noted())
    assert readable(reader, noted())["escalations"] == ()


def test_whoever_recorded_an_action_reads_it_whoever_owns_it() -> None:
    manager = person("XN-M09", Role.LEGAL_MANAGER, None)

    assert read_by(manager, noted(by="XN-M09")) == ([], ["a1", "a2"])
    assert judge_sight(manager, noted(by="XN-M09")) is None


def test_whoever_an_escalation_was_put_to_reads_it_and_the_action_that_was_missed_and_no_more() -> None:
    told = person("XN-M09", Role.LEGAL_MANAGER, None)
    raised = (
        RAISED.model_copy(update={"to": (told.staff_id,)}),
        RAISED.model_copy(update={"escalation_id": "e2", "deadline": "action:a2"}),
    )
    notes = state(OPENED, TALK, action_recorded(1, PROSECUTOR), action_recorded(2, COLLEAGUE), *raised)
    took_on = [
        EscalationAcknowledged(escalation_id=one, by=by, will_do="I call them.")
        for one, by in (("e1", told.staff_id), ("e2", SENIOR))
    ]

    assert read_by(told, notes) == ([], ["a1"])
    assert [one.escalation_id for one in readable(told, notes)["escalations"]] == ["e1"]
    assert [may_read_event(told, one, notes) for one in took_on] == [True, False]
    assert judge_sight(told, notes) is None


def test_nobody_else_reads_anything() -> None:
    refused = judge_sight(OUTSIDE, noted())

    assert read_by(OUTSIDE, noted()) == ([], [])
    assert refused
    assert refused.reason is Reason.NOT_PERMITTED
    assert not any(may_read_event(OUTSIDE, event, noted()) for event in (OPENED, TALK, RAISED))


EVENTS: Final[dict[str, tuple[Part, set[str]]]] = {
    "case_notes_opened": (Part.COVER, set()),
    "conversation_noted": (Part.TALK, {"c1"}),
    "request_made": (Part.REQUEST, {"r1"}),
    "request_answered": (Part.REQUEST, {"r1"}),
    "request_handed_over": (Part.REQUEST, {"r1"}),
    "action_recorded": (Part.ACTION, {"a1"}),
    "action_taken_over": (Part.ACTION, {"a1"}),
    "action_completed": (Part.ACTION, {"a1"}),
    "action_handed_over": (Part.ACTION, {"a1"}),
    "deadline_moved": (Part.ACTION, {"a1"}),
    "deadline_missed": (Part.ACTION, {"a1"}),
    **dict.fromkeys(
        (
            *("escalation_raised", "escalation_climbed", "escalation_handed_over", "escalation_acknowledged"),
            "escalations_settled",
        ),
        (Part.OVERSIGHT, {"e1"}),
    ),
}


def test_every_event_and_field_is_of_the_part_that_the_table_gives_it() -> None:
    named: dict[str, Any] = {
        "conversation_id": "c1",
        "action_id": "a1",
        "request_id": "r1",
        "deadline": "action:a1",
        "escalation_id": "e1",
        "escalation_ids": ("e1",),
        "action": action_recorded(1).action,
    }
    found = {
        kind.model_fields["kind"].default: part_of(kind.model_construct(**named))
        for kind in get_args(e.CaseEvent)
    }

    assert {kind: (of.part, set(of.items)) for kind, of in found.items()} == EVENTS
    assert set(sight.FIELDS) == set(CaseNotes.model_fields)
    assert set(sight.MAY_READ) == set(Part)
    assert {name for name, part in sight.FIELDS.items() if part is None} == {"command_ids"}


def test_an_action_that_is_missed_is_read_by_its_owner() -> None:
    missed = e.DeadlineMissed(deadline="action:a2", due=NOW, whose=COLLEAGUE)
    owner, other = (person(who, Role.PROSECUTOR, None) for who in (COLLEAGUE, PROSECUTOR))

    assert may_read_event(owner, missed, noted())
    assert not may_read_event(other, missed, noted())


def test_a_request_is_read_by_whoever_made_it_whoever_was_asked_and_those_above() -> None:
    made = request_made()
    missed = e.DeadlineMissed(deadline="answer_request:r1", due=NOW, whose=ASSESSOR)
    put_to = RAISED.model_copy(update={"to": ("XN-M09",), "deadline": "answer_request:r1"})
    notes = state(OPENED, made, missed, put_to)

    def reads(staff_id: str) -> list[bool]:
        reader = person(staff_id, Role.LEGAL_MANAGER, None)
        return [
            bool(readable(reader, notes)["requests"]),
            *(may_read_event(reader, one, notes) for one in (made, missed)),
        ]

    assert reads(PROSECUTOR) == reads(ASSESSOR) == reads("XN-M09") == [True, True, True]
    assert reads(COLLEAGUE) == [False, False, False]
    assert all(may_read_event(one, made, notes) and readable(one, notes)["requests"] for one in ABOVE)


@pytest.mark.parametrize(
    ("reader", "known"),
    [
        (person(PROSECUTOR, Role.PROSECUTOR, None), True),
        (person(COLLEAGUE, Role.PROSECUTOR, None), False),
        (person(ASSESSOR, Role.LEGAL_MANAGER, None), True),
        *((one, True) for one in ABOVE),
        (OUTSIDE, False),
    ],
)
def test_a_case_is_known_to_whoever_worked_on_it_and_to_the_managers_of_its_area(
    reader: Person,
    known: bool,  # noqa: FBT001  a column of the table
) -> None:
    assert sight.knows(reader, a_case_file()) is known
