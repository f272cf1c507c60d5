"""Signing in at a provider: there and back once, as somebody who is bound to that account and in post."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from clients.desk import desk as desks
from clients.web.frame.site import Site
from clients.web.serve import site_of
from infra.postgres.sign_ins import bind
from infra.postgres.web import Account
from infra.settings import Settings
from tests import clock
from tests.servers import Database
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.signer import CLIENT, SECRET, Signer, signing

ORIGIN = "https://iqa.example.test"


@pytest_asyncio.fixture(loop_scope="session")
async def signer() -> AsyncIterator[Signer]:
    async with signing(clock.now) as one:
        yield one


def settings(system: System, database: Database, signer: Signer, **more: Any) -> Settings:  # noqa: ANN401  of whatever kind
    named = {
        "dsn": database.web_dsn,
        "public_url": f"{ORIGIN}/",
        "oidc_issuer": signer.issuer,
        "oidc_client": CLIENT,
        "oidc_secret": SECRET,
    }
    return system.settings.model_copy(update=named | more)


@pytest_asyncio.fixture(loop_scope="session")
async def site(system: System, database: Database, signer: Signer) -> AsyncIterator[Site]:
    """The site of a test's system, at which people sign in by the signer."""
    own = settings(system, database, signer)
    async with desks.opened(own, now=clock.now, patience_s=15) as desk:
        yield site_of(desk, own, ORIGIN)


async def is_bound(system: System, signer: Signer, who: str, subject: str = "42") -> None:
    async with system.connection() as connection:
        await bind(connection, Account(signer.issuer, subject), system.id(who), "XN-A1", clock.now())


async def sent(visitor: Visitor) -> dict[str, str]:
    """What a browser takes to the provider."""
    answer = await visitor.get("/sign-in/start")
    assert answer.status_code == 303, answer.text
    return {name: value for name, [value] in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def comes_back(visitor: Visitor, taken: dict[str, str], **more: str) -> Any:  # noqa: ANN401  what httpx answers
    asked = {"state": taken["state"], "code": taken["nonce"]} | more
    return await visitor.client.get("/sign-in/back", params=asked)


async def test_whoever_is_bound_signs_in_and_a_command_says_how(
    site: Site, system: System, signer: Signer
) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        assert 'href="/sign-in/start"' in (await visitor.get("/sign-in")).text
        answer = await comes_back(visitor, await sent(visitor))
        page = await visitor.get("/")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "My work" in page.text
    assert "Trying out" not in page.text
    [kept] = await system.rows("select how, staff_id, place from iqa.sign_ins")
    assert (kept["how"], kept["staff_id"]) == ("openid_connect", system.id("M1"))
    [look] = await system.rows("select how, showing from iqa.looks")
    assert (look["how"], look["showing"]) == ("openid_connect", "inbox")


async def test_its_cookies_are_this_hosts_alone_by_https_and_read_by_no_script(
    site: Site, system: System, signer: Signer
) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        start = await visitor.get("/sign-in/start")
        taken = {name: one for name, [one] in parse_qs(urlsplit(start.headers["location"]).query).items()}
        back = await comes_back(visitor, taken)

    for answer, name in ((start, "__Host-iqa-handshake"), (back, "__Host-iqa")):
        [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_what_is_brought_back_is_good_once(site: Site, system: System, signer: Signer) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        taken = await sent(visitor)
        first = await comes_back(visitor, taken)
        visitor.client.cookies.delete("__Host-iqa")
        again = await comes_back(visitor, taken)

    assert (first.status_code, again.status_code) == (303, 403)
    assert len(signer.asked) == 1


async def test_what_is_brought_by_another_browser_is_good_for_nothing(
    site: Site, system: System, signer: Signer
) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as one, visiting(site, None) as other:
        taken = await sent(one)
        await sent(other)
        answer = await comes_back(other, taken)

    assert answer.status_code == 403
    assert signer.asked == []


async def test_whoever_takes_longer_than_ten_minutes_begins_again(
    site: Site, system: System, signer: Signer
) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        taken = await sent(visitor)
        await system.rows("update iqa.handshakes set began_at = began_at - interval '11 minutes'")
        answer = await comes_back(visitor, taken)

    assert answer.status_code == 403
    assert "ten minutes" in answer.text


async def test_an_account_that_nobody_here_has_is_told_its_number(site: Site) -> None:
    async with visiting(site, None) as visitor:
        answer = await comes_back(visitor, await sent(visitor))

    assert answer.status_code == 403
    assert "its number: 42" in answer.text


async def test_an_account_is_bound_at_its_own_provider_alone(site: Site, system: System) -> None:
    async with system.connection() as connection:
        other = Account("https://other.example.test", "42")
        await bind(connection, other, system.id("M1"), "XN-A1", clock.now())
    async with visiting(site, None) as visitor:
        assert (await comes_back(visitor, await sent(visitor))).status_code == 403


async def test_whoever_is_not_in_post_is_not_signed_in(site: Site, system: System, signer: Signer) -> None:
    await is_bound(system, signer, "P7")
    async with visiting(site, None) as visitor:
        answer = await comes_back(visitor, await sent(visitor))

    assert answer.status_code == 403
    assert "not in post" in answer.text


async def test_whoever_leaves_is_signed_out_at_once(site: Site, system: System, signer: Signer) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        await comes_back(visitor, await sent(visitor))
        await system.rows(
            "update iqa.people set to_date = $2 where staff_id = $1",
            system.id("M1"),
            clock.now().date() - timedelta(days=1),
        )
        answer = await visitor.get("/")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert [one["ended_at"] is None for one in await system.rows("select ended_at from iqa.sign_ins")] == [
        False
    ]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"error": "access_denied"}, "did not let you"),
        ({"code": ""}, "did not let you"),
        ({"code": "unknown"}, "prove"),
    ],
)
async def test_whoever_is_refused_there_is_told_so_here(site: Site, more: dict[str, str], says: str) -> None:
    async with visiting(site, None) as visitor:
        answer = await comes_back(visitor, await sent(visitor), **more)

    assert answer.status_code == 403
    assert says in answer.text


async def test_a_provider_that_is_away_is_a_page(site: Site, signer: Signer) -> None:
    signer.answers_as = "https://other.example.test"
    async with visiting(site, None) as visitor:
        answer = await visitor.get("/sign-in/start")

    assert answer.status_code == 503
    assert "Try again in a few minutes" in answer.text


async def test_nobody_continues_as_somebody_where_there_is_a_provider(site: Site, system: System) -> None:
    async with visiting(site, None) as visitor:
        assert (await visitor.post("/sign-in", staff_id=system.id("M1"))).status_code == 404
        assert (await visitor.get("/sign-in?code=guessed")).status_code == 200


async def test_signing_out_ends_it_here_and_says_what_it_does_not_end(
    site: Site, system: System, signer: Signer
) -> None:
    await is_bound(system, signer, "M1")
    async with visiting(site, None) as visitor:
        await comes_back(visitor, await sent(visitor))
        kept = visitor.client.cookies["__Host-iqa"]
        out = await visitor.post("/sign-out")
        page = await visitor.get("/signed-out")
        visitor.client.cookies.set("__Host-iqa", kept)
        after = await visitor.get("/")

    assert (out.status_code, out.headers["location"]) == (303, "/signed-out")
    assert "may still be at your work account" in page.text
    assert after.headers["location"] == "/sign-in"


@pytest_asyncio.fixture(loop_scope="session")
async def by_email(system: System, database: Database, signer: Signer) -> AsyncIterator[Site]:
    """A site at which a verified address binds, once."""
    own = settings(system, database, signer, oidc_by_email=True)
    async with desks.opened(own, now=clock.now, patience_s=15) as desk:
        yield site_of(desk, own, ORIGIN)


async def test_a_verified_address_binds_once_where_the_setting_allows_it(
    by_email: Site, site: Site, system: System, signer: Signer
) -> None:
    [known] = await system.rows("select email from iqa.people where staff_id = $1", system.id("M1"))
    signer.userinfo = {"sub": "42", "email": known["email"].upper(), "email_verified": True}
    async with visiting(site, None) as visitor:
        assert (await comes_back(visitor, await sent(visitor))).status_code == 403
    async with visiting(by_email, None) as visitor:
        assert (await comes_back(visitor, await sent(visitor))).status_code == 303

    [bound] = await system.rows("select staff_id, subject, bound_by from iqa.sign_in_bindings")
    assert dict(bound) == {"staff_id": system.id("M1"), "subject": "42", "bound_by": "verified_email"}
    signer.claims, signer.userinfo = {"sub": "43"}, signer.userinfo | {"sub": "43"}
    async with visiting(by_email, None) as visitor:
        assert (await comes_back(visitor, await sent(visitor))).status_code == 403


async def test_an_address_that_is_not_verified_binds_nobody(
    by_email: Site, system: System, signer: Signer
) -> None:
    [known] = await system.rows("select email from iqa.people where staff_id = $1", system.id("M1"))
    signer.userinfo = {"sub": "42", "email": known["email"], "email_verified": False}
    async with visiting(by_email, None) as visitor:
        assert (await comes_back(visitor, await sent(visitor))).status_code == 403
