from datetime import date

import pytest

from domain.people import Absence, AbsenceKind, Person, Role

PERSON = Person(
    staff_id="P1",
    role=Role.PROSECUTOR,
    area="XN",
    email="p1@example.test",
    from_date=date(2026, 4, 1),
    to_date=date(2026, 6, 30),
)
ABSENCE = Absence(
    staff_id="P1", from_date=date(2026, 4, 1), to_date=date(2026, 6, 30), kind=AbsenceKind.LEAVE
)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 6, 30)])
def test_the_first_and_the_last_day_count(day: date) -> None:
    assert PERSON.in_post(day)
    assert ABSENCE.includes(day)


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 7, 1)])
def test_the_days_around_them_do_not(day: date) -> None:
    assert not PERSON.in_post(day)
    assert not ABSENCE.includes(day)


def test_without_a_last_day_there_is_no_end() -> None:
    assert PERSON.model_copy(update={"to_date": None}).in_post(date.max)
    assert ABSENCE.model_copy(update={"to_date": None}).includes(date.max)
