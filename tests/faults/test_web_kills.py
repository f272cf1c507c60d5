"""The web process is killed between a click and its answer: one effect, every word kept, and told on return."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

import httpx
import pytest_asyncio

from infra.embedded.programs import EmbeddedProgram, embedded_web
from infra.embedded.stack import kept_alive
from infra.postgres.web import begin_sign_in
from infra.settings import Settings
from tests.faults.holds import Moment, held
from tests.faults.machine import Machine, Part
from tests.servers import soon
from tests.system import System
from tests.web.reaching import fields_of, selected

WITHIN_S: Final = 30.0
WORDS: Final = "Name the witness on whom it rests."
ON_RETURN: Final = {"recorded": "What you sent was recorded at", "offered": "You began to write this at"}


@pytest_asyncio.fixture(loop_scope="session")
async def web(machine: Machine) -> AsyncIterator[EmbeddedProgram]:
    """The pages of the installation, as `iqa run` keeps them: one that is killed comes back."""
    queue = machine.system.settings.task_queue
    async with kept_alive(embedded_web(Settings(data_dir=machine.stack.data_dir, task_queue=queue))) as shown:
        yield shown


@asynccontextmanager
async def signed_in(machine: Machine, system: System, who: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at a browser, who reads each page as it is."""
    async with system.connection() as connection:
        token = await begin_sign_in(connection, system.id(who), "local_sign_in", datetime.now(UTC))
    address = machine.stack.addresses.web_address
    headers = {"sec-fetch-site": "same-origin"}
    async with httpx.AsyncClient(
        base_url=address, cookies={"iqa": token}, headers=headers, timeout=WITHIN_S
    ) as client:
        yield client


async def killed(web: EmbeddedProgram) -> None:
    """Kill the web process without warning, and wait until another is in its place."""
    before = web.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)

    async def another_is_there() -> None:
        assert web.alive
        assert web.pid != before

    await soon(another_is_there, within_s=WITHIN_S)


async def comes_back(client: httpx.AsyncClient, path: str) -> httpx.Response:
    """What somebody sees who opens the form again, once pages are shown again."""
    found: list[httpx.Response] = []

    async def it_is_shown() -> None:
        found.append((await client.get(path)).raise_for_status())

    await soon(it_is_shown, within_s=WITHIN_S)
    return found[0]


async def hears_no_answer(sent: "asyncio.Task[httpx.Response]") -> None:
    """Whoever sent it hears nothing, or on a busy machine that it is being processed."""
    [heard] = await asyncio.gather(sent, return_exceptions=True)
    if isinstance(heard, httpx.Response):
        assert heard.headers["location"].startswith("/sending/"), heard.text
    else:
        assert isinstance(heard, httpx.TransportError)


async def test_what_had_reached_the_engine_is_recorded_once_and_told_on_return(
    machine: Machine, web: EmbeddedProgram
) -> None:
    system = await machine.new_area()
    it = await selected(system)
    path = f"/iqas/{it}/marks"
    async with signed_in(machine, system, "M1") as manager:
        form = await marks(manager, path)
        async with held(system, Moment.BEFORE, [it]) as caught:
            sent = asyncio.create_task(manager.post(path, data=form))
            await caught(1)
            await killed(web)
        await hears_no_answer(sent)
        await system.until(it, lambda iqa: iqa.team_learning == WORDS)

        assert ON_RETURN["recorded"] in (await comes_back(manager, path)).text
        assert (await manager.post(path, data=form)).status_code == 303
    assert (await system.kinds(it)).count("marks_recorded") == 1


async def test_what_had_not_is_offered_again_and_sent_again_takes_effect_once(
    machine: Machine, web: EmbeddedProgram
) -> None:
    system = await machine.new_area()
    it = await selected(system)
    path = f"/iqas/{it}/marks"
    async with signed_in(machine, system, "M1") as manager:
        form = await marks(manager, path)
        async with machine.paused(Part.WORKER):
            sent = asyncio.create_task(manager.post(path, data=form))
            await soon(lambda: its_words_are_kept(system, it))
            await killed(web)
            await hears_no_answer(sent)

            page = await comes_back(manager, path)
            assert ON_RETURN["offered"] in page.text
            assert WORDS in page.text
        again = {name.replace("__", "-"): text for name, text in fields_of(page, path).items()}
        assert (await manager.post(path, data=again)).status_code == 303
    await system.until(it, lambda iqa: iqa.team_learning == WORDS)

    assert (await system.kinds(it)).count("marks_recorded") == 1


async def marks(manager: httpx.AsyncClient, path: str) -> dict[str, str | list[str]]:
    """What the form of marks says, with something written in it."""
    form = fields_of((await manager.get(path)).raise_for_status(), path)
    return {name.replace("__", "-"): text for name, text in form.items()} | {"team_learning": WORDS}


async def its_words_are_kept(system: System, it: str) -> None:
    """The draft says which command it is sent as."""
    kept = "select 1 from iqa.drafts where stream = $1 and command_id is not null"
    assert await system.rows(kept, it)
