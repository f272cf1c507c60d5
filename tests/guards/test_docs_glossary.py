"""Every name that docs/glossary.md gives a word to exists in the code."""

import re

import pytest

from tests.guards.names import exists
from tests.guards.tree import PACKAGES, ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
NAMES = re.findall(rf"`((?:{'|'.join(PACKAGES)})\.[\w.]+)`", PAGE)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "planted",
    [
        "domain.iqa.state.Nothing",
        "domain.iqa.state.Iqa.colour",
        "domain.iqa.state.Iqa.area.colour",
        "domain.people.Role.KING",
        "domain.nowhere.Thing",
        "nowhere.Thing",
    ],
)
def test_a_planted_name_that_does_not_exist_is_found(planted: str) -> None:
    assert not exists(planted)


def test_there_are_names_to_look_for() -> None:
    assert len(NAMES) > 40


def builders_words(page: str) -> dict[str, str]:
    """The entries of the builders' words by their word."""
    _, _, section = page.partition("\n## The builders' words\n")
    return {
        entry[2:].partition("**")[0]: entry
        for entry in section.strip().split("\n\n")
        if entry.startswith("**")
    }


def faults(entry: str) -> list[str]:
    """What an entry lacks: a name in the code, two sentences, an example at the end."""
    told, _, example = " ".join(entry.split()).partition(" *")
    lacks = {
        "a name": not re.search(r"\(`[\w.]+`\)", told),
        "two sentences": len(re.findall(r"[.](?= |$)", re.sub(r"`[^`]*`", "", told))) != 2,
        "an example": not example.rstrip().endswith("*"),
    }
    return [what for what, is_missing in lacks.items() if is_missing]


@pytest.mark.parametrize("word", builders_words(PAGE))
def test_a_builders_word_has_two_sentences_and_an_example(word: str) -> None:
    assert faults(builders_words(PAGE)[word]) == []


def test_a_planted_entry_without_them_is_found() -> None:
    page = "\n## The builders' words\n\n**Tea** is hot.\n"

    assert faults(builders_words(page)["Tea"]) == ["a name", "two sentences", "an example"]
