"""Engines and databases of a test's own, where the session's must not be limited or stopped."""

import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, Protocol

import asyncpg
import pytest
from temporalio.testing import WorkflowEnvironment

from activities.search import AREA, CATEGORY, QUARTER
from infra.embedded.postgres import EmbeddedPostgres
from infra.embedded.stack import EmbeddedStack
from infra.embedded.temporal import temporal_program
from infra.postgres.migrate import migrate
from tests.servers import Database, bare_postgres
from workflows.search import DUE_AT, ESCALATED, STAGE

_ATTRIBUTES: Final = (AREA, QUARTER, CATEGORY, STAGE, DUE_AT, ESCALATED)


class StockEngine(Protocol):
    """Starts a Temporal server as it comes, but for quick time skipping and these limits; gives its address."""

    def __call__(self, limits: Mapping[str, str] | None = None) -> AbstractAsyncContextManager[str]: ...


OwnPostgres = Callable[[], AbstractAsyncContextManager[tuple[EmbeddedPostgres, Database]]]
"""Starts a migrated PostgreSQL server that the test may stop and start."""


@pytest.fixture(scope="session")
def stock_engine(may_start_engine: None) -> StockEngine:
    return _stock_engine


@pytest.fixture(scope="session")
def own_postgres(may_start_postgres: None) -> OwnPostgres:
    return _own_postgres


@pytest.fixture(scope="session")
def own_stack(may_start_engine: None, may_start_postgres: None) -> type[EmbeddedStack]:
    """Both servers as one has them on a bare machine, on a folder of the test's own."""
    return EmbeddedStack


@pytest.fixture
def heard_ctrl_c() -> Iterator[None]:
    """Processes of the test hear Ctrl-C, also where the tests were started deaf to it, as in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@asynccontextmanager
async def _stock_engine(limits: Mapping[str, str] | None = None) -> AsyncIterator[str]:
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
async def _own_postgres() -> AsyncIterator[tuple[EmbeddedPostgres, Database]]:
    async with bare_postgres() as server:
        connection = await asyncpg.connect(server.owner_dsn)
        await migrate(connection)
        await connection.close()
        yield server, Database(server.dsn, server.owner_dsn, server.web_dsn)
