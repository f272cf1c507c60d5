"""docs/operating.md from nothing to production, typed line by line on servers of the test's own, whatever day it is."""

import asyncio
import os
import re
import shlex
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest

from domain.calendar import day_of
from domain.periods import Quarter
from infra.embedded.ports import remembered_ports
from tests.clients.typed import Ran
from tests.debian import OWNER, PASSWORD, DebianPostgres, installed
from tests.guards.tree import ROOT
from tests.servers import execute, soon

SECTION: Final = re.search(
    r"^## From nothing to production\n(.*?)^## ",
    (ROOT / "docs" / "operating.md").read_text(),
    re.MULTILINE | re.DOTALL,
)
_BLOCK: Final = re.compile(
    r"(?:^`(?P<file>/[^`]+)`\n\n)?^```(?P<kind>sh|ini)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_NOT_TYPED: Final = ("apt-get ", "useradd ", "git clone ", "make -C ", "ln -s ", "chown ")
"""Lines whose work is done already where the tests run: packages, an account, the program."""

_PATIENCE_S: Final = 30


class Line(NamedTuple):
    """A line that is typed, or a file that is written first."""

    typed: str
    file: Path | None = None


class Machine:
    """A machine as the page makes it, below a folder, on ports of its own."""

    def __init__(self, folder: Path, server: DebianPostgres) -> None:
        self.folder = folder
        self._server = server
        ports = remembered_ports(folder, ("engine", "pages"))
        self.pages = f"127.0.0.1:{ports['pages']}"
        self._other = {
            "/etc/": f"{folder}/etc/",
            "/var/lib/iqa": f"{folder}/lib",
            "/srv/iqa/.venv/bin": str(Path(sys.executable).parent),
            "/srv/iqa": str(ROOT),
            "127.0.0.1:5432": server.place,
            "127.0.0.1:8000": self.pages,
            "7233": str(ports["engine"]),
            "sudo -u postgres ": "",
        }
        self.units: dict[str, Process] = {}

    def here(self, text: str) -> str:
        """A text of the page for this machine."""
        for theirs, ours in self._other.items():
            text = text.replace(theirs, ours)
        return re.sub(r"(?<=open-quarter XT )\S+", str(Quarter.containing(day_of(datetime.now(UTC)))), text)

    @property
    def environment(self) -> dict[str, str]:
        """That of a shell in which `iqa` and the programs of PostgreSQL are found, and nothing of ours is set."""
        plain = {
            name: value for name, value in os.environ.items() if not name.startswith(("IQA_", "TEMPORAL_"))
        }
        path = f"{Path(sys.executable).parent}:{self._server.programs}:{plain['PATH']}"
        host, _, port = self._server.place.partition(":")
        return plain | {"PATH": path, "PGHOST": host, "PGPORT": port, "PGUSER": OWNER, "PGPASSWORD": PASSWORD}

    def unit(self, name: str) -> dict[str, list[str]]:
        """What a unit file says, by key."""
        found: dict[str, list[str]] = {}
        for line in (self.folder / "etc/systemd/system" / f"{name}.service").read_text().splitlines():
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
        return found

    def variables(self, name: str) -> dict[str, str]:
        """What the files of a unit set, over a shell's own."""
        given = self.environment
        for file in self.unit(name).get("EnvironmentFile", []):
            given |= dict(line.split("=", 1) for line in Path(file).read_text().splitlines())
        return given

    async def start(self, name: str) -> None:
        """Start a unit as systemd does, but as whoever runs the tests."""
        unit, log = self.unit(name), self._log(name).open("wb")
        with log:
            self.units[name] = await asyncio.create_subprocess_exec(
                *shlex.split(unit["ExecStart"][0]),
                cwd=unit["WorkingDirectory"][0],
                env=self.variables(name),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def write(self, line: Line) -> None:
        """Write a file of the page."""
        assert line.file
        line.file.parent.mkdir(parents=True, exist_ok=True)
        line.file.write_text(line.typed)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def said(self, name: str) -> str:
        """What a unit's journal would have."""
        return self._log(name).read_text()

    async def stop(self) -> None:
        for process in reversed(self.units.values()):
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        for process in self.units.values():
            await asyncio.wait_for(process.wait(), _PATIENCE_S)


class Shell:
    """One shell for the whole page: what a line sets, the next one has."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def type(self, line: str) -> Ran:
        """Type a line, and wait for its end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f'{line} 2>&1; echo "==$?=="\n'.encode())
        said = await asyncio.wait_for(self._process.stdout.readuntil(b"==\n"), _PATIENCE_S)
        out, code = re.fullmatch(r"(.*?)==(\d+)==\n", said.decode(), re.DOTALL).groups()  # type: ignore[union-attr]
        return Ran(int(code), out, "")


@asynccontextmanager
async def shell(machine: Machine) -> AsyncIterator[Shell]:
    process = await asyncio.create_subprocess_exec(
        *("bash", "--norc"),
        cwd="/",
        env=machine.environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1_000_000,
    )
    try:
        yield Shell(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


def lines(machine: Machine) -> Iterator[Line]:
    """What the page has one do, in its order."""
    assert SECTION
    for block in _BLOCK.finditer(SECTION[1]):
        text = machine.here(block["text"])
        if block["kind"] == "ini":
            yield Line(text, Path(machine.here(block["file"])))
        else:
            yield from (Line(line) for line in text.splitlines())


@pytest.fixture
def machine(debian_postgres: DebianPostgres, data_dir: Path) -> Machine:
    data_dir.mkdir()
    return Machine(data_dir, debian_postgres)


@pytest.mark.long
@pytest.mark.usefixtures("own_stack")
async def test_the_page_leads_from_nothing_to_an_open_quarter(
    debian_postgres: DebianPostgres, machine: Machine
) -> None:
    said: dict[str, Ran] = {}
    try:
        async with shell(machine) as typing:
            for line in lines(machine):
                if line.file:
                    machine.write(line)
                elif line.typed.startswith("systemctl enable --now "):
                    await started(machine, line.typed.split()[3:])
                elif not line.typed.startswith(_NOT_TYPED):
                    said[line.typed] = await typing.type(line.typed)
            status = await typing.type("iqa status --json")
        async with httpx.AsyncClient(headers={"Host": "iqa.example.org"}) as browser:
            page = await browser.get(f"http://{machine.pages}/")
    finally:
        await machine.stop()
        await execute(debian_postgres.dsn(), "drop database if exists iqa with (force)")
        for role in ("iqa_owner", "iqa_worker", "iqa_client", "iqa_pages"):
            await execute(debian_postgres.dsn(), f"drop role if exists {role}")

    opened = {line: ran for line, ran in said.items() if "open-quarter" in line}
    failed = {line: ran for line, ran in said.items() if ran.code and line not in opened}
    assert not failed
    [ran] = opened.values()
    # On the last evening of a quarter it is refused, as the page says.
    assert ran.code == 0 or (ran.code == 3 and "quarter_not_running" in ran.out), ran.out
    assert "Made: tables" in next(ran.out for line, ran in said.items() if line.endswith("iqa prepare"))
    assert status.document["healthy"]
    assert page.status_code in (200, 303), machine.said("iqa-pages")
    assert {process.returncode for process in machine.units.values()} <= {0, -signal.SIGTERM}


async def started(machine: Machine, names: list[str]) -> None:
    """Start units, and wait until each says that it is ready, or listens."""
    for name in names:
        await machine.start(name)
    for name in names:
        await soon(partial(is_ready, machine, name), within_s=_PATIENCE_S)


async def is_ready(machine: Machine, name: str) -> None:
    assert machine.units[name].returncode is None, machine.said(name)
    if name == "iqa-engine":
        _, writer = await asyncio.open_connection("127.0.0.1", int(machine.here("7233")))
        writer.close()
        await writer.wait_closed()
    else:
        assert "ready" in machine.said(name), machine.said(name)


def test_systemd_understands_the_unit_files(tmp_path: Path) -> None:
    verify = installed("usr/bin/systemd-analyze", "systemd")
    assert SECTION
    units = []
    for block in _BLOCK.finditer(SECTION[1]):
        if (block["file"] or "").endswith(".service"):
            units.append(tmp_path / Path(block["file"]).name)
            text = block["text"].replace("/srv/iqa/.venv/bin", str(Path(sys.executable).parent))
            units[-1].write_text(text.replace("WorkingDirectory=/srv/iqa", f"WorkingDirectory={ROOT}"))

    said = subprocess.run(
        [verify, "verify", "--man=no", *units], check=False, capture_output=True, text=True
    ).stderr

    assert len(units) == 3
    assert not [line for line in said.splitlines() if "iqa-" in line]
