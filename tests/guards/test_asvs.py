"""The table of the security standard: every number of levels 1 and 2 once, and whatever it names is there."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from tests.guards.tree import ROOT

NUMBERS: Final[Mapping[int, tuple[int, ...]]] = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, by chapter; each section begins with them."""

ALL: Final = 253
DOC: Final = ROOT / "docs" / "asvs.md"
_ROW: Final = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
_STATES: Final = {"met", "none here", "who runs it", "**short**"}
_PATH: Final = re.compile(r"`([\w./-]+)`")
_BELOW: Final = re.compile(r"\]\(#([\w-]+)\)")


def numbers() -> Iterator[str]:
    """Every number, in order."""
    for chapter, sections in NUMBERS.items():
        for section, count in enumerate(sections, 1):
            yield from (f"{chapter}.{section}.{n}" for n in range(1, count + 1))


def faults(text: str) -> list[str]:
    """What is wrong with a table: a number that is missing, comes twice or is unknown, and what is named in vain."""
    rows = _ROW.findall(text)
    found, wanted = [number for number, *_ in rows], list(numbers())
    wrong = [f"{one} is missing" for one in wanted if one not in found]
    wrong += [f"{one} is none of the standard's" for one in found if one not in wanted]
    wrong += [f"{one} stands there twice" for one in wanted if found.count(one) > 1]
    headings = {
        re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-")
        for one in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for number, _, state, how, shown in rows:
        if state not in _STATES:
            wrong.append(f"{number}: what is {state}?")
        if (
            state == "met"
            and not shown.strip()
            and not how.startswith("Python")
            and number not in _SAYS_ITSELF
        ):
            wrong.append(f"{number}: nothing shows it")
        wrong += [
            f"{number}: there is no {path}" for path in _PATH.findall(shown) if not (ROOT / path).exists()
        ]
        wrong += [
            f"{number}: nothing is written of {one}" for one in _BELOW.findall(how) if one not in headings
        ]
    return wrong


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


_SAYS_ITSELF: Final = {"6.4.2"}
"""What there is nothing to test of."""


def test_every_requirement_has_its_row_and_whatever_a_row_names_is_there() -> None:
    text = DOC.read_text(encoding="utf-8")

    assert len(list(numbers())) == ALL
    assert faults(text) == []


def test_where_it_falls_short_is_said_at_the_top() -> None:
    text = DOC.read_text(encoding="utf-8")
    short = [number for number, _, state, *_ in _ROW.findall(text) if state == "**short**"]
    top = text.partition("\n## ")[0]

    assert re.findall(r"\d+\.\d+\.\d+", top.partition("falls short")[2]) == short


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("", "1.1.1 is missing"),
        ("| 1.1.1 | x | met | y | `tests/web/test_posts.py` |\n" * 2, "1.1.1 stands there twice"),
        ("| 1.6.1 | x | met | y | `tests/web/test_posts.py` |", "1.6.1 is none of the standard's"),
        (
            "| 1.1.1 | x | met | y | `tests/web/test_nothing.py` |",
            "1.1.1: there is no tests/web/test_nothing.py",
        ),
        ("| 1.1.1 | x | met | y |  |", "1.1.1: nothing shows it"),
        ("| 1.1.1 | x | perhaps | y |  |", "1.1.1: what is perhaps?"),
        ("| 1.1.1 | x | met | [below](#nothing) | `README.md` |", "1.1.1: nothing is written of nothing"),
    ],
)
def test_a_table_with_a_fault_is_found_out(row: str, fault: str) -> None:
    assert fault in faults(row)


def test_the_script_of_the_pages_writes_text_alone_and_keeps_nothing_in_the_browser() -> None:
    [script] = (ROOT / "clients" / "web" / "static").glob("*.js")
    risky = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|localStorage|sessionStorage|indexedDB"
    )

    assert re.findall(risky, script.read_text(encoding="utf-8")) == []
