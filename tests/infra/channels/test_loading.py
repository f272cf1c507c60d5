"""What only the post needs is loaded when it is used."""

import subprocess
import sys

import pytest

_SLOW = ("aiosmtplib", "icalendar", "notifications_python_client", "requests")


@pytest.mark.parametrize("module", ["infra.wiring", "infra.channels.choice", "clients.cli.look.notices"])
def test_neither_a_client_nor_a_worker_without_channels_loads_mail_calendar_or_notify(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {_SLOW} if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
