"""One visit of a page in one state: all that is looked at on it, and its faults in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, FloatRect, Page, ViewportSize

from tests.web.png import small
from tests.web.states.row import Row

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOKS: Final = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
_WIDE: Final[ViewportSize] = {"width": 1280, "height": 900}
_NARROW: Final[ViewportSize] = {"width": 320, "height": 900}
_IN_DOCS: Final[ViewportSize] = {"width": 800, "height": 300}
_HIGHEST: Final = 1100
SERVICE: Final = " – Individual Quality Assessments"
"""What ends every title."""


async def takes_along(context: BrowserContext) -> None:
    """Let every page of a browser have from its beginning what it is looked at with."""
    for script in (Axe().axe_script, _LOOKS):
        await context.add_init_script(script)


async def visited(page: Page, row: Row, pictures: Path | None) -> list[str]:
    """Look at a page that is open: wide, narrow, with large text, with its reader's own colours; say its faults."""
    await _sized(page, _WIDE)
    await _picture(page, row, "", pictures)
    faults = [*_title(row, await page.title()), *await page.evaluate("looks.parts()")]
    faults += await broken(page)
    await _sized(page, _NARROW)
    faults += await page.evaluate("looks.width(320)")
    await _picture(page, row, "narrow", pictures)
    await _sized(page, _WIDE)
    faults += await page.evaluate("[...looks.twice(), ...looks.width(1280)]")
    await _picture(page, row, "large", pictures)
    await page.evaluate("looks.once()")
    await page.emulate_media(forced_colors="active")
    faults += await page.evaluate("looks.forced()")
    await _picture(page, row, "forced", pictures)
    await page.emulate_media(forced_colors="none")
    return faults


def _title(row: Row, title: str) -> Iterator[str]:
    told = "Error: " if row.page.stopped else ""
    if title != f"{told}{row.page.title}{SERVICE}":
        yield f"the title is {title!r}"


async def _sized(page: Page, size: ViewportSize) -> None:
    if page.viewport_size != size:
        await page.set_viewport_size(size)


async def broken(page: Page) -> list[str]:
    """What breaks one of the rules (WCAG 2.2 AA), and what axe cannot decide where nobody said why it is well.

    With forced colours it would say nothing: their reader chose them, and the browser draws them unseen by axe.
    """
    found = await page.evaluate("options => looks.axe(options)", {"runOnly": RULES})
    undecided = [one for one in found["incomplete"] if not _of_a_picture(one)]
    return [
        *(f"{one['id']}: {_where(one)}" for one in found["violations"]),
        *(f"undecided, {one['id']}: {_where(one)}" for one in undecided),
    ]


def _of_a_picture(found: dict[str, Any]) -> bool:
    """Whether it is about words in pictures alone: axe sees no ground there, and they stand on the page's own."""
    return found["id"] == "color-contrast" and all(one["html"].startswith("<text ") for one in found["nodes"])


def _where(found: dict[str, Any]) -> str:
    return "; ".join(f"{one['target']} {' '.join(one['says'])}" for one in found["nodes"][:3])


async def _picture(page: Page, row: Row, kind: str, pictures: Path | None) -> None:
    if pictures:
        name = "-".join(filter(None, (row.id.replace(": ", "-").replace(" ", "-").replace(",", ""), kind)))
        await page.screenshot(path=pictures / f"{name}.png", full_page=True)


async def drawn(page: Page) -> bytes:
    """The picture of a page for the docs: as it begins, and as wide as half a screen."""
    await page.set_viewport_size(_IN_DOCS)
    high = await page.evaluate("document.documentElement.scrollHeight")
    clip: FloatRect = {"x": 0, "y": 0, "width": _IN_DOCS["width"], "height": min(high, _HIGHEST)}
    return small(await page.screenshot(full_page=True, clip=clip))
