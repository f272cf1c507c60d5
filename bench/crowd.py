"""A hundred people at the pages at once: ``python -m bench.crowd [SECONDS]``, two minutes.

Eighty prosecutors look at their work; twenty managers choose, mark, confirm and record conversations. They come by HTTP
to the pages' own process, and think for six seconds on average between two clicks. Before, twenty other managers do the
same one after another and hardly think, so that nobody else is there. Told is how long a page took.
"""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import asyncpg
import httpx

from bench import area
from bench.area import Assignment
from bench.lifecycle import WORK, Lifecycle
from bench.opened import opened as workflow_opened
from bench.stage import Stage, running, stage
from bench.visitor import Form, Page, Visitor
from clients.desk.desk import opened
from domain.calendar import day_of
from infra.embedded.running import running_stack
from infra.logging import configure_logging
from infra.postgres.web import begin_sign_in
from infra.temporal.connection import connect

SECONDS: Final = 60
MANAGERS: Final = 20
PROSECUTORS: Final = 80
_THINKS_S: Final = 6.0
_HARDLY_S: Final = 0.1
_SOONER: Final = httpx.Limits(keepalive_expiry=3)
"""A connection is given up before the server does so, at five seconds: a browser would ask again."""

_LONGEST_S: Final = 20.0
_WELL: Final = (
    "The alternative charge was weighed and ruled out with reasons, and the family was told in time."
)
_BETTER: Final = "Build each later review on the one before, and name the witness whose account decides it."


class Clicks:
    """How long each page took, in seconds: those that were looked at, and those that a form was sent for."""

    def __init__(self, seconds: float) -> None:
        self.until = perf_counter() + seconds
        self.looks: list[float] = []
        self.sends: list[float] = []


class TimeIsUp(Exception):
    """Nobody begins anything any more."""


class Person:
    """Somebody who thinks between two clicks, for so many seconds on average."""

    def __init__(self, visitor: Visitor, clicks: Clicks, chance: random.Random, thinks_s: float) -> None:
        self._visitor, self._clicks, self._chance, self._thinks_s = visitor, clicks, chance, thinks_s

    async def look(self, address: str) -> Page:
        """Open a page; raises ``TimeIsUp``."""
        await self._think()
        begun = perf_counter()
        page = await self._visitor.look(address)
        self._clicks.looks.append(perf_counter() - begun)
        return page

    async def send(self, form: Form, **said: str) -> Page:
        """Send a form and wait for the page that follows; raises ``TimeIsUp``."""
        await self._think()
        begun = perf_counter()
        page = await self._visitor.send(form, form.filled(**said))
        self._clicks.sends.append(perf_counter() - begun)
        return page

    async def _think(self) -> None:
        thought = min(self._chance.expovariate(1 / self._thinks_s), _LONGEST_S)
        if perf_counter() + thought > self._clicks.until:
            raise TimeIsUp
        await asyncio.sleep(thought)


async def main(seconds: int) -> None:
    """Let them in, wait, tell."""
    async with stage(day_of(datetime.now(UTC)), floors=False) as on, _pages(on) as origin:
        assignments = await _opened(on)
        alone = await _one_by_one(on, origin, assignments[:MANAGERS])
        crowd = await _crowd(on, origin, assignments[MANAGERS:], seconds)
    for who, clicks in (("alone", alone), ("a hundred people", crowd)):
        _tell(f"{who}: a page that is looked at", clicks.looks)
        _tell(f"{who}: a form that is sent, with the page that follows", clicks.sends)


@asynccontextmanager
async def _pages(on: Stage) -> AsyncIterator[str]:
    """The pages' own process, as soon as it answers; gives where."""
    servers = running_stack(on.settings.data_dir)
    origin = servers.web_address if servers else ""
    with TemporaryDirectory(prefix="iqa-bench-") as folder:
        arguments = ("-m", "clients.web")
        async with (
            running(arguments, on.environment, Path(folder) / "web.log"),
            httpx.AsyncClient() as client,
        ):
            async with asyncio.timeout(_LONGEST_S):
                while True:
                    try:
                        await client.get(f"{origin}/help")
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.1)
            yield origin


async def _opened(on: Stage) -> Sequence[Assignment]:
    """An IQA of each manager, open, and then another of each."""
    assignments = list(area.assignments(day_of(datetime.now(UTC))))
    theirs = [[one for one in assignments if one.assessor == manager] for manager in _managers()]
    mine = [own[turn] for turn in (0, 1) for own in theirs]
    client = await connect(on.settings, identity="bench")
    async with opened(on.settings) as desk:
        lifecycle = Lifecycle(client, desk, iter(mine))
        for one in mine:
            await lifecycle.open()
            await workflow_opened(client.get_workflow_handle(one.iqa_id))
    return mine


@asynccontextmanager
async def _signed_in(on: Stage, origin: str, staff_ids: Sequence[str]) -> AsyncIterator[Sequence[Visitor]]:
    servers = running_stack(on.settings.data_dir)
    async with AsyncExitStack() as browsers:
        database = await asyncpg.connect(servers.owner_dsn if servers else "")
        visitors = []
        for who in staff_ids:
            token = await begin_sign_in(database, who, "local_sign_in", datetime.now(UTC))
            browser = await browsers.enter_async_context(
                httpx.AsyncClient(base_url=origin, timeout=_LONGEST_S, limits=_SOONER)
            )
            visitors.append(Visitor(browser, token))
        await database.close()
        yield visitors


async def _one_by_one(on: Stage, origin: str, assignments: Sequence[Assignment]) -> Clicks:
    clicks = Clicks(inf)
    async with _signed_in(on, origin, _managers()) as visitors:
        for number, (visitor, assignment) in enumerate(zip(visitors, assignments, strict=True)):
            await _assess(Person(visitor, clicks, random.Random(number), _HARDLY_S), assignment)
    return clicks


async def _crowd(on: Stage, origin: str, assignments: Sequence[Assignment], seconds: int) -> Clicks:
    prosecutors = [one.prosecutor for one in area.assignments(day_of(datetime.now(UTC)))][:PROSECUTORS]
    async with _signed_in(on, origin, (*_managers(), *prosecutors)) as visitors:
        clicks = Clicks(seconds)
        people = [
            Person(one, clicks, random.Random(number), _THINKS_S) for number, one in enumerate(visitors)
        ]
        async with asyncio.TaskGroup() as everybody:
            for manager, assignment in zip(people, assignments, strict=False):
                everybody.create_task(_assesses(manager, assignment))
            for prosecutor in people[MANAGERS:]:
                everybody.create_task(_looks(prosecutor))
    return clicks


async def _assesses(manager: Person, one: Assignment) -> None:
    """Do an IQA, then look about."""
    try:
        await _assess(manager, one)
        await _looks(manager)
    except TimeIsUp:
        return


async def _assess(manager: Person, one: Assignment) -> None:
    """Do an IQA from the choice to the conversation; raises ``TimeIsUp``."""
    it = f"/iqas/{one.iqa_id}"
    await manager.look("/")
    await manager.look(it)
    choose = await manager.look(f"{it}/case")
    await manager.send(
        next(form for form in choose.forms if one.urn in form.fields.get("urn", ())), work=WORK.value
    )
    marks = (await manager.look(f"{it}/marks")).form(f"{it}/marks")
    asked = [name for name in marks.offers if name.replace("-answer", "-because") not in marks.fields]
    check = await manager.send(marks, **dict.fromkeys(asked, "yes"))
    await manager.send(check.form(f"{it}/marks/check"))
    meeting = await manager.look(f"{it}/meeting")
    said = {"mode": "video", "went_well": _WELL, "do_differently": _BETTER}
    await manager.send(meeting.form(f"{it}/meeting"), **said)


async def _looks(person: Person) -> None:
    """Look at one's work, at what it leads to, and at what one was told."""
    try:
        while True:
            work = await person.look("/")
            for link in [link for link in work.links if link.startswith("/iqas/")][:2]:
                await person.look(link)
            await person.look("/notices")
    except TimeIsUp:
        return


def _managers() -> list[str]:
    return [f"{area.AREA}-M{number:02}" for number in range(MANAGERS)]


def _tell(what: str, seconds: Sequence[float]) -> None:
    p95 = 1000 * quantiles(seconds, n=20)[-1]
    print(f"- {what}: {len(seconds)}, p50 {1000 * median(seconds):.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
