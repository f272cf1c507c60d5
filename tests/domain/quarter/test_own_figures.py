"""What each sampler's second checks came to, and who sees it."""

from datetime import date

from domain.people import Role
from domain.quarter.sample.own_figures import SamplerFigures, figures
from domain.quarter.sight import checks_for
from tests.domain.quarter.bdd import at, person
from tests.domain.quarter.weeks import done

EARLY = date(2026, 10, 5)
ROWS = (
    done(
        1, EARLY, sampler="S2", sampled_at=at(EARLY), re_marked=1, re_marks_asked=3, judgements=("too_early",)
    ),
    done(2, EARLY, sampler="S1"),
    done(3, EARLY, sampler="S1", sampled_at=at(EARLY), re_marked=3, re_marks_asked=3, case_read=True),
    done(4, EARLY),
)
FIRST = SamplerFigures(
    sampler="S1", given=2, recorded=1, cases_read=1, re_marked=3, re_marks_asked=3, judgements={}
)
SECOND = SamplerFigures(
    sampler="S2",
    given=1,
    recorded=1,
    cases_read=0,
    re_marked=1,
    re_marks_asked=3,
    judgements={"too_early": 1},
)


def test_they_stand_by_staff_id_and_count_what_was_recorded() -> None:
    assert figures(ROWS) == (FIRST, SECOND)


def test_a_sampler_sees_their_own_and_the_chief_of_the_area_everybodys() -> None:
    found = figures(ROWS)

    assert checks_for(person("S2", Role.SENIOR_MANAGER), "XN", found) == (SECOND,)
    assert checks_for(person("C1", Role.CHIEF_CROWN_PROSECUTOR), "XN", found) == found


def test_nobody_else_sees_any() -> None:
    found = figures(ROWS)

    assert checks_for(person("C9", Role.CHIEF_CROWN_PROSECUTOR, area="XS"), "XN", found) == ()
    for role in set(Role) - {Role.CHIEF_CROWN_PROSECUTOR}:
        assert checks_for(person("X1", role), "XN", found) == ()
