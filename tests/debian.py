"""Servers as Debian packages them, which an operator has: PostgreSQL with TLS, and PgBouncer in front of it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import asyncpg
import pytest
import pytest_asyncio
import trustme

from infra.embedded.accounts import account_for, let_in
from infra.embedded.ports import LOOPBACK, remembered_ports
from infra.embedded.process import Account, Child, Command
from tests.servers import bare_folder, soon

OWNER: Final = "postgres"
PASSWORD: Final = "hush-hush"
_SERVER_NAME: Final = "db.example.test"
_STOP_S: Final = 10.0
_HBA: Final = """
hostssl all iqa_with_certificate 127.0.0.1/32 cert
hostnossl all iqa_with_certificate 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""


def installed(pattern: str, package: str) -> Path:
    """The newest program of a Debian package; without it the test fails under .ci/run, and is skipped elsewhere."""
    found = sorted(
        Path("/").glob(pattern), key=lambda path: [int(part) for part in path.parts if part.isdigit()]
    )
    if found:
        return found[-1]
    says = f"there is no /{pattern}: apt-get install {package} (.ci/run does)"
    if os.environ.get("TESTS_SKIP_NOTHING"):
        pytest.fail(says)
    pytest.skip(says)


class Certificates:
    """An authority, and what it has signed, in files that an account may read."""

    def __init__(self, folder: Path, account: Account) -> None:
        self.folder = folder
        self._account = account
        self.authority = trustme.CA()
        self.stranger = trustme.CA()
        self.ca = self.write("ca.pem", self.authority.cert_pem.bytes())
        self.other_ca = self.write("other-ca.pem", self.stranger.cert_pem.bytes())

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_bytes(content)
        if self._account.uid:
            os.chown(path, self._account.uid, self._account.gid)
        return path

    def pair(self, name: str, certificate: trustme.LeafCert) -> tuple[Path, Path]:
        """The files of a certificate and its key."""
        chain = b"".join(pem.bytes() for pem in certificate.cert_chain_pems)
        key = self.write(f"{name}.key", certificate.private_key_pem.bytes())
        return self.write(f"{name}.crt", chain), key


class DebianPostgres:
    """One PostgreSQL of Debian's on a folder of its own, with TLS, which a test may give other certificates."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.account = account_for(self.data)
        self.port = remembered_ports(folder, ("postgres",))["postgres"]
        self.place = f"{LOOPBACK}:{self.port}"
        self._folder = folder
        self._child: Child | None = None
        programs = installed("usr/lib/postgresql/*/bin/postgres", "postgresql").parent
        self.programs = programs
        let_in(self.account, self.data)

    def dsn(self, login: str = OWNER, **options: object) -> str:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        password = "" if login == "iqa_with_certificate" else f":{PASSWORD}"
        return f"postgresql://{login}{password}@{self.place}/postgres?{query}".rstrip("?")

    async def start(self) -> None:
        self.data.mkdir(mode=0o700)
        if self.account.uid:
            os.chown(self.data, self.account.uid, self.account.gid)
        self.certificates = Certificates(self.data, self.account)
        with self._given_to_read("password", PASSWORD) as password:
            await self._run(
                *("initdb", "-D", str(self.data / "cluster"), f"--username={OWNER}", f"--pwfile={password}"),
                *("--auth=scram-sha-256", "--no-sync", "--locale=C", "--encoding=UTF8"),
            )
        (self.data / "cluster" / "pg_hba.conf").write_text(_HBA)
        self.show(self.certificates.authority.issue_cert(LOOPBACK, _SERVER_NAME))
        files = {"ssl_cert_file": "server.crt", "ssl_key_file": "server.key", "ssl_ca_file": "ca.pem"}
        settings = {
            "port": self.port,
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "fsync": "off",
            "ssl": "on",
            **{name: self.data / file for name, file in files.items()},
        }
        given = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        self._child = self._command("postgres", "-D", str(self.data / "cluster"), *given).start()
        await soon(self._answers, within_s=20)

    async def stop(self) -> None:
        if self._child:
            await self._child.stop(signal.SIGINT, patience_s=_STOP_S)

    def show(self, certificate: trustme.LeafCert) -> None:
        """Let the server show this certificate: to new connections, once it has heard of it."""
        self.certificates.pair("server", certificate)
        if self._child:
            self._child.process.send_signal(signal.SIGHUP)

    async def _answers(self) -> None:
        await (await asyncpg.connect(self.dsn())).close()

    async def _run(self, *command: str) -> None:
        child = self._command(*command).start()
        assert await child.ended(30), child.said()
        assert child.process.returncode == 0, child.said()

    def _command(self, program: str, *arguments: str) -> Command:
        return Command(
            arguments=(str(self.programs / program), *arguments),
            log=self._folder / "postgres.log",
            death=signal.SIGINT,
            account=self.account,
        )

    @contextmanager
    def _given_to_read(self, name: str, text: str) -> Iterator[Path]:
        path = self.certificates.write(name, text.encode())
        yield path
        path.unlink()


@asynccontextmanager
async def debian_server() -> AsyncIterator[DebianPostgres]:
    with bare_folder() as folder:
        folder.mkdir(mode=0o701)
        server = DebianPostgres(folder)
        try:
            await server.start()
            yield server
        finally:
            await server.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def debian_postgres(may_start_postgres: None) -> AsyncIterator[DebianPostgres]:
    """The session's PostgreSQL of Debian's."""
    async with debian_server() as server:
        yield server


@asynccontextmanager
async def pgbouncer(server: DebianPostgres, mode: str) -> AsyncIterator[str]:
    """Debian's PgBouncer in front of a server, lending in this mode; gives its place."""
    program = installed("usr/sbin/pgbouncer", "pgbouncer")
    with bare_folder() as folder:
        folder.mkdir(mode=0o755)
        port = remembered_ports(folder, ("pgbouncer",))["pgbouncer"]
        (folder / "users.txt").write_text(f'"{OWNER}" "{PASSWORD}"\n')
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n* = host={LOOPBACK} port={server.port}\n[pgbouncer]\nlisten_addr = {LOOPBACK}\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\n"
            f"auth_file = {folder}/users.txt\npool_mode = {mode}\n"
        )
        log, account = folder / "pgbouncer.log", account_for(folder / "pgbouncer")
        let_in(account, folder / "pgbouncer.ini")
        child = Command((str(program), str(folder / "pgbouncer.ini")), log, account=account).start()
        try:
            place = f"{LOOPBACK}:{port}"
            await soon(lambda: _listens(port))
            yield place
        finally:
            await child.stop(signal.SIGINT, signal.SIGTERM, patience_s=_STOP_S)


async def _listens(port: int) -> None:
    _, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.close()
    await writer.wait_closed()
