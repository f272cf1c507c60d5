"""Engines and databases of a test's own, where the session's must not be limited or stopped."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
from temporalio.testing import WorkflowEnvironment

from infra.embedded.ports import remembered_ports
from infra.embedded.postgres import EmbeddedPostgres
from infra.embedded.temporal import temporal_program
from infra.postgres.migrate import migrate
from tests.servers import Database, bare_folder
from workflows import search

_ATTRIBUTES: Final = (
    search.AREA,
    search.QUARTER,
    search.CATEGORY,
    search.STAGE,
    search.DUE_AT,
    search.ESCALATED,
)


@asynccontextmanager
async def stock_engine(limits: Mapping[str, str] | None = None) -> AsyncIterator[str]:
    """A Temporal server as it comes, but for quick time skipping and these limits; gives its address."""
    settings = {
        "frontend.WorkflowTimeSkippingEnabled": "true",
        "history.timerProcessorMaxTimeShift": '"10ms"',
        **(limits or {}),
    }
    given = [f"{name}={value}" for name, value in settings.items()]
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(temporal_program()),
        dev_server_extra_args=[text for pair in given for text in ("--dynamic-config-value", pair)],
        dev_server_log_level="error",
        search_attributes=_ATTRIBUTES,
        ui=False,
    ) as environment:
        yield environment.client.service_client.config.target_host


@asynccontextmanager
async def own_postgres() -> AsyncIterator[tuple[EmbeddedPostgres, Database]]:
    """A migrated PostgreSQL server that the test may stop and start."""
    with bare_folder() as folder:
        folder.mkdir(mode=0o701)
        postgres = EmbeddedPostgres(
            folder, remembered_ports(folder, ("postgres",))["postgres"], durable=False
        )
        await postgres.start()
        try:
            connection = await asyncpg.connect(postgres.owner_dsn)
            await migrate(connection)
            await connection.close()
            yield postgres, Database(postgres.dsn, postgres.owner_dsn)
        finally:
            await postgres.stop()
