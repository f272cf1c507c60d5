"""Both servers over TLS: by those certificates alone that one trusts, and what is wrong with others said in words."""

import gc
import os
import socket
import socketserver
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from ssl import CERT_REQUIRED, PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread
from typing import Final
from warnings import catch_warnings

import pytest
import trustme

from tests.clients.typed import Ran, at, typed_in_process
from tests.debian import OWNER, DebianPostgres
from tests.servers import Database, execute, soon

_numbers: Final = count(1)
_LONG_AGO: Final = datetime.now(UTC) - timedelta(days=9)
_LATELY: Final = datetime.now(UTC) - timedelta(days=1)
IDENTITY: Final = "iqa@example.test"
NAME: Final = "iqa_with_certificate"


def expired(authority: trustme.CA, *names: str, common_name: str | None = None) -> trustme.LeafCert:
    return authority.issue_cert(*names, common_name=common_name, not_before=_LONG_AGO, not_after=_LATELY)


@contextmanager
def in_front_of(engine: str, shown: trustme.LeafCert, clients: trustme.CA | None = None) -> Iterator[str]:
    """A TLS server before the engine, as a cluster has one; with an authority it lets in whom that has signed."""
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2"])
    shown.configure_cert(context)
    if clients:
        context.verify_mode = CERT_REQUIRED
        clients.configure_trust(context)
    host, _, port = engine.partition(":")

    class Proxy(socketserver.BaseRequestHandler):
        """In threads: an event loop closes a refused connection before it has said why."""

        def handle(self) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as near,
                socket.create_connection((host, int(port))) as far,
            ):
                back = Thread(target=_copy, args=(far, near))
                back.start()
                _copy(near, far)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _copy(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while found := source.recv(65_536):
            to.sendall(found)
    with suppress(OSError):
        to.shutdown(socket.SHUT_RDWR)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Let go of what is left of connections: in whole runs a test after these was told of one that nobody had closed.

    Whose it was is not known; by themselves these tests leave none.
    """
    yield
    with catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


class Known:
    """What a test knows: the server, its certificates, and the options of a DSN by what is in their files."""

    def __init__(self, server: DebianPostgres) -> None:
        self.server = server
        self.files = server.certificates

    def dsn(
        self, login: str = OWNER, *, authority: Path | None = None, ours: Mapping[str, Path] | None = None
    ) -> str:
        trusted = {"sslmode": "verify-full", "sslrootcert": authority or self.files.ca}
        return self.server.dsn(login, **trusted, **(ours or {}))

    def ours(self, by: trustme.CA, *, is_expired: bool = False) -> dict[str, Path]:
        """The options of a certificate of ours."""
        issue = expired if is_expired else trustme.CA.issue_cert
        certificate, key = self.files.pair(f"ours-{next(_numbers)}", issue(by, IDENTITY, common_name=NAME))
        return {"sslcert": certificate, "sslkey": key}


@pytest.fixture
def known(debian_postgres: DebianPostgres) -> Known:
    return Known(debian_postgres)


async def prepared(
    patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], dsn: str, engine: Mapping[str, str]
) -> Ran:
    """Prepare both servers, which speaks to the one and then to the other."""
    namespace = {"TEMPORAL_NAMESPACE": f"tls-{os.getpid()}"}
    at(patch, {"IQA_DSN": dsn, **namespace, **engine})
    return await typed_in_process(capture, "prepare")


async def test_both_servers_are_spoken_to_over_tls_with_a_certificate_of_ours(
    known: Known, engine: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = known.files
    await execute(known.dsn(), f"drop role if exists {NAME}")
    await execute(known.dsn(), f"create role {NAME} login superuser")
    ours = known.ours(files.authority)
    shown = files.authority.issue_cert("engine.example.test")

    with in_front_of(engine, shown, files.authority) as address:
        tls = {
            "TEMPORAL_ADDRESS": address,
            "TEMPORAL_TLS_SERVER_NAME": "engine.example.test",
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH": str(files.ca),
            "TEMPORAL_TLS_CLIENT_CERT_PATH": str(ours["sslcert"]),
            "TEMPORAL_TLS_CLIENT_KEY_PATH": str(ours["sslkey"]),
        }
        made = await prepared(monkeypatch, capsys, known.dsn(NAME, ours=ours), tls)
        told = await typed_in_process(capsys, "status", "--json")

    assert (made.code, "Made: tables" in made.out) == (0, True), made.err
    up = {part["name"]: part["up"] for part in told.document["parts"]}
    assert (up["temporal"], up["database"]) == (True, True)


Wrong = Callable[[Known], str]

DATABASES: Final[dict[str, tuple[Wrong, int, str]]] = {
    "signed by a stranger": (
        lambda known: known.dsn(authority=known.files.other_ca),
        7,
        "its certificate is signed by nobody whom sslrootcert names",
    ),
    "ours is signed by a stranger": (
        lambda known: known.dsn(NAME, ours=known.ours(known.files.stranger)),
        7,
        "it does not trust who signed our certificate (sslcert)",
    ),
    "ours has expired": (
        lambda known: known.dsn(NAME, ours=known.ours(known.files.authority, is_expired=True)),
        7,
        "our certificate (sslcert) has expired",
    ),
    "ours is missing": (lambda known: known.dsn(NAME), 7, "connection requires a valid client certificate"),
    "in the clear": (
        lambda known: known.server.dsn(NAME, sslmode="disable"),
        7,
        "pg_hba.conf rejects connection",
    ),
    "no such file": (
        lambda known: known.dsn(authority=Path("/nowhere/ca.pem")),
        2,
        "/nowhere/ca.pem: no such file or directory",
    ),
    "no certificate": (
        lambda known: known.dsn(authority=known.files.write("junk.pem", b"junk")),
        2,
        "holds no certificate of an authority (PEM)",
    ),
    "another's key": (
        lambda known: known.dsn(
            ours=known.ours(known.files.authority) | {"sslkey": known.ours(known.files.authority)["sslkey"]}
        ),
        2,
        "the key is not that of the certificate",
    ),
    "a key without its certificate": (
        lambda known: known.dsn(ours={"sslkey": known.ours(known.files.authority)["sslkey"]}),
        2,
        "sslcert and sslkey are named together",
    ),
    "nobody is trusted": (
        lambda known: known.server.dsn(sslmode="verify-full"),
        2,
        "sslmode=verify-full needs sslrootcert=FILE",
    ),
    "no such mode": (lambda known: known.server.dsn(sslmode="safe"), 2, "sslmode=safe is none of disable,"),
    "a mistyped option": (
        lambda known: known.server.dsn(sslmod="verify-full"),
        2,
        "it has no option sslmod; sslmode is perhaps meant",
    ),
}


@pytest.mark.parametrize("wrong", DATABASES)
async def test_a_database_that_is_not_spoken_to_safely_is_told_by_its_cause(
    known: Known, wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dsn, code, says = DATABASES[wrong]

    async def it_is_told() -> None:
        ran = await prepared(monkeypatch, capsys, dsn(known), {"TEMPORAL_ADDRESS": "127.0.0.1:9"})
        assert (ran.code, says in ran.err) == (code, True), ran.err
        assert "What to do: " in ran.err
        assert "hush-hush" not in ran.err

    await soon(it_is_told)  # what a server says as it ends a connection may be lost with it


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        (lambda authority: expired(authority, "127.0.0.1"), "its certificate has expired"),
        (
            lambda authority: authority.issue_cert("elsewhere.example.test"),
            "its certificate is another host's",
        ),
    ],
    ids=["expired", "of another host"],
)
async def test_a_database_that_shows_a_certificate_of_no_worth_is_told_by_its_cause(
    known: Known,
    shown: Callable[[trustme.CA], trustme.LeafCert],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def it_is_told() -> None:
        ran = await prepared(monkeypatch, capsys, known.dsn(), {"TEMPORAL_ADDRESS": "127.0.0.1:9"})
        assert (ran.code, says in ran.err) == (7, True), ran.err

    try:
        known.server.show(shown(known.files.authority))
        await soon(it_is_told)
    finally:
        known.server.show(known.files.authority.issue_cert("127.0.0.1"))


async def test_a_database_without_tls_is_not_spoken_to_where_that_is_asked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dsn = f"{database.owner_dsn}?sslmode=require"

    ran = await prepared(monkeypatch, capsys, dsn, {"TEMPORAL_ADDRESS": "127.0.0.1:9"})

    assert (ran.code, "it has no TLS, and sslmode asks for it" in ran.err) == (7, True), ran.err


ENDS: Final = "wants another certificate of ours than TEMPORAL_TLS_CLIENT_CERT_PATH names"
CA: Final = "TEMPORAL_TLS_SERVER_CA_CERT_PATH"
CERTIFICATE: Final = "TEMPORAL_TLS_CLIENT_CERT_PATH"
KEY: Final = "TEMPORAL_TLS_CLIENT_KEY_PATH"

ENGINES: Final[dict[str, tuple[Callable[[Known], dict[str, str]], int, str]]] = {
    "signed by a stranger": (
        lambda known: {CA: str(known.files.other_ca)},
        7,
        "signed by nobody whom TEMPORAL_TLS",
    ),
    "of another host": (
        lambda known: {CA: str(known.files.ca), "TEMPORAL_TLS_SERVER_NAME": "elsewhere.example.test"},
        7,
        "its certificate is another host's",
    ),
    "in the clear": (lambda _: {}, 7, "ends the connection at once"),
    "no such file": (
        lambda _: {CA: "/nowhere/ca.pem"},
        2,
        f"The setting {CA} can't be used: /nowhere/ca.pem: no such",
    ),
    "no certificate": (
        lambda known: {CA: str(known.files.write("junk.pem", b"junk"))},
        2,
        f"The setting {CA} can't be used: it holds no certificate",
    ),
    "another's key": (
        lambda known: {CERTIFICATE: str(ours(known)[0]), KEY: str(ours(known)[1])},
        2,
        f"The setting {CERTIFICATE} can't be used: beside its key: the key is not that of the certificate",
    ),
    "a certificate without its key": (
        lambda known: {CERTIFICATE: str(ours(known)[0])},
        2,
        f"The setting {KEY} can't be used: it is not set, and {CERTIFICATE} is",
    ),
    "a mistyped setting": (
        lambda known: {"TEMPORAL_TLS_CA_CERT_PATH": str(known.files.ca)},
        2,
        f"The setting TEMPORAL_TLS_CA_CERT_PATH can't be used: there is no such setting: there are TEMPORAL_TLS, {CA},",
    ),
    "a key of the interface in the clear": (
        lambda _: {"TEMPORAL_API_KEY": "hush-hush", "TEMPORAL_TLS": "false"},
        2,
        "TEMPORAL_API_KEY goes over TLS alone",
    ),
}


def ours(known: Known) -> tuple[Path, Path]:
    pair = known.ours(known.files.authority)
    return pair["sslcert"], pair["sslkey"]


@pytest.mark.parametrize("wrong", ENGINES)
async def test_an_engine_that_is_not_spoken_to_safely_is_told_by_its_cause(
    known: Known, engine: str, wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variables, code, says = ENGINES[wrong]
    shown = known.files.authority.issue_cert("127.0.0.1")

    with in_front_of(engine, shown) as address:
        ran = await asked(monkeypatch, capsys, {"TEMPORAL_ADDRESS": address, **variables(known)})

    assert (ran.code, says in ran.err) == (code, True), ran.err
    assert "hush-hush" not in ran.err


async def asked(
    patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], variables: Mapping[str, str]
) -> Ran:
    """What an operator reads whose command needs the engine: its cause, and no bug."""
    at(patch, {"IQA_DSN": "postgresql://nobody@127.0.0.1:9/none", **variables})
    return await typed_in_process(capture, "status")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (lambda known: expired(known.files.authority, IDENTITY), "our certificate has expired"),
        (
            lambda known: known.files.stranger.issue_cert(IDENTITY),
            "it does not trust who signed our certificate",
        ),
        (lambda _: None, "it wants a certificate of ours"),
    ],
    ids=["expired", "signed by a stranger", "none"],
)
async def test_an_engine_that_refuses_our_certificate_is_told_by_its_cause(
    known: Known,
    engine: str,
    given: Callable[[Known], trustme.LeafCert | None],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    variables, certificate = {CA: str(known.files.ca)}, given(known)
    if certificate:
        one, key = known.files.pair(f"engine-{next(_numbers)}", certificate)
        variables |= {CERTIFICATE: str(one), KEY: str(key)}

    with in_front_of(engine, known.files.authority.issue_cert("127.0.0.1"), known.files.authority) as address:
        ran = await asked(monkeypatch, capsys, {"TEMPORAL_ADDRESS": address, **variables})

    # What a server says as it ends a connection may be lost with it; then it is named among what may be it.
    assert (ran.code, says in ran.err or ENDS in ran.err) == (7, True), ran.err
