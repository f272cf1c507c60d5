"""Start and keep the system going."""

import asyncio

from clients.cli import people
from clients.cli.exit_codes import ExitCode
from clients.cli.failures import Failure
from clients.cli.run import run as run_all
from infra.embedded.errors import EmbeddedStackError
from infra.logging import configure_logging


def run() -> int:
    """Start the servers and the worker, and keep them going until Ctrl-C."""
    settings = people.settings()
    configure_logging(settings.log_level)
    try:
        return asyncio.run(run_all(settings))
    except EmbeddedStackError as error:
        raise Failure(ExitCode.UNREACHABLE, str(error)) from error
