"""Who may read what is noted on a case."""

import pytest

from domain.casework.access import readable
from domain.casework.events import ConversationNoted
from domain.casework.state import CaseNotes
from domain.people import Role
from tests.domain.casework.bdd import OPENED, action_recorded, state
from tests.factories import ADMINISTRATOR, ASSESSOR, COLLEAGUE, PROSECUTOR, SENIOR, TODAY, person


def noted() -> CaseNotes:
    talk = ConversationNoted(
        conversation_id="c1", manager=ASSESSOR, prosecutor=PROSECUTOR, on=TODAY, text="Bail."
    )
    return state(OPENED, talk, action_recorded(1, PROSECUTOR), action_recorded(2, COLLEAGUE))


def read_by(staff_id: str, role: Role, area: str = "XN") -> tuple[list[str], list[str]]:
    notes = readable(person(staff_id, role, None, area=area), noted())
    return (
        [talk.conversation_id for talk in notes.conversations],
        [action.action.action_id for action in notes.actions],
    )


@pytest.mark.parametrize(
    ("staff_id", "role", "area"),
    [
        (SENIOR, Role.SENIOR_MANAGER, "XN"),
        (ADMINISTRATOR, Role.ADMINISTRATOR, "XN"),
        ("YN-Z01", Role.AUDITOR, "YN"),
    ],
)
def test_those_above_in_the_area_and_national_posts_read_everything(
    staff_id: str, role: Role, area: str
) -> None:
    assert read_by(staff_id, role, area) == (["c1"], ["a1", "a2"])


def test_people_read_their_own_talks_and_actions() -> None:
    assert read_by(PROSECUTOR, Role.PROSECUTOR) == (["c1"], ["a1"])
    assert read_by(ASSESSOR, Role.LEGAL_MANAGER) == (["c1"], [])
    assert read_by(COLLEAGUE, Role.PROSECUTOR) == ([], ["a2"])


def test_nobody_else_reads_anything() -> None:
    assert read_by("YN-S01", Role.SENIOR_MANAGER, "YN") == ([], [])
