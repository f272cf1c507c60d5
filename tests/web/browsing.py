"""The pages of one test's system at an address of their own, and a real browser to look at them."""

import asyncio
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright
from playwright.async_api import TimeoutError as TookTooLong

from clients.desk import desk as desks
from clients.desk.desk import Desk
from clients.gateway import Engine, connect
from clients.web.app import build
from clients.web.frame.site import Site
from clients.web.serve import Server
from infra.postgres.web import begin_sign_in, new_code
from infra.settings import Settings
from tests import clock
from tests.clock import BeginsInTime
from tests.servers import Database
from tests.system import System

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)
_PATIENCE_MS = 15_000
_A_STATUS = re.compile("the server responded with a status of [45]")


class Pages:
    """The site of a system, and the people who open it, each in a browser of their own."""

    def __init__(self, system: System, site: Site, browser: Browser) -> None:
        self.system = system
        self.site = site
        self._browser = browser

    @asynccontextmanager
    async def opened_by(self, who: str, *, script: bool = True) -> AsyncIterator["Reader"]:
        """Let somebody in with a browser of their own, and sign them in; all that it complains of is a failure."""
        async with self.browser_at(self.site, script=script) as reader:
            await reader.page.goto(await self.address())
            await reader.page.get_by_role("button", name=f"({self.system.id(who)})").click()
            await reader.stands_at("My work")
            yield reader

    @asynccontextmanager
    async def browser_at(self, site: Site, *, script: bool = True) -> AsyncIterator["Reader"]:
        """A browser of somebody who is not signed in; all that it complains of is a failure."""
        context = await self._browser.new_context(java_script_enabled=script)
        context.set_default_timeout(_PATIENCE_MS)
        try:
            reader = Reader(await context.new_page(), site.origin, context)
            yield reader
            assert reader.complaints == []
        finally:
            await context.close()

    async def address(self) -> str:
        """An address that lets one browser in."""
        async with self.system.connection() as connection:
            code = await new_code(connection, self.site.desk.now())
        return f"{self.site.origin}/sign-in?code={code}"


class Visitor:
    """Somebody who sends requests without a browser, each as a browser of theirs would."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str) -> httpx.Response:
        """Ask for a page."""
        return await self.client.get(path)

    async def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """Send a form; in a field's name __ stands for -."""
        data = {name.replace("__", "-"): value for name, value in fields.items()}
        return await self.client.post(path, data=data, headers={"sec-fetch-site": "same-origin"})


@asynccontextmanager
async def visiting(site: Site, staff_id: str | None) -> AsyncIterator[Visitor]:
    """Somebody who is signed in at a site, or nobody."""
    transport = httpx.ASGITransport(build(site), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=site.origin) as client:
        if staff_id:
            async with site.keeping() as connection:
                token = await begin_sign_in(connection, staff_id, "local_sign_in", site.desk.now())
            client.cookies.set("iqa", token)
        yield Visitor(client)


class Reader:
    """Somebody at a browser; ``complaints`` is what its console said."""

    def __init__(self, page: Page, origin: str, context: BrowserContext) -> None:
        self.page = page
        self.context = context
        self.complaints: list[str] = []
        self._origin = origin
        page.on("console", self._heard)

    async def goes(self, path: str) -> None:
        """Open a page by its address."""
        await self.page.goto(self._origin + path)

    async def stands_at(self, title: str) -> None:
        """Wait for the page of that heading."""
        try:
            await self.page.get_by_role("heading", level=1).filter(has_text=title).wait_for()
        except TookTooLong as error:
            raise AssertionError(await self.page.locator("main").inner_text()) from error

    async def press(self, name: str) -> None:
        """Come to a button or a link by its name, and press Enter on it, as one does without a mouse."""
        target = self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        )
        await target.first.focus()
        await self.page.keyboard.press("Enter")

    def _heard(self, message: ConsoleMessage) -> None:
        # A page of an error is answered with its status, of which the console tells; others' pages are theirs to mend.
        ours = message.location.get("url", "").startswith(self._origin)
        if ours and message.type in {"error", "warning"} and not _A_STATUS.search(message.text):
            self.complaints.append(message.text)


def chromium() -> str | None:
    """The system's Chromium; None where Playwright is to find its own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(may_start_browser: None) -> AsyncIterator[Browser]:
    """A browser for all tests of this session."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def pages(system: System, database: Database, browser: Browser) -> AsyncIterator[Pages]:
    """The pages of a test's system, shown by the web client's own login."""
    settings = system.settings.model_copy(update={"dsn": database.web_dsn})
    async with shown(settings) as site:
        yield Pages(system, site, browser)


@pytest_asyncio.fixture(loop_scope="session")
async def site(system: System, database: Database) -> AsyncIterator[Site]:
    """The site of a test's system, entered without a browser."""
    async with entered(system, database) as opened:
        yield opened


@asynccontextmanager
async def entered(system: System, database: Database, patience_s: float = 15) -> AsyncIterator[Site]:
    """The site of a system, whose people wait so long for a step."""
    settings = system.settings.model_copy(update={"dsn": database.web_dsn})
    async with desks.opened(settings, now=clock.now, connect=_in_time, patience_s=patience_s) as desk:
        yield Site(desk, "http://127.0.0.1:20345")


@asynccontextmanager
async def shown(
    settings: Settings,
    made: Callable[[Desk, str], Site] = Site,
    listening: socket.socket | None = None,
) -> AsyncIterator[Site]:
    """Show pages at a free port until left."""
    listening = listening or socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with desks.opened(settings, now=clock.now, connect=_in_time, patience_s=15) as desk:
        site = made(desk, origin)
        server = Server(build(site))
        serving = asyncio.create_task(server._serve([listening]))  # noqa: SLF001  the test keeps its own signals
        try:
            yield site
        finally:
            server.should_exit = True
            await serving


async def _in_time(settings: Settings, patience_s: float) -> Engine:
    return BeginsInTime(await connect(settings, patience_s=patience_s)).client
