"""What of a quarter's IQAs the database tells, on the real one."""

from datetime import timedelta

from domain.calendar import end_of_day
from domain.iqa import commands as c
from domain.periods import Quarter
from domain.quarter.facts import QuarterNeeds
from domain.quarter.pace.standing import QuarterOf
from infra.postgres.quarter_facts import quarter_facts
from infra.postgres.quarter_views import areas, frozen, left_no_time, seen
from infra.reference import Library
from tests import clock
from tests.area import today
from tests.commands import mark_all, select_case
from tests.system import System
from tests.workflows.quarters import open_quarter, quarter_of, quarter_until

LIBRARY = Library.load()
NOW = clock.BEGINS


async def confirm(system: System, iqa: str) -> None:
    await system.send(iqa, "M1", select_case(system))
    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))


async def test_an_iqa_of_another_quarter_counts_in_the_time_in_which_it_was_confirmed_and_in_no_other(
    system: System,
) -> None:
    confirmed, waits = await system.open("P1"), await system.open("P2")
    await confirm(system, confirmed)
    period = Quarter.containing(today())
    since, until = end_of_day(period.first_day - timedelta(days=1)), end_of_day(period.last_day)
    another, later = str(period.next()), timedelta(days=200)

    async def found(of: QuarterOf) -> tuple[list[str], set[str]]:
        async with system.connection() as connection:
            facts = await quarter_facts(connection, LIBRARY, QuarterNeeds(standing_of=of), NOW)
        return [one.iqa_id for one in facts.standing], {one.stream for one in facts.waiting}

    own = QuarterOf(area=system.area, quarter=system.quarter)
    of_next = own.model_copy(update={"quarter": another})
    in_time = of_next.model_copy(update={"since": since, "until": until})
    out_of_time = of_next.model_copy(update={"since": since + later, "until": until + later})

    assert await found(own) == (sorted([confirmed, waits]), {confirmed, waits})
    assert await found(of_next) == ([], set())
    assert await found(in_time) == ([confirmed], {confirmed})
    assert await found(out_of_time) == ([], set())
    assert await found(in_time.model_copy(update={"area": "elsewhere"})) == ([], set())


async def test_an_iqa_that_another_area_opened_for_somebody_who_moved_is_known(system: System) -> None:
    iqa = await system.open("P1")
    where = f"where staff_id = '{system.id('P1')}'"
    await system.execute(f"update iqa.people set area = 'elsewhere' {where}")  # noqa: S608
    own = QuarterOf(area=system.area, quarter=system.quarter)

    async with system.connection() as connection:
        there = await quarter_facts(
            connection, LIBRARY, QuarterNeeds(standing_of=own.model_copy(update={"area": "elsewhere"})), NOW
        )
        here = await quarter_facts(connection, LIBRARY, QuarterNeeds(standing_of=own), NOW)

    assert [(one.iqa_id, one.undertaken) for one in there.elsewhere] == [(iqa, False)]
    assert here.elsewhere == ()


async def test_a_quarter_that_nobody_opened_is_not_seen_and_one_that_runs_has_no_frozen_report(
    system: System,
) -> None:
    async with system.connection() as connection:
        assert await seen(connection, LIBRARY, quarter_of(system), NOW) is None
        assert [(one.area, one.opened) for one in await areas(connection, system.quarter)] == [
            (system.area, False)
        ]
    await open_quarter(system)
    await quarter_until(system, lambda found: not found.unopened)

    async with system.connection() as connection:
        one = await seen(connection, LIBRARY, quarter_of(system), NOW)
        assert await frozen(connection, quarter_of(system)) is None
        assert [(one.area, one.opened) for one in await areas(connection, system.quarter)] == [
            (system.area, True)
        ]
        assert not await left_no_time(connection, quarter_of(system), "iqa-1")
    assert one
    assert one.facts.policy.version == one.quarter.policy


async def test_a_reader_whose_clock_is_behind_the_quarters_sees_it_as_of_its_last_event(
    system: System,
) -> None:
    await open_quarter(system)
    quarter = await quarter_until(system, lambda found: not found.unopened)

    async with system.connection() as connection:
        one = await seen(connection, LIBRARY, quarter_of(system), NOW - timedelta(days=30))

    assert one
    assert one.facts.now >= quarter.opened_at
