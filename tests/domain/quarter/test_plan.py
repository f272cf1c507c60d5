from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from domain.people import Absence, AbsenceKind, Person, Role
from domain.periods import Quarter
from domain.policy import Frequency
from domain.quarter.events import LeftOut, LeftOutBecause, NotAskedFor, PlannedIqa
from domain.quarter.pace.standing import SubjectStanding
from domain.quarter.planning.plan import Plan, plan
from domain.questions import Category, Subject
from tests.domain.quarter.bdd import (
    ABOVE,
    CALENDAR,
    FIRST,
    LAST,
    MANAGERS,
    POLICY,
    PROSECUTORS,
    at,
    facts,
    person,
)

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
        person("P1", area="XS"),
        person("M3", Role.LEGAL_MANAGER, unit="MC"),
        person("P1", to_date=FIRST - timedelta(days=1)),
        person("P1", from_date=LAST + timedelta(days=1)),
    ],
    ids=["another Area", "a manager", "left before", "comes after"],
)
def test_nobody_else_is_planned_for_or_left_out(other: Person) -> None:
    assert planned_for(other) == Plan((), ())


@pytest.mark.parametrize(
    ("who", "because"),
    [
        (person("P1", from_date=FIRST + timedelta(days=1)), LeftOutBecause.JOINS_LATER),
        (person("P1", from_date=LAST), LeftOutBecause.JOINS_LATER),
        (person("P1", to_date=FIRST), LeftOutBecause.LEAVES_EARLIER),
        (person("P1", to_date=date(2026, 10, 29)), LeftOutBecause.LEAVES_EARLIER),
        (person("P1", reports_to=None), LeftOutBecause.NO_MANAGER),
        (person("P1", reports_to="M9"), LeftOutBecause.NO_MANAGER),
        (person("P1", reports_to="C1"), LeftOutBecause.NO_MANAGER),
        (person("P1", unit="Magistrates"), LeftOutBecause.UNIT_NOT_PLANNED_FOR),
        (person("P1", unit="mc"), LeftOutBecause.UNIT_NOT_PLANNED_FOR),
        (person("P1", unit=None), LeftOutBecause.UNIT_NOT_PLANNED_FOR),
    ],
)
def test_who_is_left_out_is_named_with_the_reason(who: Person, because: LeftOutBecause) -> None:
    assert planned_for(who) == Plan((), (LeftOut(prosecutor="P1", because=because),))


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


@settings(max_examples=60)
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

    assert all(day < iqa.target_on <= date(2026, 12, 11) for iqa in found)
    assert set(per_week(found).values()) == {4}
    assert set(per_week(found, "M1").values()) == {2}


@pytest.mark.parametrize(
    ("opened_at", "soonest"),
    [(at(date(2026, 11, 27)), date(2026, 11, 30)), (at(date(2026, 11, 27), hour=22), date(2026, 12, 1))],
    ids=["within working hours", "on a Friday night"],
)
def test_no_target_falls_before_the_day_after_the_opening_can_be_read(
    opened_at: datetime, soonest: date
) -> None:
    found = plan("XN", Q3, facts(opened_at, people=(*ABOVE, *team("M1", 30)))).planned

    assert found[0].target_on == soonest


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


def with_planning(
    *people: Person, absences: tuple[Absence, ...] = (), day: date = FIRST, **changes: object
) -> Plan:
    planning = POLICY.planning.model_copy(update=changes)
    policy = POLICY.model_copy(update={"planning": planning})
    return plan("XN", Q3, facts(at(day), people=(*ABOVE, *people), absences=absences, policy=policy))


def gone(staff_id: str, first: date, last: date | None = None) -> Absence:
    return Absence(staff_id=staff_id, from_date=first, to_date=last, kind=AbsenceKind.EXTENDED)


def test_other_units_and_advocacy_are_planned_for_as_policy_says_each_category_counted_by_itself() -> None:
    people = (person("P1"), person("P2", unit="RASSO"), person("P3", unit=None))

    found = with_planning(*people, casework_per_quarter_elsewhere=2, advocacy_per_quarter=1).planned

    assert sorted(iqa.iqa_id.removeprefix("iqa-2026-27-Q3-") for iqa in found) == [
        *("P1-A1", "P1-C1"),
        *("P2-A1", "P2-C1", "P2-C2"),
        *("P3-A1", "P3-C1", "P3-C2"),
    ]
    assert all((iqa.category is Category.ADVOCACY) == ("-A" in iqa.iqa_id) for iqa in found)


def test_an_area_without_prosecutors_has_an_empty_plan_and_so_has_a_manager_without_any() -> None:
    assert planned_for() == Plan((), ())
    assert {iqa.assessor for iqa in planned_for(*team("M1", 4)).planned} == {"M1"}


def test_one_prosecutor_has_one_iqa() -> None:
    assert len(planned_for(person("P1")).planned) == 1


def test_an_area_without_prosecutors_has_a_plan_also_when_no_working_day_is_left() -> None:
    assert plan("XN", Quarter.parse("2021-22-Q3"), facts(at(date(2021, 12, 31)), people=ABOVE)) == Plan(
        (), ()
    )


def test_who_leaves_late_enough_has_an_iqa_that_can_be_finished_before() -> None:
    leaves = date(2026, 11, 27)

    (found,) = planned_for(person("P1", to_date=leaves)).planned

    assert CALENDAR.working_days_between(found.target_on, leaves) >= POLICY.planning.days_to_finish


def test_who_leaves_so_soon_that_nothing_can_be_finished_has_none() -> None:
    leaves = date(2026, 11, 6)

    found = planned_for(person("P1", to_date=leaves), day=date(2026, 11, 2))

    assert found.left_out == (LeftOut(prosecutor="P1", because=LeftOutBecause.LEAVES_EARLIER),)


def test_who_came_too_late_in_a_quarter_that_is_opened_late_has_none() -> None:
    found = planned_for(person("P1", from_date=date(2026, 12, 7)), day=date(2026, 12, 8))

    assert found.left_out == (LeftOut(prosecutor="P1", because=LeftOutBecause.JOINS_LATER),)


def test_who_is_long_away_has_a_target_some_days_after_the_return() -> None:
    (found,) = with_planning(person("P1"), absences=(gone("P1", FIRST, date(2026, 11, 6)),)).planned

    assert found.target_on >= date(2026, 11, 13)


def test_a_short_absence_of_the_prosecutor_moves_nothing() -> None:
    short = gone("P1", FIRST, date(2026, 10, 20))

    assert with_planning(person("P1"), absences=(short,)) == planned_for(person("P1"))


@pytest.mark.parametrize("last", [None, LAST, date(2029, 6, 1)])
def test_who_is_long_away_to_the_end_of_the_quarter_is_left_out(last: date | None) -> None:
    found = with_planning(person("P1"), absences=(gone("P1", FIRST, last),))

    assert found == Plan((), (LeftOut(prosecutor="P1", because=LeftOutBecause.AWAY),))


def test_absences_with_no_working_day_between_them_count_as_one() -> None:
    parts = (
        gone("P1", date(2026, 10, 5), date(2026, 10, 16)),
        gone("P1", date(2026, 10, 19), date(2026, 10, 30)),
        gone("P1", date(2026, 10, 20), date(2026, 10, 21)),
        gone("P1", date(2026, 12, 9), date(2026, 12, 9)),
    )
    planned = with_planning(*team("P1", 0), person("P1"), absences=parts).planned

    assert not date(2026, 10, 5) <= planned[0].target_on < date(2026, 11, 6)


def test_targets_avoid_the_days_on_which_the_manager_is_away() -> None:
    leave = gone("M1", date(2026, 10, 12), date(2026, 10, 23))

    found = with_planning(*team("M1", 20), absences=(leave,)).planned

    assert len(found) == 20
    assert not [iqa for iqa in found if leave.includes(iqa.target_on)]
    assert max(per_week(found).values()) <= 3


def test_a_manager_who_is_away_all_the_time_has_targets_all_the_same() -> None:
    assert len(with_planning(person("P1"), absences=(gone("M1", FIRST),)).planned) == 1


@settings(max_examples=60)
@supposing(
    st.integers(0, 45), st.integers(0, 80), st.integers(0, 80), st.lists(st.integers(20, 91), max_size=6)
)
def test_no_managers_week_is_above_the_limit_while_one_that_could_take_it_has_room(
    n: int, start: int, length: int, leave_after: list[int]
) -> None:
    """All weeks full, or none above the limit: for whoever can be assessed in all of them, whatever the leave is."""
    leavers = (
        person(f"L{place}", to_date=FIRST + timedelta(days=days)) for place, days in enumerate(leave_after)
    )
    leave = gone("M1", FIRST + timedelta(days=start), FIRST + timedelta(days=start + length))
    limit = POLICY.planning.max_per_manager_per_week

    found = with_planning(*team("M1", n), *leavers, absences=(leave,)).planned

    there = [day for day in CALENDAR.working_days(FIRST + timedelta(days=1), LAST) if not leave.includes(day)]
    weeks, held = {week_of(day) for day in there}, per_week(found)
    crowded = [iqa for iqa in found if held[week_of(iqa.target_on)] > limit and "-L" not in iqa.iqa_id]
    assert not crowded or all(held[week] >= limit for week in weeks) or not there


def case_of(who: str, subject: Subject, live: int = 1, confirmed: int = 0) -> SubjectStanding:
    return SubjectStanding(prosecutor=who, subject=subject, live=live, confirmed=confirmed)


def asked(*coverage: SubjectStanding, people: tuple[Person, ...], **planning: object) -> Plan:
    policy = POLICY.model_copy(update={"planning": POLICY.planning.model_copy(update=planning)})
    return plan("XN", Q3, facts(people=(*ABOVE, *people), coverage=coverage, policy=policy))


def who_is_asked(found: Plan, subject: Subject) -> set[str]:
    return {iqa.prosecutor for iqa in found.planned if subject in iqa.asks_for}


DA, RAPE = Subject.DOMESTIC_ABUSE, Subject.RAPE


def test_each_prosecutor_with_such_a_case_is_asked_for_one_until_one_was_assessed_this_year() -> None:
    found = asked(
        case_of("P1", DA), case_of("P2", DA, confirmed=1), case_of("P3", DA, live=0), people=PROSECUTORS
    )

    assert who_is_asked(found, DA) == {"P1"}
    assert found.not_asked_for == ()


def test_a_unit_asks_one_of_those_who_have_such_a_case_and_not_whoever_is_asked_already() -> None:
    cases = (case_of("P1", DA), *(case_of(who.staff_id, RAPE) for who in PROSECUTORS))

    found = asked(*cases, people=PROSECUTORS)

    assert len(who_is_asked(found, RAPE)) == 1
    assert who_is_asked(found, RAPE).isdisjoint(who_is_asked(found, DA))


def test_a_unit_in_which_one_was_assessed_asks_nobody_and_each_unit_counts_by_itself() -> None:
    people = (person("P1"), person("P2"), person("P3", unit="CC"), person("P4", unit="CC", to_date=FIRST))
    cases = (
        case_of("P1", RAPE),
        case_of("P2", RAPE, live=0, confirmed=1),
        case_of("P3", RAPE),
        case_of("P4", RAPE),
    )

    assert who_is_asked(asked(*cases, people=people), RAPE) == {"P3"}


def test_an_area_asks_as_few_as_it_needs_and_nobody_twice_before_everybody_once() -> None:
    cases = [case_of(who.staff_id, RAPE) for who in PROSECUTORS[:2]]
    area = Frequency(per_year=2, per="area")

    found = asked(*cases, people=PROSECUTORS, rape=area, casework_per_quarter=2, advocacy_per_quarter=1)

    assert who_is_asked(found, RAPE) == {"P1", "P2"}
    assert sum(RAPE in iqa.asks_for for iqa in found.planned) == 2
    assert not [iqa for iqa in found.planned if iqa.asks_for and iqa.category is Category.ADVOCACY]


def test_what_could_be_asked_of_nobody_is_said() -> None:
    people = (person("P1", unit="RASSO"), person("P2", unit="RASSO"), person("P3"), person("P4", unit=None))
    cases = (
        case_of("P1", RAPE),
        case_of("P2", DA),
        case_of("P3", RAPE),
        case_of("P4", RAPE),
        case_of("P9", RAPE),
    )

    found = asked(*cases, people=people)

    assert found.not_asked_for == (
        NotAskedFor(subject=DA, whose="P2"),
        NotAskedFor(subject=RAPE, whose="RASSO"),
    )
