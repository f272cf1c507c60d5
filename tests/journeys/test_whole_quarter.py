"""A whole quarter in which two managers leave everything to its last ten days, and the others do not."""

from datetime import date, timedelta
from time import monotonic

import pytest

from domain.quarter.events import PlannedIqa
from tests.journeys import team
from tests.journeys.season import Season
from tests.system import System

LATE = ("M1", "M2")


@pytest.mark.timeout(240)
async def test_a_whole_quarter(system: System) -> None:
    season = Season(system)
    t = monotonic()
    opened = await season.begin()

    late = {system.id(name) for name in LATE}
    diligent = [one for one in opened.planned if one.assessor not in late]
    leisurely = [one for one in opened.planned if one.assessor in late]
    day = season.period.first_day
    days: dict[date, list[tuple[str, PlannedIqa]]] = {}
    for one in diligent:
        first = season.working_day(one.target_on)
        days.setdefault(first, []).append(("assess", one))
        days.setdefault(season.working_day(first, 2), []).append(("talk", one))
    while day < season.period.last_day - timedelta(days=10):
        sunday = day + timedelta(days=6 - day.weekday())
        for n in range((sunday - day).days + 1):
            for what, one in days.get(day + timedelta(days=n), ()):
                await getattr(season, what)(one, day + timedelta(days=n))

        quarter = await season.goes_on_to(sunday)

        day = sunday + timedelta(days=1)
    assert leisurely
    assert len(opened.planned) == team.IQAS
