"""What a fold changes of a state is checked by the type checker, against the state's own fields."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TypedDict, get_overloads, get_type_hints

import pytest

import domain.casework.changes
import domain.iqa.changes
import domain.quarter.changes
from domain.casework.state import CaseNotes
from domain.iqa.state import Iqa
from domain.kinds import KINDS
from domain.quarter.state import AreaQuarter
from domain.values import Value
from tests.guards.tree import ROOT, sources

MODULES = (domain.iqa.changes, domain.quarter.changes, domain.casework.changes)
STATES = (Iqa, AreaQuarter, CaseNotes)


def pairs(module: ModuleType) -> Iterator[tuple[type[Value], type]]:
    """Each model that ``changed`` takes, and the fields of it that can change."""
    for overload in get_overloads(module.changed):
        hints = get_type_hints(overload)
        yield hints["value"], hints["changes"]


def unlike(model: type[Value], changes: type) -> list[str]:
    """The names that the model does not have, or has with another type."""
    own = get_type_hints(model)
    return [name for name, kind in get_type_hints(changes).items() if own.get(name) != kind]


def copies(source: str) -> list[int]:
    """The lines on which a model is copied past the types."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = ((call.lineno, call.func) for call in calls)
    return [line for line, name in names if isinstance(name, ast.Attribute) and name.attr == "model_copy"]


def folds() -> list[Path]:
    """The modules that fold events, of every kind of stream."""
    rooms = {Path(module.__file__ or "").parent for module in MODULES}
    return [
        path
        for path in sources()
        if (path.name == "evolve.py" and path.parent in rooms)
        or (path.parent.name == "folds" and path.parent.parent in rooms)
    ]


@pytest.mark.parametrize(
    ("model", "changes"),
    [pair for module in MODULES for pair in pairs(module)],
    ids=lambda each: each.__name__,
)
def test_what_can_change_of_a_model_are_its_fields_with_their_types(
    model: type[Value], changes: type
) -> None:
    assert get_type_hints(changes)
    assert unlike(model, changes) == []


@pytest.mark.parametrize(("module", "state"), list(zip(MODULES, STATES, strict=True)))
def test_the_state_of_each_kind_is_among_them(module: ModuleType, state: type[Value]) -> None:
    assert state in dict(pairs(module))


@pytest.mark.parametrize("path", folds(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_fold_copies_nothing_past_the_types(path: Path) -> None:
    assert copies(path.read_text()) == []


def test_every_kind_of_stream_folds() -> None:
    assert len(MODULES) == len(KINDS)
    assert {path.parent.name for path in folds()} >= {"iqa", "quarter", "casework"}


def test_a_planted_field_and_a_planted_copy_are_found() -> None:
    class Tea(Value):
        sugar: int
        milk: bool = False

    class TeaChanges(TypedDict, total=False):
        sugar: str
        milk: bool
        lemon: bool

    assert unlike(Tea, TeaChanges) == ["sugar", "lemon"]
    assert copies("def evolve(tea):\n    return tea.model_copy(update={})\n") == [2]
