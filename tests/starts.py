"""Which tests need an engine or a PostgreSQL: their fixtures say so, the collector marks them, a watch proves it.

Whatever starts a server is a fixture that asks for ``may_start_engine`` or ``may_start_postgres``. A test that
comes to one by whatever way bears the mark ``engine`` or ``postgres``; one that starts a server without it, here
or in a process of its own, fails.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.watched import sitecustomize

_MARKS = sorted(set(sitecustomize.MARKS.values()))


@pytest.fixture(scope="session")
def may_start_engine() -> None:
    """Asked for by every fixture that starts a Temporal server, or lets its test start one."""


@pytest.fixture(scope="session")
def may_start_postgres() -> None:
    """Asked for by every fixture that starts a PostgreSQL server, or lets its test start one."""


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
