"""A mail server and a GOV.UK Notify of a test's own: real protocols, on this machine, with faults on demand."""

import asyncio
import email
import json
import mailbox
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from domain.calendar import day_of
from domain.post import opening
from infra.reference import Library

SENDER = "iqa@mail.example.test"
NOTIFY_SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
NOTIFY_SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
NOTIFY_KEY = f"iqa-{NOTIFY_SERVICE}-{NOTIFY_SECRET}"
NOTIFY_TEMPLATE = "8f2d3c1e-63ac-4b2f-9d3b-1a0a4a1d9e11"

_OK = "250 OK"


def next_opening(instant: datetime) -> datetime:
    """When the hours of the shipped policy open next, on a day after that of an instant (UTC)."""
    library = Library.load().current
    return opening(library.calendar.add_working_days(day_of(instant), 1), library.policy.notices)


@dataclass
class MailBox:
    """What an SMTP server on this machine received; a fault is an answer given instead of taking a mail."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refused_addresses: dict[str, str] = field(default_factory=dict)
    data_answer: str | None = None
    before_answer: Callable[[], Awaitable[None]] | None = None
    tls: str = "none"
    login: str = ""
    """User and password that it asks for, as ``user:password``."""

    @property
    def address(self) -> str:
        """The server as ``IQA_MAIL`` names it."""
        login = f"{self.login}@" if self.login else ""
        return f"smtp://{login}127.0.0.1:{self.port}?from={SENDER}&tls={self.tls}"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def write(self, path: Path) -> None:
        """Write everything received into a file that mail programs open (RFC 4155)."""
        with closing(mailbox.mbox(path)) as kept:
            for mail in self.mails:
                kept.add(mail)

    def lets_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        """Tell whether somebody who logs in gave the user and the password."""
        knows = self.login.encode() == b":".join((given.login, given.password))
        return AuthResult(success=knows, handled=False)

    async def handle_RCPT(  # noqa: N802  aiosmtpd calls it so
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.login and not session.authenticated:
            return "530 5.7.0 who are you?"
        if address in self.refused_addresses:
            return self.refused_addresses[address]
        envelope.rcpt_tos.append(address)
        return _OK

    async def handle_DATA(  # noqa: N802  aiosmtpd calls it so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.data_answer:
            return self.data_answer
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.before_answer:
            await self.before_answer()
        return _OK


@asynccontextmanager
async def mail_box(
    box: MailBox | None = None, certificate: SSLContext | None = None
) -> AsyncIterator[MailBox]:
    """A mail server that listens until left; one that was left listens again on its port.

    With a certificate it takes mail over TLS alone, from the start where the box says ``tls``.
    """
    box = box or MailBox()
    loop = asyncio.get_running_loop()
    from_the_start = certificate if box.tls == "tls" else None
    after_starttls = None if from_the_start else certificate
    server = await loop.create_server(
        lambda: SMTP(
            box,
            hostname="mail.example.test",
            loop=loop,
            tls_context=after_starttls,
            require_starttls=after_starttls is not None,
            authenticator=box.lets_in,
            auth_require_tls=after_starttls is not None,
        ),
        "127.0.0.1",
        box.port,
        ssl=from_the_start,
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class FakeNotify:
    """What a Notify on this machine was asked for; it checks the signature of every request as the real one does."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    status: int = 201
    answer: dict[str, Any] = field(default_factory=dict)
    loses_the_answer: bool = False

    def post(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take a mail, or answer with the fault that is set."""
        if self.status != 201:
            return self.status, self.answer
        self.sent.append(asked)
        return (503, {}) if self.loses_the_answer else (201, {"id": "1", "reference": asked["reference"]})

    def get(self, reference: str) -> tuple[int, dict[str, Any]]:
        """Tell what was sent under a reference."""
        self.asked_for.append(reference)
        found = [one for one in self.sent if one["reference"] == reference]
        return 200, {"notifications": found, "links": {}}


@contextmanager
def fake_notify() -> Iterator[FakeNotify]:
    """A Notify that listens until left."""
    notify = FakeNotify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(*notify.post(json.loads(self.rfile.read(int(self.headers["Content-Length"])))))

        def do_GET(self) -> None:
            self._answer(*notify.get(parse_qs(urlsplit(self.path).query)["reference"][0]))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            token = self.headers["Authorization"].removeprefix("Bearer ")
            claims = jwt.decode(token, NOTIFY_SECRET, algorithms=["HS256"], options={"verify_iat": False})
            assert claims["iss"] == NOTIFY_SERVICE
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
