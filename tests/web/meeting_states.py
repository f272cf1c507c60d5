"""What a test met on the pages, page by page: each stands in the table of states, or the test fails."""

from collections.abc import Iterator

import pytest

from clients.web.frame import render
from clients.web.frame.render import Page, Shell
from tests.web.states.table import rows, without_a_row


@pytest.fixture(autouse=True)
def met(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Page]]:
    """Every page that the site shows in this test; whoever plants one that is in no row takes it out again."""
    pages: list[Page] = []
    as_html = render.html

    def meets(page: Page, shell: Shell) -> str:
        pages.append(page)
        return as_html(page, shell)

    monkeypatch.setattr(render, "html", meets)
    yield pages
    missing = without_a_row(pages, rows())
    assert not missing, "In no row of tests/web/states:\n" + "\n".join(missing)
