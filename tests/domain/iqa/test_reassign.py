"""Give the IQA to another assessor."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import Reassign, RecordMarks
from domain.iqa.events import Reassigned
from tests.bdd import given
from tests.factories import (
    ADMINISTRATOR,
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    LEFT,
    OTHER_MANAGER,
    OUTSIDE_MANAGER,
    PEOPLE,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    STRANGER,
    a_confirmed_iqa,
    a_drawn_iqa,
    a_fed_back_iqa,
    a_selected_case,
    an_open_iqa,
    facts,
    mark,
)


def reassign(to: str = OTHER_MANAGER) -> Reassign:
    return Reassign(assessor=to, because="Long leave.")


@pytest.mark.parametrize("by", [SENIOR, CHIEF, ADMINISTRATOR])
def test_the_next_assessor_takes_it_over_with_their_own_line(by: str) -> None:
    outcome = given(*a_selected_case()).when(reassign(), by=by)

    outcome.then(Reassigned(assessor=OTHER_MANAGER, senior_manager=SAMPLER, because="Long leave."))
    assert outcome.waiting == {"mark": OTHER_MANAGER}
    assert outcome.iqa.former_assessors == (ASSESSOR,)


def test_from_then_on_only_the_next_assessor_marks() -> None:
    after = given(*a_selected_case()).when(reassign(), by=SENIOR)
    marks = RecordMarks(marks=(mark(1),), seen_version=3)

    after.and_when(marks, by=ASSESSOR).refused(Reason.NOT_PERMITTED)
    assert after.and_when(marks, by=OTHER_MANAGER).kinds == ["marks_recorded"]


def test_an_assessor_without_a_line_leaves_the_senior_manager_as_it_was() -> None:
    alone = tuple(
        each.model_copy(update={"reports_to": None}) if each.staff_id == OTHER_MANAGER else each
        for each in PEOPLE
    )

    outcome = given(*an_open_iqa()).when(reassign(), by=SENIOR, facts=facts(people=alone))

    assert outcome.iqa.senior_manager == SENIOR


def test_feedback_may_still_be_acknowledged_by_the_next_assessor() -> None:
    assert given(*a_fed_back_iqa()).when(reassign(), by=SENIOR).waiting["acknowledge"] == OTHER_MANAGER


def test_it_may_come_back() -> None:
    back = given(*an_open_iqa()).when(reassign(), by=SENIOR).and_when(reassign(ASSESSOR), by=SENIOR)

    assert back.iqa.assessor == ASSESSOR
    assert back.iqa.former_assessors == (ASSESSOR, OTHER_MANAGER)


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (PROSECUTOR, Reason.OWN_WORK),
        (ASSESSOR, Reason.ALREADY_DONE),
        (STRANGER, Reason.UNKNOWN_PERSON),
        (OUTSIDE_MANAGER, Reason.OTHER_AREA),
        (COLLEAGUE, Reason.NOT_PERMITTED),
        (LEFT, Reason.NOT_IN_POST),
    ],
)
def test_the_next_assessor_is_another_manager_of_the_area_in_post(to: str, reason: Reason) -> None:
    given(*a_confirmed_iqa()).when(reassign(to), by=SENIOR).refused(reason, to)


def test_whoever_samples_it_does_not_assess_it() -> None:
    given(*a_drawn_iqa()).when(reassign(SAMPLER), by=SENIOR).refused(Reason.TOOK_PART, SAMPLER)


@pytest.mark.parametrize(
    ("by", "reason"),
    [(ASSESSOR, Reason.OWN_WORK), (PROSECUTOR, Reason.OWN_WORK), (COLLEAGUE, Reason.NOT_PERMITTED)],
)
def test_it_takes_a_senior_manager_or_an_administrator(by: str, reason: Reason) -> None:
    given(*an_open_iqa()).when(reassign(), by=by).refused(reason)
