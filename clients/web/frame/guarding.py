"""What every request passes: the right host, the right origin, a bounded body; and what every answer says of itself."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clients.web.frame.given import BODY
from clients.web.frame.proxies import came_from
from clients.web.frame.site import Site

LONGEST_BODY: Final = 1_000_000
"""The bytes that a form may have; the longest words of all its fields are a quarter of it."""
_GIVEN_BACK: Final = 4 * LONGEST_BODY
_DRAINED: Final = 20 * LONGEST_BODY
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_ENABLES_SCRIPT: Final = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
"""The one line of script that the template of GOV.UK Frontend has inline, which says that there is a script."""

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {_ENABLES_SCRIPT}",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_SAID: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BY_HTTPS_ALONE: Final = "max-age=31536000; includeSubDomains"
"""For a year from the last answer."""


class Door(NamedTuple):
    """What stands at the door: the page of a request that may not come in, by why, and that of a body too large."""

    forbidden: Callable[[str, Scope], ASGIApp]
    too_large: Callable[[Scope], ASGIApp]


class Guarded:
    """The site behind its guards (ASVS 5.0 3.4 and 3.5), in one place."""

    def __init__(self, app: ASGIApp, site: Site, door: Door) -> None:
        self._app = app
        self._site = site
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it before any page sees it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope["client"] = self._came_from(scope, headers)

        async def says(message: Message) -> None:
            if message["type"] == "http.response.start":
                _say(MutableHeaders(scope=message), secure=self._site.is_secure)
            await send(message)

        if refused := self._refused(scope["method"], headers):
            await self._door.forbidden(refused, scope)(scope, receive, says)
            return
        body = await _whole(receive) if scope["method"] not in _SAFE else b""
        scope[BODY] = body or b""
        if body is None or len(body) > LONGEST_BODY:
            await self._door.too_large(scope)(scope, receive, says)
            return
        await self._app(scope, receive if scope["method"] in _SAFE else _again(body, receive), says)

    def _came_from(self, scope: Scope, headers: Headers) -> tuple[str, int] | None:
        """Who asks, whichever proxies of ours stand between."""
        if scope["client"] is None:
            return None
        peer, port = scope["client"]
        return came_from(peer, ",".join(headers.getlist("x-forwarded-for")), self._site.proxies), port

    def _refused(self, method: str, headers: Headers) -> str | None:
        if headers.get("host", "") not in self._site.hosts:
            return f"This is {self._site.origin}: open it by that address."
        if self._site.provider is None and any(name in headers for name in _FORWARDED):
            return "Local sign-in answers nobody behind a proxy."
        if method in _SAFE:
            return None
        came_from = headers.get("sec-fetch-site")
        same = came_from == "same-origin" if came_from else headers.get("origin") in self._site.origins
        return None if same else "A form can be sent from this site alone."


def _say(headers: MutableHeaders, *, secure: bool) -> None:
    for name, value in _SAID.items():
        headers[name] = value
    if secure:
        headers["Strict-Transport-Security"] = _BY_HTTPS_ALONE
    headers.setdefault("Cache-Control", "no-store")


async def _whole(receive: Receive) -> bytes | None:
    """The body, read to its end so that the browser hears the answer; None where it is too long to be given back."""
    parts: list[bytes] = []
    length, more = 0, True
    while more and length < _DRAINED:
        message = await receive()
        part = message.get("body", b"")
        length += len(part)
        if length <= _GIVEN_BACK:
            parts.append(part)
        more = message.get("more_body", False)
    return b"".join(parts) if length <= _GIVEN_BACK else None


def _again(body: bytes, receive: Receive) -> Receive:
    messages: Iterable[Message] = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def first() -> Message:
        for message in messages:
            return message
        return await receive()

    return first
