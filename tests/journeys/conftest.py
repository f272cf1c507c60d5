from typing import cast

import pytest

from tests.journeys.walk import Walk
from tests.system import System
from tests.workflows.golden import FOLDER


@pytest.fixture
def walk(system: System, request: pytest.FixtureRequest) -> Walk:
    """An IQA to be walked, named after the test."""
    writes = request.config.getoption("--write-histories")
    name = cast(str, request.node.name).removeprefix("test_")
    return Walk(system, name, FOLDER if writes else None)
