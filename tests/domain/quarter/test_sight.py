"""Who may see what of a quarter, against tables written by hand: whatever has no row here fails."""

from typing import Final, get_args

import pytest

from domain.errors import Reason
from domain.escalations import EscalationRaised, EscalationsSettled
from domain.people import Role
from domain.policy import EscalatedMatter
from domain.quarter import events as e
from domain.quarter.event_sight import may_read_event, view_of
from domain.quarter.pace.figures import ManagerWeek
from domain.quarter.sight import View, judge_sight, lines_for
from tests.domain.quarter.bdd import CHIEF, MANAGERS, SENIORS, an_open_quarter, person, state

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
@pytest.mark.parametrize("view", set(View) - {View.LINES})
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


NONE, OWN, EVERY = "", "own Area", "every Area"
SEES: Final[dict[Role, dict[View, str]]] = {
    Role.PROSECUTOR: dict.fromkeys(View, NONE),
    Role.LEGAL_MANAGER: dict.fromkeys(View, NONE) | {View.PACE: OWN, View.SAMPLE: OWN, View.EXCEPTIONS: OWN},
    Role.SENIOR_MANAGER: dict.fromkeys(View, NONE)
    | dict.fromkeys((View.PACE, View.LIST, View.REPORT, View.SAMPLE, View.EXCEPTIONS), OWN),
    Role.CHIEF_CROWN_PROSECUTOR: dict.fromkeys(View, OWN) | {View.NATIONAL: EVERY, View.LINES: NONE},
    Role.ADMINISTRATOR: dict.fromkeys(View, OWN)
    | {View.NATIONAL: EVERY, View.LINES: NONE, View.EXCEPTIONS: NONE, View.EXCEPTIONS_COUNTED: NONE},
    **dict.fromkeys((Role.LEGAL_ASSURANCE, Role.AUDITOR), dict.fromkeys(View, EVERY) | {View.LINES: NONE}),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("view", View)
def test_every_post_sees_what_the_table_gives_it_and_no_more(role: Role, view: View) -> None:
    somebody = person("X1", role)
    sees = {area: judge_sight(somebody, view, area) is None for area in ("XN", "XS")}

    assert sees == {"XN": SEES[role][view] != NONE, "XS": SEES[role][view] == EVERY}


REPORT: Final = {
    *("quarter_opened", "iqas_planned", "plan_changed", "told", "work_handed_over", "iqas_numbered"),
    *("sample_drawn", "block_passed_over", "second_check_reassigned", "pass_taken", "week_reviewed"),
    *("policy_applied", "quarter_closed", "quarter_ended", "custody_found_while_away"),
}
LINES: Final = {
    *("escalation_raised", "escalation_handed_over", "escalation_acknowledged", "escalations_settled"),
}


def test_every_event_is_of_the_view_that_the_table_gives_it() -> None:
    found = {
        kind.model_fields["kind"].default: view_of(kind.model_construct())
        for kind in get_args(e.QuarterEvent)
    }

    assert found == dict.fromkeys(REPORT, View.REPORT) | dict.fromkeys(LINES, View.LINES)


def test_what_was_raised_about_one_manager_is_read_by_those_to_whom_it_was_put() -> None:
    raised = EscalationRaised(escalation_id="p1", deadline="pace", to=("S1",), matter=EscalatedMatter.PACE)
    settled = EscalationsSettled(escalation_ids=("p1",))
    quarter = state(an_open_quarter(), raised)

    assert may_read_event(SENIORS[0], raised, quarter)
    assert may_read_event(SENIORS[0], settled, quarter)
    assert not may_read_event(CHIEF, raised, quarter)
    assert may_read_event(CHIEF, e.QuarterEnded(), quarter)
    assert not may_read_event(MANAGERS[0], e.QuarterEnded(), quarter)
