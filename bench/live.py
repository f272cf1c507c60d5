"""How soon others hear of a step on a page that is open: ``python -m bench.live [STEPS]``, about a minute.

Ten tabs of five sign-ins have one IQA open at a web process of its own; its manager saves marks again and again.
Measured is from the manager's own answer to the event in each tab, and what the tab then asks for: the line of news.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, Self

import asyncpg
import httpx

from bench import area
from bench.lifecycle import WORK, Lifecycle
from clients.desk.desk import Desk, SignedIn, opened
from clients.desk.sending import send
from domain.assessment import Answer, Mark
from domain.calendar import day_of
from domain.iqa.commands import RecordMarks, SelectCase
from infra.embedded.programs import embedded_web, embedded_worker
from infra.embedded.stack import EmbeddedStack, kept_alive
from infra.logging import configure_logging
from infra.postgres.roster_import import import_directory
from infra.postgres.web import begin_sign_in
from infra.settings import Settings
from infra.temporal.connection import connect
from infra.wiring import prepare_database

STEPS: Final = 100
SIGN_INS: Final = 5
TABS: Final = 10
_SENIOR: Final = f"{area.AREA}-S01"
_BETWEEN_S: Final = 0.2
_LONGEST_S: Final = 10.0


async def main(steps: int) -> None:
    """Set everything up, listen and save, tell."""
    today = day_of(datetime.now(UTC))
    with TemporaryDirectory(prefix="iqa-bench-") as name:
        settings = Settings(data_dir=Path(name) / "data")
        async with EmbeddedStack(settings.data_dir, ui=False) as servers, AsyncExitStack() as parts:
            await prepare_database(servers.owner_dsn)
            tokens = await _filled(servers.owner_dsn, Path(name) / "exports")
            await parts.enter_async_context(kept_alive(embedded_worker(settings)))
            await parts.enter_async_context(kept_alive(embedded_web(settings)))
            desk = await parts.enter_async_context(opened(settings))
            client = await connect(settings, identity="bench")
            one = await Lifecycle(client, desk, area.assignments(today)).open()
            by = SignedIn(staff_id=one.assessor, at=datetime.now(UTC))
            await _patiently(desk, by, one.iqa_id, SelectCase(urn=one.urn, work=(WORK,), seen_version=1))
            tabs = [
                await parts.enter_async_context(
                    Tab(servers.addresses.web_address, tokens[n % SIGN_INS], one.iqa_id)
                )
                for n in range(TABS)
            ]
            heard, lines = await _saved(desk, by, one.iqa_id, tabs, steps)
    print(f"{TABS} tabs, {steps} steps:")
    _say("from the saver's own answer to the event in a tab", heard)
    _say("the line of news, asked for by every tab at once", lines)


class Tab:
    """A page of an IQA that is open: what it hears, and when."""

    def __init__(self, address: str, token: str, iqa: str) -> None:
        self._news = f"/iqas/{iqa}/news"
        self._client = httpx.AsyncClient(base_url=address, cookies={"iqa": token}, timeout=_LONGEST_S)
        self._open = AsyncExitStack()
        self._lines: AsyncIterator[str] | None = None

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._client)
        path = f"{self._news}?after=2"
        answer = await self._open.enter_async_context(self._client.stream("GET", path, timeout=None))
        answer.raise_for_status()
        self._lines = answer.aiter_lines()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def hears(self) -> float:
        """When the next event came."""
        assert self._lines is not None  # noqa: S101  whoever hears has entered
        async for line in self._lines:
            if line.startswith("data: "):
                return perf_counter()
        msg = "the stream ended"
        raise EOFError(msg)

    async def asks(self) -> float:
        """How long the line of news took."""
        begun = perf_counter()
        (await self._client.get(f"{self._news}/last?after=2")).raise_for_status()
        return perf_counter() - begun


async def _filled(owner_dsn: str, exports: Path) -> list[str]:
    """Import the Area, and sign its senior manager in."""
    now = datetime.now(UTC)
    area.write(exports, day_of(now))
    connection = await asyncpg.connect(owner_dsn)
    try:
        await import_directory(connection, exports)
        return [await begin_sign_in(connection, _SENIOR, "bench", now) for _ in range(SIGN_INS)]
    finally:
        await connection.close()


async def _patiently(desk: Desk, by: SignedIn, iqa: str, command: SelectCase) -> None:
    """Send the first step once the IQA is open."""
    async with asyncio.timeout(_LONGEST_S):
        while True:
            try:
                await send(desk, by, iqa, command)
            except Exception:  # noqa: BLE001  it is not open yet, or something else, which the time-out ends
                await asyncio.sleep(_BETWEEN_S)
            else:
                return


async def _saved(
    desk: Desk, by: SignedIn, iqa: str, tabs: list[Tab], steps: int
) -> tuple[list[float], list[float]]:
    """Save marks so many times, each time with another answer; say when every tab heard of it."""
    heard, lines = list[float](), list[float]()
    for step in range(steps):
        listening = [asyncio.create_task(tab.hears()) for tab in tabs]
        said = (Answer.YES, Answer.NO)[step % 2]
        improvement = "Say how the defence is to be met." if said is Answer.NO else None
        marks = (Mark(question=1, answer=said, improvement=improvement),)
        await send(desk, by, iqa, RecordMarks(marks=marks, seen_version=0))
        answered = perf_counter()
        async with asyncio.timeout(_LONGEST_S):
            heard += [at - answered for at in await asyncio.gather(*listening)]
            lines += await asyncio.gather(*(tab.asks() for tab in tabs))
        await asyncio.sleep(_BETWEEN_S)
    return heard, lines


def _say(what: str, seconds: list[float]) -> None:
    p95 = quantiles(seconds, n=20)[-1]
    print(
        f"- {what}: p50 {1000 * median(seconds):.0f} ms, p95 {1000 * p95:.0f} ms, longest {1000 * max(seconds):.0f} ms"
    )


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else STEPS))
