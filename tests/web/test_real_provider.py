"""Signing in in a real browser at a provider that others wrote: npm's oidc-provider."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clients.desk.desk import utc_now
from clients.web.frame.site import Site
from infra.openid import Provider
from infra.postgres.sign_ins import bind
from infra.postgres.web import Account
from tests import clock
from tests.servers import Database
from tests.system import System
from tests.web.browsing import Pages, Reader, shown
from tests.web.signer import CLIENT, SECRET

_PROGRAM = Path(__file__).with_name("provider.mjs")


@asynccontextmanager
async def provider_for(back: str) -> AsyncIterator[str]:
    """Run it at a free port until left, and give its issuer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    node = shutil.which("node")
    assert node, "node runs the provider of this test: install it (Debian and Ubuntu: apt-get install nodejs)"
    started = await asyncio.create_subprocess_exec(
        node,
        str(_PROGRAM),
        str(port),
        back,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert started.stdout
        assert await asyncio.wait_for(started.stdout.readline(), 30) == b"ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        await started.wait()


async def signs_in_there(reader: Reader, subject: str) -> None:
    """Go through the provider's own pages: who somebody is, and that these pages may hear it."""
    await reader.goes("/sign-in")
    await reader.stands_at("Sign in")
    await reader.press("Sign in")
    await reader.page.locator("input[name=login]").fill(subject)
    await reader.page.locator("input[name=password]").fill("any")
    await reader.page.locator("button[type=submit]").click()
    await reader.page.get_by_role("button", name="Continue").click()


async def test_somebody_signs_in_at_it_and_out_again(
    pages: Pages, system: System, database: Database
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    back = f"http://127.0.0.1:{listening.getsockname()[1]}/sign-in/back"
    async with provider_for(back) as issuer:
        named = {"oidc_issuer": issuer, "oidc_client": CLIENT, "oidc_secret": SECRET}
        settings = system.settings.model_copy(update={"dsn": database.web_dsn} | named)
        by_it = Provider(settings, back, utc_now)
        async with (
            shown(settings, lambda desk, origin: Site(desk, origin, provider=by_it), listening) as site,
            pages.browser_at(site) as reader,
        ):
            await signs_in_there(reader, "42")
            await reader.stands_at("You are not signed in")
            await reader.page.get_by_text("its number: 42").wait_for()

            async with system.connection() as connection:
                await bind(connection, Account(issuer, "42"), system.id("M1"), "XN-A1", clock.now())
            await reader.goes("/sign-in/start")
            await reader.stands_at("My work")
            await reader.page.get_by_text("Signed in as").wait_for()
            await reader.press("Sign out")
            await reader.stands_at("You are signed out")
            await reader.goes("/")
            await reader.stands_at("Sign in")
