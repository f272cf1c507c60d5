"""A case is opened in the case system from its IQA's page, where local policy says at which address."""

from importlib.resources import files
from pathlib import Path

import pytest

from clients.desk import desk as desks
from clients.desk.overviews import case_page
from clients.web.frame.site import Site
from tests import clock
from tests.servers import Database
from tests.system import System
from tests.web.browsing import visiting
from tests.web.test_sending import with_case

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pattern", "opened"),
    [
        ("https://cases.example.test/{urn}", "https://cases.example.test/91XN%2F0326"),
        (
            "http://cases:8080/open?case={urn}&tab=review",
            "http://cases:8080/open?case=91XN%2F0326&tab=review",
        ),
        ("https://cases.example.test/#/{urn}", "https://cases.example.test/#/91XN%2F0326"),
    ],
)
def test_a_case_is_opened_at_the_address_with_its_number_escaped(pattern: str, opened: str) -> None:
    assert case_page(pattern, "91XN/0326") == opened


async def test_a_page_leads_to_the_case_system_where_policy_says_at_which_address(
    system: System, database: Database, site: Site, tmp_path: Path
) -> None:
    local = tmp_path / "policy-local-1.toml"
    address = 'case_address = "https://cases.example.test/open?urn={urn}"\norder = '
    local.write_text(DEFAULT.replace("default-1", "local-1", 1).replace("order = ", address, 1))
    it = await with_case(system)
    chosen = (await system.state(it)).selection
    assert chosen
    settings = system.settings.model_copy(update={"dsn": database.web_dsn, "policy_file": local})
    async with (
        desks.opened(settings, now=clock.now) as desk,
        visiting(Site(desk, site.origin), system.id("M1")) as led,
        visiting(site, system.id("M1")) as not_led,
    ):
        opened = (await led.get(f"/iqas/{it}")).text
        without = (await not_led.get(f"/iqas/{it}")).text

    assert f'href="https://cases.example.test/open?urn={chosen.urn}"' in opened
    assert "Open in the case system" in opened
    assert "case system" not in without
