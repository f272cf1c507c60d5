"""An Area's quarter and its cases for a test, on the engine of a running system."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from activities.record import decode
from clients.command_ids import new_command_id
from clients.gateway import Start
from domain.calendar import Calendar
from domain.casework.commands import CaseCommand, CaseEnvelope, StartCase
from domain.casework.kind import CASE
from domain.casework.state import CaseNotes
from domain.ids import case_id, quarter_id
from domain.periods import Quarter
from domain.quarter.commands import OpenQuarter, QuarterCommand, QuarterEnvelope, StartQuarter
from domain.quarter.events import QuarterEvent
from domain.quarter.kind import QUARTER
from domain.quarter.state import AreaQuarter
from domain.stream import Answer
from infra.postgres.ledger import events_of
from infra.reference import Library
from tests import clock
from tests.servers import soon
from tests.system import System

A_DAY = timedelta(days=1)
CALENDAR: Calendar = Library.load().current.calendar


def quarter_of(system: System) -> str:
    """The id of the Area's present quarter."""
    return quarter_id(system.area, system.quarter)


async def open_quarter(system: System, actor: str = "S1", *, policy: str = "default-1") -> Answer:
    """Open the Area's present quarter, as a client does."""
    opening = OpenQuarter(area=system.area, quarter=system.quarter, policy_version=policy)
    start = StartQuarter(command_id=new_command_id(), actor=system.id(actor), opening=opening)
    return await system.gateway.open_quarter(quarter_of(system), start, system.settings.task_queue)


async def ask_quarter(system: System, actor: str, command: QuarterCommand) -> Answer:
    """Send a command to the quarter, as a client does."""
    envelope = QuarterEnvelope(command_id=new_command_id(), actor=system.id(actor), command=command)
    return await system.gateway.send(quarter_of(system), envelope)


async def quarter_past(system: System, instant: datetime) -> None:
    """Let time pass for the quarter until an instant (UTC), with every pass on the way."""
    handle = system.client.get_workflow_handle(quarter_of(system))
    await system.skipper.fast_forward(handle, instant - await system.skipper.get_current_time(handle))


async def quarter_events(system: System) -> tuple[QuarterEvent, ...]:
    """What happened in the quarter, in order: the first is version 1."""
    async with system.connection() as connection:
        recorded = decode(QUARTER, await events_of(connection, quarter_of(system)))
    return tuple(each.event for each in recorded)


async def quarter_until(system: System, holds: Callable[[AreaQuarter], bool]) -> AreaQuarter:
    """Wait until the ledger shows a quarter of which something holds."""
    found: list[AreaQuarter] = []

    async def shows() -> None:
        async with system.connection() as connection:
            events = decode(QUARTER, await events_of(connection, quarter_of(system)))
        quarter = QUARTER.fold(None, events, quarter_of(system))
        assert quarter is not None
        assert holds(quarter)
        found.append(quarter)

    await soon(shows)
    return found[-1]


async def ask_case(system: System, actor: str, urn: str, command: CaseCommand) -> Answer:
    """Send a command about a case, as a client does: its workflow is started when none runs."""
    envelope = CaseEnvelope(command_id=new_command_id(), actor=system.id(actor), command=command)
    start = Start("case", StartCase(urn=urn), system.settings.task_queue)
    return await system.gateway.send(case_id(urn), envelope, start=start)


async def notes_on(system: System, urn: str) -> CaseNotes | None:
    """What is noted on a case."""
    async with system.connection() as connection:
        events = decode(CASE, await events_of(connection, case_id(urn)))
    return CASE.fold(None, events, case_id(urn))


async def begin_the_next_quarter(system: System) -> Quarter:
    """Open the quarter that begins next, on its first working day: a whole one, whenever the tests are run."""
    quarter = clock.QUARTER
    system.quarter = str(quarter)
    first = CALENDAR.add_working_days(quarter.first_day - timedelta(days=1), 1)
    wait = datetime.combine(first, time(10), tzinfo=UTC) - datetime.now(UTC)
    opening = OpenQuarter(area=system.area, quarter=system.quarter, policy_version="default-1")
    handle = await system.client.start_workflow(
        "quarter",
        StartQuarter(command_id=new_command_id(), actor=system.id("S1"), opening=opening),
        id=quarter_of(system),
        task_queue=system.settings.task_queue,
        start_delay=wait,
    )
    await system.skipper.fast_forward(handle, wait + timedelta(seconds=1))
    await quarter_until(system, lambda found: not found.unopened)
    return quarter


async def until_day(system: System, day: date) -> None:
    """Let time pass in the quarter until noon of a day."""
    handle = system.client.get_workflow_handle(quarter_of(system))
    now = await system.skipper.get_current_time(handle)
    await system.skipper.fast_forward(handle, datetime.combine(day, time(12), tzinfo=UTC) - now)


async def pass_over(system: System, before: AreaQuarter) -> None:
    """Let time pass until the next daily pass was taken."""
    handle = system.client.get_workflow_handle(quarter_of(system))
    due = before.deadline("pass")
    for _ in range(5):
        await system.skipper.fast_forward(handle, A_DAY)
        try:
            await quarter_until(system, lambda quarter: quarter.deadline("pass") != due)
        except AssertionError:
            continue
        return
