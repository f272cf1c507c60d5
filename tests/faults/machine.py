"""A whole installation as ``iqa run`` keeps it: both servers and the worker, processes that may be killed."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import Final

import psutil

from infra.embedded.programs import EmbeddedProgram, embedded_worker
from infra.embedded.stack import EmbeddedStack, kept_alive
from infra.wiring import prepare_database
from tests.area import new_code
from tests.servers import Database, bare_folder, soon
from tests.system import System, running_system


class Part(StrEnum):
    """A process that something may happen to."""

    WORKER = "worker"
    SERVER = "temporal"
    DATABASE = "postgres"


_HARD: Final = {
    Part.WORKER: signal.SIGKILL,
    Part.SERVER: signal.SIGKILL,
    Part.DATABASE: signal.SIGQUIT,
}
"""PostgreSQL's SIGQUIT is its immediate stop: nothing is finished or flushed, the next start recovers."""


class Machine:
    """The running parts and an application on them; what is killed is started again, as in ``iqa run``."""

    def __init__(self, stack: EmbeddedStack, worker: EmbeddedProgram, system: System) -> None:
        self.stack = stack
        self.system = system
        self._worker = worker

    def process_id(self, part: Part) -> int:
        """The process that this part is now."""
        number = (self.stack.process_ids | {Part.WORKER: self._worker.pid})[part]
        assert number is not None
        return number

    async def kill(self, part: Part) -> None:
        """End a part without warning, and wait until it is gone; one that has ended already is left alone."""
        try:
            process = psutil.Process(self.process_id(part))
        except psutil.NoSuchProcess:
            return
        if process.ppid() != os.getpid():
            return  # its number belongs to a stranger by now
        process.send_signal(_HARD[part])

        async def it_is_gone() -> None:
            assert not _lives(process)

        await soon(it_is_gone)

    @asynccontextmanager
    async def paused(self, part: Part) -> AsyncIterator[None]:
        """Freeze a part with all its processes: it keeps its connections and answers nobody."""
        process = psutil.Process(self.process_id(part))
        frozen = [process, *process.children(recursive=True)]
        for one in frozen:
            with suppress(psutil.NoSuchProcess):  # a database's helpers come and go
                one.suspend()
        try:
            yield
        finally:
            for one in frozen:
                with suppress(psutil.NoSuchProcess):
                    one.resume()

    async def heal(self) -> None:
        """Wait until every part works: an IQA can be opened."""

        async def it_opens() -> None:
            await (await self.new_area()).open()

        await soon(it_opens, within_s=30)

    async def new_area(self) -> System:
        """The same installation, seen from an Area just imported whose cases nobody has assessed."""
        system = System(new_code(), self.system.settings, self.system.owner_dsn, self.system.in_time)
        await system.import_area()
        return system


@asynccontextmanager
async def running_machine(*, mail: str | None = None) -> AsyncIterator[Machine]:
    """An installation of its own, as durable as in production: what is killed here must lose nothing."""
    with bare_folder() as data_dir:
        async with EmbeddedStack(data_dir, time_skipping=True, ui=False) as stack:
            await prepare_database(stack.owner_dsn)
            database = Database(stack.dsn, stack.owner_dsn, stack.addresses.web_dsn)
            served = running_system(stack.temporal_address, database, with_worker=False, mail=mail)
            async with served as system:
                settings = system.settings.model_copy(update={"data_dir": data_dir})
                async with kept_alive(embedded_worker(settings)) as worker:
                    yield Machine(stack, worker, system)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
