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
from clients.web.pages.trouble import at_the_door
from infra.settings import Settings
from tests.guards.tree import ROOT
from tests.web.browsing import Reader
from tests.web.looking import broken, drawn, takes_along, visited
from tests.web.states.row import Row
from tests.web.states.table import rows

DOCS: Final = ROOT / "docs" / "pages"
PLANTED: Final = """
  html { font-size: 16px } p { font-size: 1rem } button { font-size: 1rem }
  #wide { width: 900px; margin: 0; position: absolute; left: 0 }
  #fixed { font-size: 12px }
  #cut { width: 3rem; height: 1rem; overflow: hidden; white-space: nowrap }
  #over { margin-top: -2.2rem }
  button:focus { outline: 3px solid black } #dark:focus { outline: none }
"""
TABLE: Final = {row.id: row for row in rows()}


def shows(row: Row) -> Response:
    """The answer of the page of a row."""
    return rendered(row.page, row.shell, row.status)


def gallery(origin: str) -> FastAPI:
    """A site of the rows alone, behind the same guards and with the same looks."""
    site = Site(Desk(Settings()), origin)
    app = FastAPI(openapi_url=None, middleware=[Middleware(Guarded, site=site, door=at_the_door(site))])
    app.add_api_route("/states/{name}", lambda name: shows(TABLE[name]), response_model=None)
    for at, folders in ASSETS.items():
        app.mount(at, Assets(folders))
    return app


def keep(row: Row, picture: bytes) -> None:
    """Keep the picture of a row among those of the docs."""
    (DOCS / f"{row.picture}.png").write_bytes(picture)


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
    await takes_along(context)
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
        keep(row, await drawn(visitor.page))

    faults = await visited(visitor.page, row, Path(folder) if folder else None) + visitor.complaints

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("planted", "look", "found"),
    [
        ("<h1>One</h1><h1>Two</h1>", "parts()", "2 headings of the first level"),
        ("<h1>One</h1>" + "<button class='govuk-button'>Go</button>" * 2, "parts()", "2 green buttons"),
        ("<h1>One</h1><a href='#nowhere'>Mend it</a>", "parts()", 'a "Mend it" leads to nothing'),
        ("<main><p id='wide'>Wide</p></main>", "width(320)", "the page is 900 wide"),
        ("<p id='fixed'>Small print</p>", "twice()", "grows from 12 to 12 pixels"),
        ("<main><p id='cut'>Words that go on</p></main>", "twice()", 'p "Words that go on" is cut off'),
        ("<p>Below</p><p id='over'>Above</p>", "twice()", 'p "Below" stands over p "Above"'),
        ("<button id='dark'>Go</button>", "forced()", 'the focus on button "Go" is not seen'),
    ],
)
async def test_a_planted_fault_is_found(visitor: Reader, planted: str, look: str, found: str) -> None:
    page = await visitor.context.new_page()
    await page.set_viewport_size({"width": 320 if "320" in look else 1280, "height": 900})
    await page.set_content(f"<!doctype html><style>{PLANTED}</style><body>{planted}</body>")

    faults: list[str] = await page.evaluate(f"looks.{look}")

    assert any(found in one for one in faults), faults
    await page.close()


async def test_what_axe_finds_and_what_it_cannot_decide_is_told(visitor: Reader) -> None:
    page = await visitor.context.new_page()
    pale = "<p style='color: #aaa'>Pale</p>"
    over = "<p style='background: linear-gradient(#fff, #000)'>Over a gradient</p>"
    await page.set_content(
        f"<!doctype html><html lang='en'><title>A</title><main><h1>One</h1>{pale}{over}</main>"
    )

    pale_told, over_told = sorted(await broken(page))

    assert pale_told.startswith(
        "color-contrast: ['p:nth-child(2)'] Element has insufficient color contrast of 2.32"
    )
    assert over_told.startswith(
        "undecided, color-contrast: ['p:nth-child(3)'] Element's background color could not"
    )
    await page.close()


async def test_a_page_without_fault_is_left_alone(visitor: Reader) -> None:
    page = await visitor.context.new_page()
    await page.set_content(
        f"<!doctype html><style>{PLANTED}</style><body><h1>One</h1><p>Words</p><button>Go</button></body>"
    )

    for look in ("parts()", "width(1280)", "twice()", "forced()"):
        assert await page.evaluate(f"looks.{look}") == [], look
    await page.close()
