"""The command line as a person at a terminal has it, in this process and in one of its own."""

import asyncio
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
import structlog

from clients import gateway
from clients.cli.frame import present
from clients.cli.frame.app import run
from clients.desk import administration
from clients.gateway import Engine, connect
from infra.settings import Settings
from tests import clock
from tests.clock import BeginsInTime
from tests.guards.tree import ROOT
from tests.system import System

_OURS = ("IQA_", "TEMPORAL_")


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


class CommandLine:
    """Types commands, in this process, at a system and by its clock; people are named shortly, as in ``System``."""

    def __init__(
        self, system: System, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.system = system
        self._patch = patch
        self._capture = capture
        at(patch, environment(system))
        patch.setattr(present, "now", clock.now)
        patch.setattr(gateway, "connect", _connect_in_time)
        patch.setattr(administration, "QUIET_S", 0.0)  # a test writes its exports whole, and waits for nobody

    async def __call__(self, *typed: str, by: str | None = None, stdin: bytes | None = None) -> Ran:
        """Run one command, as somebody, with something on standard input."""
        if stdin is not None:
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        who = ["--as", self.system.id(by)] if by else []
        return await typed_in_process(self._capture, *typed, *who)

    async def ok(self, *typed: str, by: str | None = None, stdin: bytes | None = None) -> Ran:
        """Run one command that must be done."""
        ran = await self(*typed, by=by, stdin=stdin)
        assert ran.code == 0, ran.err
        return ran


async def typed_in_process(capture: pytest.CaptureFixture[str], *typed: str) -> Ran:
    """Run one command beside the test's own loop, as its process would."""
    capture.readouterr()
    code = await asyncio.to_thread(run, typed)
    out, err = capture.readouterr()
    assert "Traceback" not in err
    return Ran(code, out, err)


async def typed_in_a_process(
    *typed: str, env: Mapping[str, str] | None = None, program: tuple[str, ...] = ("starter.py",)
) -> Ran:
    """Run the entry point as a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *program,
        *typed,
        cwd=ROOT,
        env=clean | dict(env or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


def environment(system: System) -> dict[str, str]:
    """The variables that lead a process to a system."""
    return {
        "IQA_DATA": str(system.settings.data_dir),
        "IQA_DSN": system.settings.dsn or "",
        "IQA_TASK_QUEUE": system.settings.task_queue,
        **dict(system.settings.temporal),
    }


async def _connect_in_time(settings: Settings, *, patience_s: float = 4) -> Engine:
    return BeginsInTime(await connect(settings, patience_s=patience_s)).client


def at(patch: pytest.MonkeyPatch, variables: Mapping[str, str]) -> None:
    """Set these variables and no other of ours."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        patch.delenv(name)
    for name, value in variables.items():
        patch.setenv(name, value)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Keep what a worker in this process logs out of what a command prints."""
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.configure(**before)


@pytest_asyncio.fixture(loop_scope="session")
async def iqa(
    quiet: None, system: System, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """The command line at a system of the test's own."""
    return CommandLine(system, monkeypatch, capsys)


def marks_of(folder: Path, answers: Mapping[int, str]) -> Path:
    """Write a file of marks: a question's number, and the lines of its table."""
    path = folder / "marks.toml"
    path.write_text("".join(f"[marks.{number}]\n{lines}\n" for number, lines in answers.items()))
    return path
