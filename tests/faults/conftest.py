"""One installation for all the faults: it heals, so a test finds it whole."""

from collections.abc import AsyncIterator

import pytest_asyncio

from infra.embedded.stack import EmbeddedStack
from tests.faults.machine import Machine, running_machine


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def installation(own_stack: type[EmbeddedStack]) -> AsyncIterator[Machine]:
    """The installation of all the tests here."""
    async with running_machine() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def machine(installation: Machine) -> AsyncIterator[Machine]:
    """The installation with all its parts at work, and an Area of the test's own."""
    await installation.heal()
    yield installation
