"""Every name that docs/glossary.md gives a word to exists in the code."""

import re
from importlib import import_module

import pytest
from pydantic import BaseModel

from tests.guards.tree import ROOT

NAMES = re.findall(r"`(domain\.[\w.]+)`", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))


def exists(name: str) -> bool:
    """Whether a dotted name is that of a class, or of a field, property, method or member of one."""
    *module, found = name.split(".")
    if not found[0].isupper():
        return _has(name.removesuffix(f".{found}"), found)
    try:
        return hasattr(import_module(".".join(module)), found)
    except ModuleNotFoundError:
        return _has(".".join(module), found)


def _has(owner: str, attribute: str) -> bool:
    module, _, name = owner.rpartition(".")
    holder = getattr(import_module(module), name)
    fields = holder.model_fields if issubclass(holder, BaseModel) else {}
    return attribute in fields or hasattr(holder, attribute)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize(
    "planted", ["domain.iqa.state.Nothing", "domain.iqa.state.Iqa.colour", "domain.people.Role.KING"]
)
def test_a_planted_name_that_does_not_exist_is_found(planted: str) -> None:
    assert not exists(planted)


def test_there_are_names_to_look_for() -> None:
    assert len(NAMES) > 40
