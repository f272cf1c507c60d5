"""Which tests need an engine, a PostgreSQL or a browser: their fixtures say so, the collector marks them.

Whatever starts a server is a fixture that asks for ``may_start_engine``, ``may_start_postgres`` or
``may_start_browser``. A test that comes to one by whatever way bears the mark ``engine``, ``postgres`` or ``browser``;
one that starts a server without it, here or in a process of its own, fails, for a watch sees it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.watched import sitecustomize

_MARKS = sorted({*sitecustomize.MARKS.values(), "browser"})


@pytest.fixture(scope="session")
def may_start_engine() -> None:
    """Asked for by every fixture that starts a Temporal server, or lets its test start one."""


@pytest.fixture(scope="session")
def may_start_postgres() -> None:
    """Asked for by every fixture that starts a PostgreSQL server, or lets its test start one."""


@pytest.fixture(scope="session")
def may_start_browser() -> None:
    """Asked for by every fixture that starts a browser, which no watch sees."""


def pytest_configure() -> None:
    """Let every Python process that a test starts read the watch."""
    folder = str(Path(sitecustomize.__file__).parent)
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [folder, *(other for other in others if other not in ("", folder))]
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what its fixtures may start, before any is chosen by its marks."""
    for item in items:
        for mark in _MARKS:
            if f"may_start_{mark}" in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Allow a test what it is marked for, its fixtures included."""
    os.environ[sitecustomize.MAY_START] = " ".join(mark for mark in _MARKS if item.get_closest_marker(mark))
    return (yield)
