"""``iqa web``: the pages on a loopback address, a process of its own; several share nothing but the database."""

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import structlog
import uvicorn
from fastapi import FastAPI

from clients.desk import desk as desks
from clients.desk.desk import Desk
from clients.web.app import build
from clients.web.frame.assets import AssetsMissing, check_assets
from clients.web.frame.proxies import networks
from clients.web.frame.site import Limits, Site
from clients.web.frame.under_way import Sendings
from clients.web.frame.verifications import Verifications
from infra import prepared
from infra.embedded.running import running_stack
from infra.errors import DatabaseOutOfReach
from infra.openid import Provider
from infra.postgres.news import News
from infra.settings import Settings

_PATIENCE_S: Final = 10.0
"""How long a person waits for a step at most: a page can say that it takes longer, a terminal cannot."""
_LAST_ANSWERS_S: Final = 5


class LocalSignInRefused(ValueError):
    """Local sign-in, by which anybody can be anybody, is for a system that is tried out, and for no other."""

    def __init__(self, setting: str) -> None:
        super().__init__(f"{setting} names a real server, and at one nobody may sign in without proof")
        self.setting = setting


class AddressTaken(Exception):
    """Something listens where the pages would be shown: they are shown already, most of the time."""

    def __init__(self, address: str) -> None:
        super().__init__(f"something is shown at {address} already")


def check_local(settings: Settings) -> None:
    """Raise ``LocalSignInRefused`` where a setting names anything but the embedded servers."""
    named = {
        "IQA_OIDC_ISSUER": settings.oidc_issuer,
        "IQA_DSN": settings.dsn,
        "TEMPORAL_ADDRESS": settings.temporal,
        "IQA_PUBLIC_URL": settings.public_url,
    }
    for setting, value in named.items():
        if value:
            raise LocalSignInRefused(setting)


def check_sign_in(settings: Settings) -> None:
    """Raise ``LocalSignInRefused`` where people would sign in without proof and may not."""
    if settings.oidc_issuer is None:
        check_local(settings)


def why_no_pages(settings: Settings) -> str:
    """Why the pages can't be shown with these settings, or on this installation; empty where they can."""
    try:
        check_sign_in(settings)
        check_assets()
    except (LocalSignInRefused, AssetsMissing) as error:
        return str(error)
    return ""


async def serve(settings: Settings) -> None:
    """Show the pages until SIGTERM or Ctrl-C, and answer what is under way first.

    Raises ``LocalSignInRefused``, ``AssetsMissing`` or ``AddressTaken``, and as ``prepared.check_pages`` does.
    """
    check_sign_in(settings)
    check_assets()
    async with site_at(settings) as site:
        await prepared.check_pages(site.desk.settings)
        listening = _listen(f"http://{settings.listen}" if site.provider else site.origin)
        server = Server(build(site), timeout_graceful_shutdown=_LAST_ANSWERS_S)
        structlog.get_logger("iqa.web").info("ready", address=site.origin)
        gc.freeze()  # what is loaded by now stays, and no collection goes through it again while somebody waits
        await server.serve([listening])


class Server(uvicorn.Server):
    """Ends what stays open by itself when it is told to stop, and then waits for what is under way."""

    def __init__(self, app: FastAPI, timeout_graceful_shutdown: int | None = None) -> None:
        how = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            access_log=False,
            timeout_graceful_shutdown=timeout_graceful_shutdown,
        )
        super().__init__(how)
        self._news: News = app.state.news
        self._sendings: Sendings = app.state.sendings
        self._verifications: Verifications = app.state.verifications

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        await self._news.end()
        await self._sendings.end()
        await self._verifications.end()
        await super().shutdown(sockets)


@asynccontextmanager
async def site_at(settings: Settings) -> AsyncIterator[Site]:
    """The site of the settings; the embedded system's database is entered by the web client's own login.

    Raises ``DatabaseOutOfReach``.
    """
    own, address = settings, settings.public_url or ""
    if settings.dsn is None:
        stack = running_stack(settings.data_dir)
        if stack is None:
            msg = f"nothing runs on {settings.data_dir}: start it with `iqa run`"
            raise DatabaseOutOfReach(msg)
        own, address = settings.model_copy(update={"dsn": stack.web_dsn}), address or stack.web_address
    async with desks.opened(own, patience_s=_PATIENCE_S) as desk:
        yield site_of(desk, settings, address)


def site_of(desk: Desk, settings: Settings, address: str) -> Site:
    """The site at an address, at which people sign in as the settings say."""
    where = urlsplit(address)
    origin = f"{where.scheme}://{where.netloc}"
    limits = Limits(settings.person_limit, settings.address_limit)
    if settings.oidc_issuer is None:
        return Site(desk, origin, limits=limits)
    return Site(
        desk,
        origin,
        provider=Provider(settings, f"{origin}/sign-in/back", desk.now),
        by_email=settings.oidc_by_email,
        proxies=networks(settings.proxies),
        limits=limits,
    )


def _listen(origin: str) -> socket.socket:
    """Listen where browsers look for the pages; who comes before they are shown is answered as soon as they are."""
    address = urlsplit(origin)
    try:
        return socket.create_server((address.hostname or "", address.port or 0))
    except OSError as error:
        raise AddressTaken(origin) from error
