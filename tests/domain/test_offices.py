"""What each post is for: a new one is in no group by accident, and left out of none by accident."""

from collections.abc import Mapping

import pytest

from domain.ladder import CHIEF
from domain.offices import ASSESSORS, NATIONAL, READERS, SENIORS
from domain.people import Role
from domain.quarter.procedures import STEERERS
from domain.quarter.sight import MAY_SEE, View

GROUPS = {
    "assessors": ASSESSORS,
    "seniors": SENIORS,
    "readers": READERS,
    "national": NATIONAL,
    "steerers": STEERERS,
    "chief": CHIEF,
}
POSTS: Mapping[Role, set[str]] = {
    Role.PROSECUTOR: set(),
    Role.LEGAL_MANAGER: {"assessors", "pace"},
    Role.SENIOR_MANAGER: {"assessors", "seniors", "readers", "steerers", "pace", "report"},
    Role.CHIEF_CROWN_PROSECUTOR: {
        "seniors",
        "readers",
        "steerers",
        "chief",
        "pace",
        "report",
        "national view",
    },
    Role.LEGAL_ASSURANCE: {"national", "pace", "report", "national view"},
    Role.AUDITOR: {"national", "pace", "report", "national view"},
    Role.ADMINISTRATOR: {"readers", "steerers", "pace", "report", "national view"},
}


def test_of_every_post_it_is_said_what_it_is_for() -> None:
    assert set(POSTS) == set(Role)


@pytest.mark.parametrize("role", POSTS)
def test_a_post_is_in_the_groups_that_it_is_for_and_sees_what_it_may(role: Role) -> None:
    views = {View.PACE: "pace", View.REPORT: "report", View.NATIONAL: "national view"}
    seen = {views[view] for view, posts in MAY_SEE.items() if view in views and role in posts}

    assert {name for name, group in GROUPS.items() if role in group} | seen == POSTS[role]
