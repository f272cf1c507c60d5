"""Fixtures that every tier may ask for, and logs that cost a test nothing."""

import logging

import pytest
import structlog

pytest_plugins = ["tests.servers", "tests.records", "tests.system"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-histories", action="store_true", help="keep the histories of the journeys as golden ones"
    )
    parser.addoption(
        "--renew-fingerprints", action="store_true", help="commit to today's replay-sensitive code"
    )


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
