"""Forms whose command is on its way and not answered yet: what was sent goes on by itself, and its answer is fetched.

Whatever answers a form runs apart from whoever waits for it. Where no answer has come two seconds after the command
left, they are led to a page that says so and finds the answer. What was sent is kept meanwhile with whose it is, so
that another process goes on where one was ended: the same words are the same command, however often they are sent.
"""

import asyncio
import hashlib
from collections.abc import MutableMapping
from time import monotonic
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clients.errors import Unreachable
from clients.web.frame.given import BODY
from clients.web.frame.site import Site
from infra.postgres.sendings import SentForm, forget_sent, keep_sent, sent_by

ADDRESS: Final = "/sending"
WAITS_S: Final = 2.0
"""How long somebody waits for an answer to their command before they are told that it is being processed."""
_GOES_ON_S: Final = 600.0
_AGAIN_S: Final = 1.0
_TOLD_FOR_S: Final = 900.0
_LEAVING: Final = "iqa.leaving"
_OUT_OF_REACH: Final = 503
_A_FORM: Final = (b"content-type", b"application/x-www-form-urlencoded")
_OF_WHOEVER_ASKS: Final = ("type", "asgi", "http_version", "server", "client", "scheme", "root_path", "app")


class Leaving:
    """Whether a command of a form is on its way, and whose."""

    def __init__(self) -> None:
        self.who = ""
        self.now = asyncio.Event()


def leaves(scope: MutableMapping[str, Any], who: str) -> None:
    """Say that somebody's command leaves, and that their words are kept."""
    leaving = scope.get(_LEAVING)
    if isinstance(leaving, Leaving):
        leaving.who = who
        leaving.now.set()


class Attempt(NamedTuple):
    """A form that is sent from here: the task ends with its answer."""

    task: "asyncio.Task[Response]"
    began: float


class Sendings:
    """The forms of a site that are on their way from this process; ``app`` is what answers them."""

    def __init__(self, site: Site) -> None:
        self.app: ASGIApp
        self._site = site
        self._here: dict[tuple[str, str], Attempt] = {}

    async def answered(self, scope: Scope) -> Response:
        """The answer to a form, or the way to it; raises what answering raises."""
        leaving = Leaving()
        first = asyncio.create_task(_answered(self.app, {**scope, _LEAVING: leaving}))
        left = asyncio.create_task(leaving.now.wait())
        await asyncio.wait({first, left}, return_when=asyncio.FIRST_COMPLETED)
        left.cancel()
        await asyncio.wait({first}, timeout=WAITS_S)
        if not first.done():
            key = _key(leaving.who, scope)
            try:
                await self._keep(leaving.who, key, scope)
            except Unreachable:
                return await first
            self._go_on(leaving.who, key, scope, first)
            return RedirectResponse(f"{ADDRESS}/{key}", 303)
        return first.result()

    async def answer(self, who: str, key: str, asking: Scope) -> Response | None:
        """The answer to somebody's form; None while there is none. What nobody sends any more is sent from here.

        Raises ``Unreachable``, or ``KeyError`` where nothing of that key is on its way.
        """
        attempt = self._here.get((who, key))
        if attempt is None:
            kept = next((one for one in await self.under_way(who) if one.key == key), None)
            if kept is None:
                raise KeyError(key)
            self._go_on(who, key, _posting(asking, kept))
            return None
        if not attempt.task.done():
            return None
        async with self._site.keeping() as connection:
            await forget_sent(connection, who, key)
        return attempt.task.result()

    def is_answered(self, who: str, key: str) -> bool:
        """Whether the answer is there, or has to be asked for."""
        attempt = self._here.get((who, key))
        return attempt is None or attempt.task.done()

    async def under_way(self, who: str) -> tuple[SentForm, ...]:
        """What somebody sent and was told no answer of; raises ``Unreachable``."""
        async with self._site.keeping() as connection:
            return await sent_by(connection, who)

    async def end(self) -> None:
        """Send no more from here; what is on its way is kept."""
        tasks = [attempt.task for attempt in self._here.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _go_on(self, who: str, key: str, scope: Scope, first: "asyncio.Task[Response] | None" = None) -> None:
        now = monotonic()
        for each, attempt in list(self._here.items()):
            if attempt.task.done() and attempt.began < now - _TOLD_FOR_S:
                del self._here[each]
        self._here[who, key] = Attempt(asyncio.create_task(_until_reached(self.app, scope, first)), now)

    async def _keep(self, who: str, key: str, scope: Scope) -> None:
        form = SentForm(key=key, address=scope["path"], body=scope[BODY], sent_at=self._site.desk.now())
        async with self._site.keeping() as connection:
            await keep_sent(connection, who, form)


class InTime:
    """The site, whose forms are answered in time: with the way to their answer, where there is none yet."""

    def __init__(self, app: ASGIApp, sendings: Sendings) -> None:
        self._app = sendings.app = app
        self._sendings = sendings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        answer = await self._sendings.answered(scope)
        await answer(scope, receive, send)


def _key(who: str, scope: Scope) -> str:
    """The same for the same form sent to the same address by the same person; nothing can be read in it."""
    said = f"{who}\n{scope['path']}\n".encode() + scope[BODY]
    return hashlib.sha256(said).hexdigest()[:32]


async def _until_reached(
    app: ASGIApp, scope: Scope, first: "asyncio.Task[Response] | None" = None
) -> Response:
    """Send a form again until somebody answers it, for some minutes; what fails is answered as it is elsewhere."""
    give_up_at = monotonic() + _GOES_ON_S
    try:
        answer = await (first or _answered(app, scope))
        while answer.status_code == _OUT_OF_REACH and monotonic() < give_up_at:
            await asyncio.sleep(_AGAIN_S)
            answer = await _answered(app, scope)
    except Exception as error:  # noqa: BLE001  it is told to whoever asks for the answer, and logged where it happened
        failed: Response = await scope["app"].exception_handlers[Exception](Request(scope), error)
        return failed
    return answer


async def _answered(app: ASGIApp, scope: Scope) -> Response:
    """The whole answer to a form, whoever waits for it."""
    answer, body = Response(), scope.get(BODY, b"")
    parts: list[bytes] = []
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Message:
        for message in messages:
            return message
        return await asyncio.Future()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status_code, answer.raw_headers = message["status"], list(message["headers"])
        else:
            parts.append(message.get("body", b""))

    await app(dict(scope), receive, send)
    answer.body = b"".join(parts)
    return answer


def _posting(asking: Scope, kept: SentForm) -> Scope:
    """The form as its sender would send it again, who asks for its answer now."""
    own = [(name, value) for name, value in asking["headers"] if name in {b"host", b"cookie"}]
    return {name: asking[name] for name in _OF_WHOEVER_ASKS if name in asking} | {
        "method": "POST",
        "path": kept.address,
        "raw_path": kept.address.encode(),
        "query_string": b"",
        "headers": [*own, _A_FORM, (b"content-length", str(len(kept.body)).encode())],
        BODY: kept.body,
    }
