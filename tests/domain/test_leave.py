"""Who may enter a leave, and what must hold of it."""

from datetime import date, timedelta

import pytest

from domain.errors import Reason, Refused
from domain.leave import cover_away_on, judge_cancelling, judge_leave
from domain.people import Absence, AbsenceKind, Person, Role
from tests.domain.quarter.bdd import ABOVE, CALENDAR, person

TODAY = date(2026, 11, 2)
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 27)
PEOPLE = (*ABOVE, person("P1"), person("P2"), person("X1", Role.ADMINISTRATOR, None, area="XS"))


def leave(**changes: object) -> Absence:
    row = {"staff_id": "M1", "from_date": FIRST, "to_date": LAST, "kind": AbsenceKind.LEAVE, "cover": "M2"}
    return Absence.model_validate(row | changes)


def judged(by: str = "M1", people: tuple[Person, ...] = PEOPLE, **changes: object) -> Refused | None:
    return judge_leave(leave(**changes), by, people, CALENDAR, TODAY)


@pytest.mark.parametrize("by", ["M1", "S1", "C1", "A1"])
def test_the_person_those_above_and_the_areas_administrators_enter_it(by: str) -> None:
    assert judged(by) is None


@pytest.mark.parametrize("by", ["M2", "S2", "P1", "X1"])
def test_nobody_else_does(by: str) -> None:
    refused = judged(by)

    assert refused is not None
    assert refused.reason is Reason.NOT_PERMITTED


@pytest.mark.parametrize("by", ["M1", "S1", "C1", "A1", "M2", "P1", "X1"])
def test_whoever_could_have_entered_it_cancels_it_and_nobody_else(by: str) -> None:
    assert judge_cancelling("M1", by, PEOPLE, TODAY) == judged(by)


def test_a_leave_of_somebody_unknown_is_not_cancelled() -> None:
    assert judge_cancelling("M9", "A1", PEOPLE, TODAY) == Refused(reason=Reason.UNKNOWN_PERSON, detail="M9")


def test_a_line_of_management_that_goes_in_a_circle_ends() -> None:
    people = (person("M1", Role.LEGAL_MANAGER, "S1"), person("S1", Role.SENIOR_MANAGER, "M1"), person("M2"))

    assert judged("S1", people) is None
    refused = judged("M2", people)
    assert refused is not None
    assert refused.reason is Reason.NOT_PERMITTED


def test_without_a_cover_it_is_a_leave_as_well() -> None:
    assert judged(cover=None) is None


def test_a_day_that_is_past_may_be_entered_late() -> None:
    assert judged(from_date=date(2026, 10, 26)) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"staff_id": "M9"}, Reason.UNKNOWN_PERSON),
        ({"cover": "M9"}, Reason.UNKNOWN_PERSON),
        ({"to_date": FIRST - timedelta(days=1)}, Reason.ENDS_BEFORE_IT_STARTS),
        ({"to_date": CALENDAR.last_day + timedelta(days=1)}, Reason.BEYOND_CALENDAR),
        ({"from_date": date(2019, 1, 1)}, Reason.NOT_IN_POST),
        ({"cover": "M1"}, Reason.COVERS_THEMSELVES),
        ({"cover": "X1"}, Reason.OTHER_AREA),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, object], reason: Reason) -> None:
    refused = judged("M1", PEOPLE, **changes)

    assert refused is not None
    assert refused.reason is reason
    assert refused.detail, "which person, or which day"


def test_who_is_not_known_or_has_left_enters_nothing() -> None:
    left = tuple(one.model_copy(update={"to_date": TODAY - timedelta(days=1)}) for one in PEOPLE)

    assert judged("M7") == Refused(reason=Reason.UNKNOWN_PERSON, detail="M7")
    assert judged("S1", left) == Refused(reason=Reason.NOT_IN_POST, detail="S1")


def test_a_cover_has_to_be_in_post_all_the_time() -> None:
    leaves = tuple(
        one.model_copy(update={"to_date": FIRST}) if one.staff_id == "M2" else one for one in PEOPLE
    )

    assert judged("M1", leaves) == Refused(reason=Reason.NOT_IN_POST, detail="M2")


@pytest.mark.parametrize(
    ("theirs", "gone"),
    [
        ((FIRST - timedelta(days=9), FIRST - timedelta(days=1)), None),
        ((FIRST - timedelta(days=9), FIRST), FIRST),
        ((LAST, None), LAST),
        ((LAST + timedelta(days=1), None), None),
    ],
    ids=["back before", "back after its first day", "away on its last day", "away after it"],
)
def test_a_cover_is_away_too_from_the_first_day_that_both_absences_share(
    theirs: tuple[date, date | None], gone: date | None
) -> None:
    first, last = theirs
    absences = (leave(), leave(staff_id="M2", from_date=first, to_date=last, cover=None))

    assert cover_away_on(leave(), absences, TODAY) == gone


def test_days_that_are_over_and_absences_of_others_make_no_cover_away() -> None:
    other, over = leave(staff_id="M3"), leave(staff_id="M2", to_date=FIRST)

    assert cover_away_on(leave(), (leave(), other, over), FIRST + timedelta(days=1)) is None
    assert cover_away_on(leave(cover=None), (leave(), over), TODAY) is None
