"""Who may see the pace, the report and the national view of a quarter."""

import pytest

from domain.errors import Reason
from domain.people import Role
from domain.quarter.pace.figures import ManagerWeek
from domain.quarter.sight import View, judge_sight, lines_for
from tests.domain.quarter.bdd import CHIEF, MANAGERS, SENIORS, person

WEEKS = (ManagerWeek(manager="M2", senior_manager="S2"), ManagerWeek(manager="M1", senior_manager="S1"))


@pytest.mark.parametrize("view", View)
def test_a_prosecutor_sees_none_of_it(view: View) -> None:
    refused = judge_sight(person("P1"), view, "XN")

    assert refused
    assert refused.reason is Reason.NOT_PERMITTED


@pytest.mark.parametrize(
    "role", [Role.LEGAL_MANAGER, Role.SENIOR_MANAGER, Role.CHIEF_CROWN_PROSECUTOR, Role.ADMINISTRATOR]
)
def test_people_of_an_area_see_the_pace_of_their_own_area_alone(role: Role) -> None:
    refused = judge_sight(person("X1", role), View.PACE, "XS")

    assert judge_sight(person("X1", role), View.PACE, "XN") is None
    assert refused
    assert (refused.reason, refused.detail) == (Reason.OTHER_AREA, "XS")


@pytest.mark.parametrize("role", [Role.LEGAL_ASSURANCE, Role.AUDITOR])
@pytest.mark.parametrize("view", View)
def test_the_national_posts_see_every_area(role: Role, view: View) -> None:
    assert judge_sight(person("X1", role, area="HQ"), view, "XN") is None


def test_a_legal_manager_does_not_see_the_report_which_names_what_waits_with_others() -> None:
    assert judge_sight(MANAGERS[0], View.REPORT, "XN")
    assert judge_sight(SENIORS[0], View.REPORT, "XN") is None


def test_the_national_view_is_for_chiefs_and_the_national_posts() -> None:
    assert judge_sight(CHIEF, View.NATIONAL) is None
    assert judge_sight(person("A1", Role.ADMINISTRATOR), View.NATIONAL) is None
    assert judge_sight(SENIORS[0], View.NATIONAL)
    assert judge_sight(MANAGERS[0], View.NATIONAL)


@pytest.mark.parametrize(
    ("who", "lines"),
    [
        (MANAGERS[0], ["M1"]),
        (SENIORS[1], ["M2"]),
        (CHIEF, []),
        (person("X1", Role.AUDITOR, area="HQ"), []),
        (person("A1", Role.ADMINISTRATOR), []),
    ],
    ids=["their own", "of whom they are above", "the chief", "an auditor", "an administrator"],
)
def test_lines_about_single_people_are_for_them_and_the_one_above(who: object, lines: list[str]) -> None:
    assert isinstance(who, type(CHIEF))
    assert [one.manager for one in lines_for(who, WEEKS)] == lines


def test_lines_are_in_the_order_of_staff_ids() -> None:
    both = tuple(one.model_copy(update={"senior_manager": "S1"}) for one in WEEKS)

    assert [one.manager for one in lines_for(SENIORS[0], both)] == ["M1", "M2"]
