"""What a request passes before any page sees it, and what every answer says of itself."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from clients.desk.desk import Desk
from clients.web.frame.guarding import LONGEST_BODY, Guarded
from clients.web.frame.proxies import came_from, networks
from clients.web.frame.site import Site
from clients.web.pages.trouble import at_the_door
from clients.web.serve import site_of
from infra.settings import Settings

ORIGIN = "http://127.0.0.1:20345"
FROM_HERE = {"sec-fetch-site": "same-origin"}


async def _place(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(str(scope["client"][0]))(scope, receive, send)


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"{len(body)} bytes")(scope, receive, send)


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a site with one page behind its guards."""
    site = Site(Desk(Settings(data_dir=Path("/nowhere"))), ORIGIN)
    transport = httpx.ASGITransport(Guarded(_echo, site, at_the_door(site)))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


async def test_every_answer_forbids_what_no_page_needs(browser: httpx.AsyncClient) -> None:
    for answer in (await browser.get("/"), await browser.post("/")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["iqa.example.test", "127.0.0.1:1", "127.0.0.1:20345.example.test", ""])
async def test_a_request_for_another_host_is_refused(browser: httpx.AsyncClient, host: str) -> None:
    answer = await browser.get("/", headers={"host": host})

    assert answer.status_code == 403
    assert ORIGIN in answer.text


@pytest.mark.parametrize("header", ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"])
async def test_a_request_that_came_through_a_proxy_is_refused(
    browser: httpx.AsyncClient, header: str
) -> None:
    assert (await browser.get("/", headers={header: "198.51.100.7"})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "null"},
        {},
    ],
)
async def test_a_form_that_is_not_sent_from_here_is_refused(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await browser.post("/", headers=headers, content=b"a=1")

    assert answer.status_code == 403
    assert "<h1" in answer.text
    assert "A form can be sent from this site alone." in answer.text


@pytest.mark.parametrize("headers", [FROM_HERE, {"origin": ORIGIN}, {"origin": "http://localhost:20345"}])
async def test_a_form_that_is_sent_from_here_arrives_whole(
    browser: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await browser.post("/", headers=headers, content=b"a" * LONGEST_BODY)

    assert (answer.status_code, answer.text) == (200, f"{LONGEST_BODY} bytes")


async def test_what_is_kept_out_is_told_in_the_log(browser: httpx.AsyncClient) -> None:
    with capture_logs() as said:
        traced = await browser.request("TRACE", "/")

    assert traced.status_code == 403
    assert [(one["event"], one["place"]) for one in said] == [("kept_out", "127.0.0.1")]


async def test_a_form_that_is_too_long_is_read_to_its_end_and_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/", headers=FROM_HERE, content=b"a" * (LONGEST_BODY + 1))

    assert answer.status_code == 413
    assert "Your words are below, or on the page before this one." in answer.text


PROXIES = networks("127.0.0.1 10.0.0.0/24 2001:db8::/32")


@pytest.mark.parametrize(
    ("peer", "forwarded", "place"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.66, 203.0.113.9, 10.0.0.4", "203.0.113.9"),
        ("2001:db8::1", "2a00::7", "2a00::7"),
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.5", "10.0.0.5"),
        ("a socket", "203.0.113.9", "a socket"),
    ],
)
def test_a_request_came_from_the_nearest_address_that_is_no_proxy_of_ours(
    peer: str, forwarded: str, place: str
) -> None:
    assert came_from(peer, forwarded, PROXIES) == place


@pytest.mark.parametrize(("proxies", "place"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")])
async def test_a_proxy_is_believed_where_a_setting_names_it(proxies: str, place: str) -> None:
    settings = Settings(
        data_dir=Path("/nowhere"),
        oidc_issuer="https://login.example.test",
        oidc_client="iqa",
        proxies=proxies,
    )
    site = site_of(Desk(settings), settings, "https://iqa.example.test")
    transport = httpx.ASGITransport(Guarded(_place, site, at_the_door(site)))
    async with httpx.AsyncClient(transport=transport, base_url=site.origin) as client:
        headers = [
            ("x-forwarded-for", "192.0.2.66"),
            ("x-forwarded-for", "203.0.113.9"),
            ("x-real-ip", "192.0.2.9"),
        ]
        answer = await client.get("/", headers=headers)

    assert answer.text == place
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert site.cookie("iqa") == "__Host-iqa"
