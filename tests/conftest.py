"""Fixtures that every tier may ask for, and logs that cost a test nothing."""

import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from infra.process_exit import leave

pytest_plugins = [
    "tests.starts",
    "tests.verdict",
    "tests.servers",
    "tests.debian",
    "tests.clock",
    "tests.engines",
    "tests.records",
    "tests.system",
]

# How long an example takes tells how busy the machine is, not whether the rule holds.
settings.register_profile("iqa", deadline=None)
settings.load_profile("iqa")

_ended = pytest.StashKey[pytest.Session]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes long begin first, after the order has been shuffled: nobody waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remember what ended, for ``pytest_unconfigure``: how it ended may still be judged."""
    session.config.stash[_ended] = session


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End as the entry points do: the engine's threads could abort the process, and a green run with it."""
    if session := config.stash.get(_ended, None):
        leave(int(session.exitstatus))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-histories", action="store_true", help="keep the histories of the journeys as golden ones"
    )
    parser.addoption(
        "--renew-fingerprints", action="store_true", help="commit to today's replay-sensitive code"
    )
    parser.addoption("--redraw", action="store_true", help="draw the pictures of the docs anew")
    parser.addoption("--pictures", metavar="FOLDER", help="keep a picture of every page in every state")


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """Print a traceback plainly: the default also prints every local variable, reference data and all."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """Take back where a command of this test sent its logs: its standard error is closed once the test is over."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
