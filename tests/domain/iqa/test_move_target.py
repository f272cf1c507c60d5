from datetime import date, timedelta

import pytest

from domain.errors import Reason
from domain.ids import QUARTER
from domain.iqa.commands import MoveTarget
from domain.iqa.events import TargetMoved
from domain.iqa.state import Step
from tests.bdd import given
from tests.factories import ASSESSOR, CALENDAR, TODAY, a_selected_case, an_open_iqa, end_of

LATER = date(2026, 11, 20)
MOVED = TargetMoved(target_on=LATER, select_due=end_of(11, 20), because="prosecutor_away")


def move(target_on: date = LATER) -> MoveTarget:
    return MoveTarget(target_on=target_on, because="prosecutor_away")


def test_the_selection_is_due_by_the_end_of_its_new_day() -> None:
    outcome = given(*an_open_iqa()).when(move(), by=QUARTER)

    outcome.then(MOVED)
    assert outcome.iqa.target_on == LATER
    deadline = outcome.iqa.deadline(Step.SELECT)
    assert deadline is not None
    assert deadline.due == end_of(11, 20)


@pytest.mark.parametrize("day", [TODAY, LATER])
def test_any_day_from_today_on_will_do(day: date) -> None:
    assert given(*an_open_iqa()).when(move(day), by=QUARTER).kinds == ["target_moved"]


def test_a_day_that_is_past_is_refused() -> None:
    given(*an_open_iqa()).when(move(TODAY - timedelta(days=1)), by=QUARTER).refused(Reason.DUE_IN_PAST)


def test_a_day_of_which_no_working_days_are_known_is_refused() -> None:
    beyond = CALENDAR.last_day + timedelta(days=1)

    given(*an_open_iqa()).when(move(beyond), by=QUARTER).refused(Reason.BEYOND_CALENDAR)


def test_what_is_begun_has_no_target_any_more() -> None:
    given(*a_selected_case()).when(move(), by=QUARTER).refused(Reason.CASE_SELECTED)


def test_no_person_moves_it() -> None:
    given(*an_open_iqa()).when(move(), by=ASSESSOR).refused(Reason.NOT_PERMITTED, "allowed: system")
