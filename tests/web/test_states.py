"""Every page in every state, visited once in a real browser, without a database and an engine."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
from playwright.async_api import Browser
from starlette.middleware import Middleware

from clients.desk.desk import Desk
from clients.web.frame.assets import ASSETS, Assets
from clients.web.frame.guarding import Guarded
from clients.web.frame.render import rendered
from clients.web.frame.site import Site
from infra.settings import Settings
from tests.guards.tree import ROOT
from tests.web.browsing import Reader
from tests.web.looking import visited
from tests.web.states.row import Row
from tests.web.states.table import rows

DOCS: Final = ROOT / "docs" / "pages"
TABLE: Final = {row.id: row for row in rows()}


def shows(row: Row) -> Response:
    """The answer of the page of a row."""
    return rendered(row.page, row.shell, row.status)


def gallery(origin: str) -> FastAPI:
    """A site of the rows alone, behind the same guards and with the same looks."""
    site = Site(Desk(Settings()), origin)
    app = FastAPI(openapi_url=None, middleware=[Middleware(Guarded, site=site)])
    app.add_api_route("/states/{name}", lambda name: shows(TABLE[name]), response_model=None)
    for at, folders in ASSETS.items():
        app.mount(at, Assets(folders))
    return app


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def visitor(browser: Browser) -> AsyncIterator[Reader]:
    """One page of one browser, which visits every row of this process."""
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(gallery(origin), log_config=None, access_log=False, lifespan="off")
    )
    serving = asyncio.create_task(server._serve([listening]))  # noqa: SLF001  the test keeps its own signals
    context = await browser.new_context()
    yield Reader(await context.new_page(), origin, context)
    await context.close()
    server.should_exit = True
    await serving


@pytest.mark.parametrize("name", TABLE)
async def test_a_page_in_this_state_is_in_reach_of_everybody(
    visitor: Reader, name: str, request: pytest.FixtureRequest
) -> None:
    row, folder = TABLE[name], request.config.getoption("--pictures")
    visitor.complaints.clear()
    await visitor.goes(f"/states/{name}")
    if row.picture and request.config.getoption("--redraw"):
        await visitor.page.set_viewport_size({"width": 800, "height": 640})
        await visitor.page.screenshot(path=DOCS / f"{row.picture}.png")

    faults = await visited(visitor.page, row, Path(folder) if folder else None) + visitor.complaints

    assert not faults, "\n".join(faults)
