from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.people import Person, Role
from domain.quarter.events import LeftOut, LeftOutBecause, PlannedIqa
from domain.quarter.periods import Quarter
from domain.quarter.plan import Plan, plan
from domain.questions import Category
from tests.domain.quarter.bdd import ABOVE, CALENDAR, FIRST, LAST, MANAGERS, POLICY, at, facts, person

Q3 = Quarter.parse("2026-27-Q3")


def planned_for(*people: Person, day: date = FIRST) -> Plan:
    return plan("XN", Q3, facts(at(day), people=(*ABOVE, *people)))


def team(manager: str, n: int) -> tuple[Person, ...]:
    return tuple(person(f"{manager}-P{number:03}", reports_to=manager) for number in range(n))


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def per_week(iqas: tuple[PlannedIqa, ...], assessor: str | None = None) -> Counter[date]:
    return Counter(week_of(iqa.target_on) for iqa in iqas if assessor in {None, iqa.assessor})


def test_every_volume_crime_prosecutor_has_one_casework_iqa_a_quarter_with_their_own_manager() -> None:
    found = planned_for(person("P1", unit="MC"), person("P2", unit="CC", reports_to="M2"))

    assert [(iqa.iqa_id, iqa.prosecutor, iqa.assessor, iqa.category) for iqa in found.planned] == [
        ("iqa-2026-27-Q3-P1-C1", "P1", "M1", Category.CASEWORK),
        ("iqa-2026-27-Q3-P2-C1", "P2", "M2", Category.CASEWORK),
    ]
    assert found.left_out == ()


def test_policy_can_ask_for_more_of_each_in_different_weeks() -> None:
    planning = POLICY.planning.model_copy(update={"casework_per_quarter": 2})
    world = facts(people=(*ABOVE, person("P1")), policy=POLICY.model_copy(update={"planning": planning}))

    found = plan("XN", Q3, world).planned

    assert {iqa.iqa_id for iqa in found} == {"iqa-2026-27-Q3-P1-C1", "iqa-2026-27-Q3-P1-C2"}
    assert len(per_week(found)) == 2


@pytest.mark.parametrize(
    "other",
    [
        person("P1", unit="RASSO"),
        person("P1", unit=None),
        person("P1", area="XS"),
        person("M3", Role.LEGAL_MANAGER, unit="MC"),
        person("P1", to_date=FIRST - timedelta(days=1)),
        person("P1", from_date=LAST + timedelta(days=1)),
    ],
    ids=["another unit", "no unit", "another Area", "a manager", "left before", "comes after"],
)
def test_nobody_else_is_planned_for_or_left_out(other: Person) -> None:
    assert planned_for(other) == ((), ())


@pytest.mark.parametrize(
    ("who", "because"),
    [
        (person("P1", from_date=FIRST + timedelta(days=1)), LeftOutBecause.JOINS_LATER),
        (person("P1", from_date=LAST), LeftOutBecause.JOINS_LATER),
        (person("P1", to_date=FIRST), LeftOutBecause.LEAVES_EARLIER),
        (person("P1", to_date=LAST - timedelta(days=1)), LeftOutBecause.LEAVES_EARLIER),
        (person("P1", reports_to=None), LeftOutBecause.NO_MANAGER),
        (person("P1", reports_to="M9"), LeftOutBecause.NO_MANAGER),
        (person("P1", reports_to="C1"), LeftOutBecause.NO_MANAGER),
    ],
)
def test_who_is_left_out_is_named_with_the_reason(who: Person, because: LeftOutBecause) -> None:
    assert planned_for(who) == ((), (LeftOut(prosecutor="P1", because=because),))


@pytest.mark.parametrize(
    "manager",
    [
        person("M3", Role.LEGAL_MANAGER, "S1", to_date=FIRST - timedelta(days=1)),
        person("M3", Role.LEGAL_MANAGER, "S1", area="XS"),
    ],
    ids=["left", "another Area"],
)
def test_a_manager_who_could_not_assess_is_no_manager(manager: Person) -> None:
    found = planned_for(manager, person("P1", reports_to="M3"))

    assert found.left_out == (LeftOut(prosecutor="P1", because=LeftOutBecause.NO_MANAGER),)


def test_a_senior_manager_assesses_those_who_report_to_them() -> None:
    assert planned_for(person("P1", reports_to="S1")).planned[0].assessor == "S1"


def test_the_first_and_the_last_day_of_a_post_count() -> None:
    assert len(planned_for(person("P1", from_date=FIRST, to_date=LAST)).planned) == 1


@settings(max_examples=60, deadline=None)
@supposing(st.lists(st.integers(0, 30), min_size=2, max_size=2), st.integers(0, 91))
def test_targets_are_even_over_weeks_for_the_area_and_for_each_manager(sizes: list[int], late: int) -> None:
    day = FIRST + timedelta(days=late)
    people = [one for manager, n in zip(MANAGERS, sizes, strict=True) for one in team(manager.staff_id, n)]

    found = planned_for(*people, day=min(day, date(2026, 12, 29))).planned

    weeks = per_week(found)
    open_weeks = len(weeks)
    assert len(found) == sum(sizes)
    assert not weeks or max(weeks.values()) - min(weeks.values()) <= 1
    for manager, n in zip(MANAGERS, sizes, strict=True):
        held = per_week(found, manager.staff_id)
        assert max(held.values(), default=0) <= (-(-n // open_weeks) if n else 0)
    assert all(CALENDAR.is_working_day(iqa.target_on) for iqa in found)
    assert all(day <= iqa.target_on <= LAST for iqa in found) or day > date(2026, 12, 29)


def test_no_managers_week_holds_more_than_policy_allows_and_the_last_weeks_stay_clear() -> None:
    found = planned_for(*team("M1", 33), *team("M2", 7)).planned

    assert set(per_week(found, "M1").values()) == {3}
    assert max(per_week(found, "M2").values()) == 1
    assert found[-1].target_on <= date(2026, 12, 11)


def test_the_weeks_kept_clear_are_planned_before_a_manager_has_more_than_policy_allows() -> None:
    found = planned_for(*team("M1", 34)).planned

    assert max(per_week(found).values()) == 3
    assert len(per_week(found)) == 12
    assert found[-1].target_on > date(2026, 12, 11)


def test_with_more_than_the_quarter_can_hold_the_limit_gives_way_evenly() -> None:
    found = planned_for(*team("M1", 50)).planned

    assert set(per_week(found).values()) <= {3, 4}
    assert len(found) == 50


def test_a_quarter_opened_late_is_spread_over_the_days_that_are_left() -> None:
    day = date(2026, 11, 23)

    found = planned_for(*team("M1", 6), *team("M2", 6), day=day).planned

    assert all(day <= iqa.target_on <= date(2026, 12, 11) for iqa in found)
    assert set(per_week(found).values()) == {4}
    assert set(per_week(found, "M1").values()) == {2}


def test_a_managers_few_iqas_lie_apart() -> None:
    found = planned_for(*team("M1", 3), *team("M2", 3)).planned

    for manager in MANAGERS:
        days = [iqa.target_on for iqa in found if iqa.assessor == manager.staff_id]
        assert all(later - earlier >= timedelta(days=12) for earlier, later in pairwise(days))


def test_the_soonest_target_stands_first() -> None:
    found = planned_for(*team("M1", 9), *team("M2", 9)).planned

    assert list(found) == sorted(found, key=lambda iqa: (iqa.target_on, iqa.iqa_id))


def test_the_same_people_give_the_same_plan_in_whatever_order_they_come() -> None:
    people = (*team("M1", 9), *team("M2", 9))

    assert planned_for(*people) == planned_for(*reversed(people))
