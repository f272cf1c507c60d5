"""An Area's quarter at the desk: what is no quarter is refused there, and what was sent can always be repeated."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from clients.command_ids import new_command_id
from clients.desk import national, pace, quarters, reports, samples, steps
from clients.desk.desk import Desk, SignedIn
from clients.desk.sending import Again, send
from clients.errors import Abandoned, CommandRefused, Unreachable
from clients.gateway import Engine
from domain.assessment import Mode
from domain.casework.commands import NoteCaseConversation
from domain.errors import Reason
from domain.ids import case_id
from domain.iqa.commands import RecordNoActions
from infra.postgres.connections import Connection
from infra.settings import Settings
from tests import clock
from tests.area import Kind, today
from tests.system import System
from tests.workflows.quarters import (
    begin_the_next_quarter,
    open_quarter,
    quarter_events,
    quarter_until,
    until_day,
)
from tests.workflows.test_quarter import planned

Ask = Callable[[Desk, SignedIn, str], Awaitable[object]]

NAMING: Final[dict[str, Ask]] = {
    "open_quarter": lambda desk, by, name: quarters.open_quarter(desk, by, "XN", name),
    "close_quarter": lambda desk, by, name: quarters.close_quarter(desk, by, "XN", name),
    "pace": lambda desk, by, name: pace.pace(desk, by, "XN", name),
    "quarter_report": lambda desk, by, name: reports.quarter_report(desk, by, "XN", name),
    "verify_sample": lambda desk, by, name: samples.verify_sample(desk, by, "XN", name),
    "national": national.national,
}
"""Whatever is asked of a quarter by its name."""

Act = Callable[[Desk, SignedIn, Again], Awaitable[Any]]


class Losing(Desk):
    """A desk whose database goes away after so many readings."""

    left = 0

    @asynccontextmanager
    async def reading(self, longest_s: float | None = None) -> AsyncIterator[Connection]:
        if self.left == 0:
            raise Unreachable(None, "the database is out of reach")
        self.left -= 1
        async with super().reading(longest_s) as connection:
            yield connection


class Silent(Desk):
    """A desk whose database takes a question and never answers."""

    @asynccontextmanager
    async def reading(self, longest_s: float | None = None) -> AsyncIterator[Connection]:
        await asyncio.Event().wait()
        raise AssertionError(longest_s)
        yield


def signed_in(system: System, who: str) -> SignedIn:
    return SignedIn(staff_id=system.id(who), how="test", at=clock.now())


async def lost(system: System, who: str, act: Act, command_id: UUID) -> list[UUID | None]:
    """Repeat a command, the database going away at each reading in turn; under which id that was told."""
    told: list[UUID | None] = []

    async def connected(_settings: Settings, _patience_s: float) -> Engine:
        return system.client

    while True:
        desk = Losing(system.settings, now=clock.now, connect=connected, patience_s=20)
        desk.left = len(told)
        try:
            done = await act(desk, signed_in(system, who), Again(command_id))
        except Unreachable as error:
            told.append(error.command_id)
        else:
            assert done.command_id == command_id
            return told
        finally:
            await desk.close()


@pytest.mark.parametrize("name", ["autumn", "2026-28-Q3", "", "Q" * 65])
@pytest.mark.parametrize("ask", NAMING)
async def test_a_name_that_is_no_quarters_is_refused_before_any_server_is_asked(
    ask: str, name: str, tmp_path: Path
) -> None:
    desk = Desk(Settings(data_dir=tmp_path), now=clock.now)

    with pytest.raises(CommandRefused) as refused:
        await NAMING[ask](desk, SignedIn(staff_id="S1", how="test", at=clock.now()), name)

    assert (refused.value.refused.reason, refused.value.refused.detail) == (Reason.NOT_A_QUARTER, name)


async def test_an_opening_is_told_with_its_id_wherever_the_database_goes_away_and_is_done_once(
    system: System,
) -> None:
    command_id = new_command_id()

    async def opening(desk: Desk, by: SignedIn, again: Again) -> quarters.Opened:
        return await quarters.open_quarter(desk, by, system.area, system.quarter, again=again)

    told = await lost(system, "S1", opening, command_id)

    assert told == [command_id, command_id]
    await quarter_until(system, lambda quarter: bool(quarter.planned))
    assert [one.kind for one in await quarter_events(system)].count("quarter_opened") == 1


async def test_what_is_read_after_a_step_is_done_does_not_lose_its_id(system: System) -> None:
    await open_quarter(system)
    await planned(system)
    m1, m3, urn = system.id("M1"), system.id("M3"), system.urn("P1", Kind.ANY_WORK)
    talk = NoteCaseConversation(
        urn=urn, prosecutor=system.id("P1"), on=today(), mode=Mode.VIDEO, prosecutor_view="Bail."
    )
    giving, noting = new_command_id(), new_command_id()

    async def give(desk: Desk, by: SignedIn, again: Again) -> steps.HandedOver:
        return await steps.hand_over(desk, by, m1, m3, "Leave", again)

    async def note(desk: Desk, by: SignedIn, again: Again) -> steps.Noted:
        return await steps.note_conversation(desk, by, talk, again)

    # Who hands over, and which case is meant, is looked up before anything is sealed: nothing is under way yet.
    assert await lost(system, "S1", give, giving) == [None, giving, giving, giving]
    assert await lost(system, "M1", note, noting) == [None, noting, noting, noting]

    await quarter_until(system, lambda quarter: not quarter.tellings)
    assert [one.kind for one in await quarter_events(system)].count("work_handed_over") == 1
    noted = "select from iqa.ledger where stream = $1 and kind = 'conversation_noted'"
    assert len(await system.rows(noted, case_id(urn))) == 1


async def test_a_close_does_not_lose_its_id_either_and_repeating_it_shows_the_same_report(
    system: System,
) -> None:
    quarter, command_id = await begin_the_next_quarter(system), new_command_id()
    await until_day(system, quarter.last_day + timedelta(days=1))
    shown: list[reports.QuarterReport | None] = []

    async def close(desk: Desk, by: SignedIn, again: Again) -> quarters.Closed:
        done = await quarters.close_quarter(desk, by, system.area, system.quarter, again)
        shown.append(done.report)
        return done

    told = await lost(system, "S1", close, command_id)
    await lost(system, "S1", close, command_id)

    # Whether it is closed already is looked up before anything is sealed.
    assert told == [None, command_id, command_id, command_id]
    assert shown[0] == shown[1]
    assert shown[0] is not None
    assert shown[0].verified is True


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, by, again: quarters.open_quarter(desk, by, "XN", "2026-27-Q3", again=again),
        lambda desk, by, again: send(desk, by, "iqa-1", RecordNoActions(), again),
    ],
    ids=["open_quarter", "send"],
)
async def test_whoever_stops_waiting_for_the_database_is_told_the_id_of_what_they_sent(
    act: Act, tmp_path: Path
) -> None:
    desk, again = Silent(Settings(data_dir=tmp_path), now=clock.now), Again(new_command_id())
    acting = asyncio.ensure_future(act(desk, SignedIn(staff_id="S1", how="test", at=clock.now()), again))
    await asyncio.sleep(0)
    acting.cancel()

    with pytest.raises(Abandoned) as abandoned:
        await acting

    assert abandoned.value.command_id == again.command_id


async def test_whoever_stops_waiting_for_an_opening_is_told_its_id_and_has_waited_no_longer_than_their_patience(
    system: System,
) -> None:
    command_id, connecting = new_command_id(), asyncio.Event()
    waits: list[float] = []

    async def never(_settings: Settings, patience_s: float) -> Engine:
        waits.append(patience_s)
        connecting.set()
        await asyncio.Event().wait()
        raise AssertionError

    desk = Desk(system.settings, now=clock.now, connect=never, patience_s=20)
    by, again = signed_in(system, "S1"), Again(command_id)
    opening = asyncio.create_task(quarters.open_quarter(desk, by, system.area, system.quarter, again=again))
    await connecting.wait()
    opening.cancel()
    with pytest.raises(Abandoned) as abandoned:
        await opening
    await desk.close()

    assert abandoned.value.command_id == command_id
    assert waits[0] < desk.patience_s
