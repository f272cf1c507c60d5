"""``iqa web``: the pages on a loopback address, a process of its own; several share nothing but the database."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import structlog
import uvicorn

from clients.desk import desk as desks
from clients.web.app import build
from clients.web.frame.assets import check_assets
from clients.web.frame.site import Site
from infra.embedded.running import running_stack
from infra.errors import DatabaseOutOfReach
from infra.settings import Settings

_PATIENCE_S: Final = 10.0
"""How long a person waits for a step at most: a page can say that it takes longer, a terminal cannot."""
_LAST_ANSWERS_S: Final = 5


class LocalSignInRefused(ValueError):
    """Local sign-in, by which anybody can be anybody, is for a system that is tried out, and for no other."""

    def __init__(self, setting: str) -> None:
        super().__init__(f"{setting} names a real server, and at one nobody may sign in without proof")
        self.setting = setting


def check_local(settings: Settings) -> None:
    """Raise ``LocalSignInRefused`` where a setting names anything but the embedded servers."""
    named = {
        "IQA_DSN": settings.dsn,
        "TEMPORAL_ADDRESS": settings.temporal,
        "IQA_PUBLIC_URL": settings.public_url,
    }
    for setting, value in named.items():
        if value:
            raise LocalSignInRefused(setting)


async def serve(settings: Settings) -> None:
    """Show the pages until SIGTERM or Ctrl-C, and answer what is under way first.

    Raises ``LocalSignInRefused``, ``AssetsMissing`` or ``DatabaseOutOfReach``.
    """
    check_local(settings)
    check_assets()
    async with site_at(settings) as site:
        address = urlsplit(site.origin)
        config = uvicorn.Config(
            build(site),
            host=address.hostname or "",
            port=address.port or 0,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            access_log=False,
            timeout_graceful_shutdown=_LAST_ANSWERS_S,
        )
        await _Server(config).serve()


@asynccontextmanager
async def site_at(settings: Settings) -> AsyncIterator[Site]:
    """The site of the embedded system, whose database it enters by the web client's own login."""
    stack = running_stack(settings.data_dir)
    if stack is None:
        msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`"
        raise DatabaseOutOfReach(msg)
    own = settings.model_copy(update={"dsn": stack.web_dsn})
    async with desks.opened(own, patience_s=_PATIENCE_S) as desk:
        yield Site(desk, stack.web_address)


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        structlog.get_logger("iqa.web").info("ready", port=self.config.port)
