"""Who gets which page: every route, for whoever is signed out, of another Area, or may not read it."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from clients.web.app import PAGES
from clients.web.frame.site import Site
from tests.area import Kind
from tests.clients.desk.world import PEOPLE, World, made
from tests.system import System
from tests.web.browsing import visiting

OPEN = {
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/sign-in/start"),
    ("GET", "/sign-in/back"),
    ("GET", "/signed-out"),
    ("GET", "/help"),
    ("GET", "/accessibility"),
    ("GET", "/privacy"),
    ("GET", "/cookies"),
}
"""What anybody may ask for."""

OWN = {
    ("GET", "/"),
    ("POST", "/sign-out"),
    ("GET", "/sending/{key}"),
    ("GET", "/sending/{key}/done"),
    ("GET", "/unsent"),
    ("POST", "/unsent"),
    ("GET", "/escalations"),
    ("POST", "/escalations"),
    ("GET", "/cases"),
    ("POST", "/cases"),
    ("GET", "/notices"),
    ("GET", "/find"),
    ("POST", "/find"),
    ("GET", "/you/sign-ins"),
    ("POST", "/you/sign-ins"),
    ("POST", "/you/stay"),
}
"""What is of whoever asks, whoever that is."""

ABOVE = {"the chief", "an administrator", "an auditor", "legal assurance"}

MANAGERS = {"the assessor", "another manager"}
SENIORS = {"a senior manager", "the sampler"}
QUARTER = "/quarters/{area}/{quarter}"

READERS: dict[str, set[str]] = {
    "/access-log": {"an auditor"},
    "/access-log/looks.csv": {"an auditor"},
    "/escalations/{escalation_id}": ABOVE | {"the assessor"},
    QUARTER: ABOVE | SENIORS | MANAGERS,
    f"{QUARTER}/tables/{{name}}.csv": ABOVE | SENIORS | MANAGERS,
    f"{QUARTER}/managers/{{staff_id}}": {"the assessor", "a senior manager"},
    f"{QUARTER}/exceptions": ABOVE - {"an administrator"} | SENIORS | MANAGERS,
    f"{QUARTER}/exceptions/tables/{{name}}.csv": set(),
    f"{QUARTER}/sample": ABOVE | SENIORS | MANAGERS,
    f"{QUARTER}/sample/tables/{{name}}.csv": set(),
    f"{QUARTER}/report": ABOVE | SENIORS,
    f"{QUARTER}/report/tables/{{name}}.csv": set(),
    "/national/{quarter}": ABOVE,
    "/national/{quarter}/tables/{name}.csv": set(),
    "/find/{key}": set(),
}
"""Who of a small world is shown each page that is neither of whoever asks nor of an IQA; all others find nothing."""

OF_THE_CHECK = ABOVE | SENIORS
READERS_OF_AN_IQA: dict[str, set[str]] = {
    "/iqas/{iqa_id}/second-check": OF_THE_CHECK,
    "/iqas/{iqa_id}/second-check/compare": OF_THE_CHECK,
    "/iqas/{iqa_id}/second-check/feedback": OF_THE_CHECK,
    "/iqas/{iqa_id}/feedback": OF_THE_CHECK,
    "/iqas/{iqa_id}/history": OF_THE_CHECK | {"the assessor", "the assessed", "the owner of an action"},
    "/iqas/{iqa_id}/history/compare": OF_THE_CHECK
    | {"the assessor", "the assessed", "the owner of an action"},
    "/iqas/{iqa_id}/queries/{query_id}": set(),
}
"""Who is shown pages of an IQA that was checked and not fed back, and of which nothing is queried."""


def routes() -> Iterator[tuple[str, str]]:
    """Every route of the pages, with its method."""
    for page in PAGES:
        for route in page.router.routes:
            assert isinstance(route, APIRoute)
            yield from ((method, route.path) for method in route.methods or ())


ALL = sorted(routes())
OF_A_CASE = [one for one in ALL if one[1].startswith("/cases/{urn}")]
OF_AN_IQA = [one for one in ALL if one not in OPEN | OWN | set(OF_A_CASE) and one[1] not in READERS]


def filled(path: str, iqa: str, urn: str = "91T00110126") -> str:
    """A route's address for one IQA and one case."""
    return path.format(**PARTS, iqa_id=iqa, urn=urn, escalation_id=f"{iqa}.e1")


PARTS = {
    "form": "marks",
    "action_id": "a1",
    "request_id": "r1",
    "talk_id": "m1",
    "query_id": "q1",
    "area": "XN",
    "quarter": "2026-27-Q3",
    "name": "pace",
    "staff_id": "XN-M1",
    "key": "nothing",
    "verification_id": "0f5c2c0e-9d3f-5f0e-8a53-5d5c3a6f2a11",
}
"""What stands in an address besides the IQA and the case."""


def test_every_route_that_is_not_open_is_of_an_iqa_of_a_case_of_whoever_asks_or_has_its_readers() -> None:
    assert set(ALL) >= OPEN | OWN
    assert all(path.startswith("/iqas/{iqa_id}") for _, path in OF_AN_IQA)


@pytest.mark.parametrize("route", [one for one in ALL if one not in OPEN], ids=" ".join)
async def test_whoever_is_signed_out_is_sent_to_sign_in(site: Site, route: tuple[str, str]) -> None:
    method, path = route
    async with visiting(site, None) as nobody:
        send = nobody.get if method == "GET" else nobody.post
        answer = await send(filled(path, "iqa-2026-27-Q3-XN-P1-C1"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


async def test_what_is_unknown_is_the_same_page_as_what_is_not_for_one_to_read(
    system: System, site: Site
) -> None:
    it = await system.open("P1")
    async with visiting(site, system.id("P2")) as other:
        for method, path in OF_AN_IQA:
            if "{form}" in path:
                continue
            send = other.get if method == "GET" else other.post
            fields = {} if method == "GET" else _FIELDS.get(path.removeprefix("/iqas/{iqa_id}"), {})
            of_another = await send(filled(path, it), **fields)
            of_none = await send(filled(path, f"{it}9"), **fields)
            assert (of_another.status_code, of_none.status_code) == (404, 404), path
            assert of_another.text == of_none.text, path


async def test_a_case_that_is_unknown_is_the_same_page_as_one_that_is_not_ones_to_know(
    system: System, site: Site
) -> None:
    urn = system.urn("P1", Kind.PRE_CHARGE)
    async with visiting(site, system.id("P4")) as other:
        for method, path in OF_A_CASE:
            if "{form}" in path:
                continue
            send = other.get if method == "GET" else other.post
            of_another, of_none = await send(filled(path, "", urn)), await send(filled(path, "", f"{urn}9"))
            assert (of_another.status_code, of_none.status_code) == (404, 404), path
            assert of_another.text == of_none.text, path


_FIELDS: dict[str, dict[str, str]] = {}
"""What a form of each route says, where an empty one would be answered before its IQA is looked for."""


async def test_whoever_the_table_names_is_shown_a_page_and_everybody_else_finds_nothing(
    system: System, site: Site
) -> None:
    world = await made(system, site.desk)
    table = READERS | READERS_OF_AN_IQA
    found: dict[str, set[str]] = {path: set() for path in table}
    for who in PEOPLE:
        async with visiting(site, world.who(who).staff_id) as visitor:
            for path in table:
                answer = await visitor.get(path.format(**_in(world)))
                assert answer.status_code in {200, 303, 404, 422}, (path, who, answer.text)
                if answer.status_code != 404:
                    found[path].add(who)

    assert found == table


def _in(world: World) -> dict[str, str]:
    """What stands in an address of that world; no table but that of the pace has the name of one."""
    own = {"area": world.area, "quarter": world.quarter, "staff_id": world.system.id("M1")}
    return PARTS | own | {"escalation_id": world.escalation, "iqa_id": world.iqa}


async def test_a_draft_is_kept_for_whoever_writes_it_and_shown_to_nobody_else(
    system: System, site: Site
) -> None:
    it = await system.open("P1")
    async with visiting(site, system.id("P2")) as other, visiting(site, system.id("M1")) as manager:
        kept = await other.post(f"/iqas/{it}/drafts/meeting", went_well="Words of somebody else", draft="0")
        shown = await manager.get(f"/iqas/{it}/meeting")

    assert kept.json()["version"] == 1
    assert "Words of somebody else" not in shown.text
