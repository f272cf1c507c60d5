"""The access log on pages: for auditors alone, narrowed by person, record and day, page by page and as a file."""

from datetime import timedelta

from clients.web.frame.site import Site
from tests import clock
from tests.area import today
from tests.system import System
from tests.web.browsing import Visitor, visiting
from tests.web.reaching import fields_of

MANY = 450


async def looked(system: System, who: str, stream: str, many: int) -> None:
    """So many looks of somebody at one stream, the last an hour ago."""
    await system.rows(
        "insert into iqa.looks (at, who, how, signed_in_at, showing, stream, parts, outcome)"
        " select $1::timestamptz - n * interval '1 second', $2, 'openid_connect', $1, 'record', $3, '{marks}', 'shown'"
        " from generate_series(1, $4) as n",
        *(clock.now() - timedelta(hours=1), system.id(who), stream, many),
    )


def lines(page: str) -> int:
    return page.count('<th scope="row"')


async def sought(auditor: Visitor, **fields: str) -> str:
    """The page to which a form leads that says so."""
    form = fields_of(await auditor.get("/access-log"), "/access-log")
    gone = await auditor.post("/access-log", **(form | fields))
    assert gone.status_code == 303, gone.text
    return (await auditor.get(gone.headers["location"])).text


async def test_an_auditor_narrows_it_and_stands_in_it_and_nobody_else_is_shown_it(
    system: System, site: Site
) -> None:
    it = await system.open("P1")
    async with visiting(site, system.id("M1")) as manager:
        await manager.get(f"/iqas/{it}")
        assert (await manager.get("/access-log")).status_code == 404
    async with visiting(site, system.id("I1")) as auditor:
        first, again = await auditor.get("/access-log"), await auditor.get("/access-log")
        of_one = await sought(auditor, who=system.id("M1"), days="7")
        of_it = await sought(auditor, of=it)
        none = await sought(auditor, of=it, on__day="1", on__month="2", on__year="2021")

    assert "Sam Ortiz" in first.text
    assert "access log" in again.text.split("<tbody")[1]
    assert "refused: not permitted" in of_one
    assert "Peter Lang" not in of_one.split("<tbody")[1]
    assert lines(of_it) == 1
    assert "Nobody looked at that in these days." in none


async def test_it_is_paged_with_nothing_twice_and_comes_as_a_file(system: System, site: Site) -> None:
    stream = f"iqa-2026-27-Q3-{system.area}-P9-C9"
    await looked(system, "P9", stream, MANY)
    async with visiting(site, system.id("I1")) as auditor:
        at, seen = f"/access-log?who={system.id('P9')}&of={stream}&on={today()}", list[int]()
        while at:
            page = (await auditor.get(at)).text
            seen.append(lines(page))
            earlier = page.split('">Earlier looks</a>')[0].rpartition('href="')[2]
            at = earlier.replace("&amp;", "&") if "Earlier looks" in page else ""
        file = await auditor.get(f"/access-log/looks.csv?who={system.id('P9')}&of={stream}")
        strange = await auditor.get("/access-log?of=no-such-thing")
        unknown = await auditor.get("/access-log?name=Ortiz")
        twice = await auditor.get("/access-log?page=1&page=2")
        typed = await auditor.post("/access-log", who="Sam Ortiz", of="", days="1")

    assert seen == [200, 200, 50]
    assert file.headers["content-type"].startswith("text/csv")
    rows = file.text.splitlines()
    assert len(rows) == MANY + 1
    assert f",{stream},shown marks," in rows[1]
    assert [one.status_code for one in (strange, unknown, twice)] == [200, 422, 422]
    assert typed.status_code == 422
    assert "Write a staff id such as XN-P01" in typed.text
