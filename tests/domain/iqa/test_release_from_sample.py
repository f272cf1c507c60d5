"""The quarter's last draw passed the IQA by."""

import pytest

from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa.commands import ReleaseFromSample
from domain.iqa.events import IqaClosed, IqaEvent, ReleasedFromSample
from tests.bdd import given
from tests.factories import (
    SENIOR,
    a_completed_iqa,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_held_conversation,
    a_marked_iqa,
    action,
    hold_conversation,
)

RELEASE = ReleaseFromSample()


def test_a_completed_iqa_is_closed_with_its_release() -> None:
    given(*a_completed_iqa()).when(RELEASE, by=QUARTER).then(ReleasedFromSample(), IqaClosed())


def test_an_open_action_keeps_it_open() -> None:
    outcome = given(*a_held_conversation(), action()).when(RELEASE, by=QUARTER)

    assert "iqa_closed" not in outcome.kinds


def test_an_iqa_released_before_its_conversation_closes_when_it_is_completed() -> None:
    released = given(*a_confirmed_iqa(), action()).when(RELEASE, by=QUARTER)

    released.then(ReleasedFromSample())
    assert released.and_when(hold_conversation()).kinds == ["conversation_held", "iqa_completed"]


@pytest.mark.parametrize("history", [a_drawn_iqa(), (*a_held_conversation(), ReleasedFromSample())])
def test_it_is_drawn_or_released_once(history: tuple[IqaEvent, ...]) -> None:
    given(*history).when(RELEASE, by=QUARTER).refused(Reason.ALREADY_DONE)


def test_only_an_iqa_that_could_have_been_drawn_is_released() -> None:
    given(*a_marked_iqa()).when(RELEASE, by=QUARTER).refused(Reason.ASSESSMENT_NOT_CONFIRMED)


def test_nobody_releases_by_hand() -> None:
    given(*a_completed_iqa()).when(RELEASE, by=SENIOR).refused(Reason.NOT_PERMITTED)
