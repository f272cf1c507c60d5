"""The composition root: production defaults, every argument a seam for tests; nothing is built at import."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog
from temporalio.client import Interceptor
from temporalio.worker import Worker

from activities.post import Channels, PostRoom
from activities.record import Recorder
from activities.telling import Teller
from infra import prepared
from infra.channels.choice import channels_of
from infra.postgres.connections import Pool, open_pool
from infra.postgres.database import dsn_of
from infra.postgres.ledger import PostgresLedger
from infra.postgres.migrate import migrate
from infra.postgres.outbox import PostgresOutbox
from infra.postgres.reference_data import keep_in_use
from infra.process_exit import asked_to_stop
from infra.reference import Library
from infra.rules import rules_hash
from infra.settings import Settings
from infra.temporal.connection import IqaPlugin, build_bulk_worker, build_worker, connect
from infra.temporal.schedule import keep_schedule

_ROUNDS: Final = 30
"""How many Areas' post a worker takes out at once: the CPS has 14, and 30 units that assure by themselves."""


@asynccontextmanager
async def database(settings: Settings, *, max_size: int = 10) -> AsyncIterator[Pool]:
    """A pool of connections, closed on leaving."""
    pool = await open_pool(dsn_of(settings), max_size=max_size)
    try:
        yield pool
    finally:
        await pool.close()


def plugin_with_activities(
    pool: Pool, library: Library, channels: Channels | None = None, *, for_post: "Pool | None" = None
) -> IqaPlugin:
    """The plugin with every activity, ready for a worker; without channels notices stay in the inbox.

    A post round keeps its connection for minutes: where many Areas have one, it needs a pool of its own.
    """
    ledger = PostgresLedger(pool, library)
    recorder = Recorder(ledger, rules_hash())
    today = library.current
    outbox = PostgresOutbox(for_post or pool)
    post = PostRoom(outbox, channels or Channels(), today.policy.notices, today.calendar)
    return IqaPlugin(
        [
            *recorder.activities(),
            Teller().tell,
            post.rounds_due,
            post.make_round,
        ]
    )


async def prepare_database(owner_dsn: str) -> tuple[str, ...]:
    """Apply the migrations that are missing, and name them."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        return await migrate(connection)
    finally:
        await connection.close()


async def _kept_library(pool: Pool, settings: Settings) -> Library:
    """What a worker serves by, which it keeps beside the ledger, and what others kept; raises ``ReferenceDiffers``."""
    library = Library.load(settings.policy_file)
    async with pool.acquire() as connection:
        current = library.current
        versions = (current.policy.version, current.calendar.version)
        kept = await keep_in_use(connection, library.documents(), *versions)
    return library.beside(kept, choose=False)


@asynccontextmanager
async def worker(settings: Settings, *, interceptors: Sequence[Interceptor] = ()) -> AsyncIterator[Worker]:
    """A worker that runs until left; it finishes what it is doing."""
    async with database(settings, max_size=20) as pool, database(settings, max_size=_ROUNDS) as for_post:
        library = await _kept_library(pool, settings)
        structlog.get_logger("iqa.worker").info("bank_holidays", calendar=library.days_off)
        plugin = plugin_with_activities(pool, library, channels_of(settings), for_post=for_post)
        client = await connect(settings, plugin, identity="iqa-worker", interceptors=interceptors)
        async with (
            build_bulk_worker(client, settings.task_queue),
            build_worker(client, settings.task_queue) as running,
        ):
            yield running


async def serve(settings: Settings) -> None:
    """Run a worker until SIGTERM or Ctrl-C; it sees to it that the post has its Schedule.

    Raises ``NotPrepared`` before it serves anybody, and as ``prepared.check`` does.
    """
    await prepared.check(settings)
    with asked_to_stop() as stop:
        async with worker(settings) as running:
            await keep_schedule(running.client, settings.task_queue)
            structlog.get_logger("iqa.worker").info("ready", task_queue=settings.task_queue)
            await stop.wait()
