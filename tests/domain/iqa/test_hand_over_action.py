"""Pass a case action to somebody else."""

import pytest

from domain.casework.commands import TakeOverAction
from domain.errors import Reason
from domain.ids import case_id
from domain.iqa.commands import HandOverAction
from domain.iqa.events import ActionCompleted, ActionHandedOver
from domain.iqa.tellings import to_tell
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    COLLEAGUE,
    LEFT,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    PROSECUTOR,
    SENIOR,
    STRANGER,
    a_selected_case,
    a_withdrawn_iqa,
    action,
)

HAND_OVER = HandOverAction(action_id="a1", to=OTHER_MANAGER, because="The case moved to the other team.")


@pytest.mark.parametrize("by", [COLLEAGUE, ASSESSOR, SENIOR])
def test_the_owner_the_assessor_or_a_senior_hands_it_over_and_the_iqa_waits_for_it_no_more(by: str) -> None:
    outcome = given(*a_selected_case(), action(), action(2)).when(HAND_OVER, by=by)

    outcome.then(
        ActionHandedOver(action_id="a1", to=OTHER_MANAGER, because="The case moved to the other team.")
    )
    assert [each.handed_to for each in outcome.iqa.actions] == [OTHER_MANAGER, None]
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["mark", "action:a2"]


def test_the_case_is_told_to_keep_what_was_handed_over_and_nothing_else() -> None:
    iqa = given(*a_selected_case(), action(), action(2)).when(HAND_OVER).iqa
    kept = iqa.actions[0]

    [told] = to_tell(iqa)

    assert (told.telling_id, told.stream) == ("a1", case_id(kept.action.urn))
    assert told.message == TakeOverAction(
        area=iqa.area,
        action=kept.action.model_copy(update={"owner": OTHER_MANAGER}),
        due=kept.due,
        from_iqa=iqa.iqa_id,
        because="The case moved to the other team.",
    )


def test_a_withdrawn_iqa_closes_when_its_last_action_is_handed_over() -> None:
    assert given(*a_withdrawn_iqa()).when(HAND_OVER).kinds == ["action_handed_over", "iqa_closed"]


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
def test_it_goes_to_somebody_of_the_area_in_post(to: str, reason: Reason) -> None:
    given(*a_selected_case(), action()).when(HAND_OVER.model_copy(update={"to": to})).refused(reason, to)


def test_there_must_be_such_an_action() -> None:
    given(*a_selected_case()).when(HAND_OVER).refused(Reason.UNKNOWN_ACTION)


def test_it_must_still_be_open() -> None:
    done = ActionCompleted(action_id="a1", outcome="Sent.")

    given(*a_selected_case(), action(), done).when(HAND_OVER).refused(Reason.ALREADY_DONE)


@pytest.mark.parametrize(
    ("by", "reason"), [(PROSECUTOR, Reason.OWN_WORK), (OTHER_MANAGER, Reason.NOT_PERMITTED)]
)
def test_others_may_not(by: str, reason: Reason) -> None:
    given(*a_selected_case(), action()).when(HAND_OVER, by=by).refused(reason)
