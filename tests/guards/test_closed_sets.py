"""A member that is added to a closed set is forgotten nowhere: tables cover every member, and users ask its meaning."""

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from domain.assessment import Answer, Shown, Upheld
from domain.casework.sight import Reader as CaseReader
from domain.errors import See
from domain.iqa.sight import Reader
from domain.iqa.state import Step
from tests.guards.tree import ROOT, modules_of

PARTIAL: Final[Mapping[str, frozenset[str]]] = {
    # A plea of not guilty stands in nobody's way.
    "domain/iqa/eligibility.py": frozenset({"Plea.NOT_GUILTY", "Plea.NOT_GUILTY_ANTICIPATED"}),
    # What somebody is told or draws is looked up elsewhere; only people are in this table.
    "domain/iqa/access.py": frozenset({"Relation.SAMPLER", "Relation.SYSTEM", "Relation.TOLD"}),
    # Whoever is not named may not read it; each member is left out of some table on purpose.
    "domain/iqa/sight.py": frozenset(f"Reader.{name}" for name in Reader.__members__),
    "domain/casework/sight.py": frozenset(f"Reader.{name}" for name in CaseReader.__members__),
    "domain/quarter/sight.py": frozenset(
        {"Role.PROSECUTOR", "Role.LEGAL_MANAGER", "Role.SENIOR_MANAGER", "Role.ADMINISTRATOR"}
    ),
    # The others wait on a case, or for nobody.
    "clients/web/pages/ways.py": frozenset(f"Step.{name}" for name in Step.__members__)
    - {
        "Step.SELECT",
        "Step.MARK",
        "Step.CONVERSE",
        "Step.CONFIRM_CONVERSATION",
        "Step.RECORD_ACTIONS",
        "Step.ACTION",
        "Step.ANSWER_QUERY",
        "Step.DIP_SAMPLE",
        "Step.FEEDBACK",
        "Step.ACKNOWLEDGE",
        "Step.REVISE",
        "Step.DEVELOPMENT",
        "Step.MANAGER_TALK",
    },
    # The other members are views, which a remedy names by themselves.
    "clients/cli/frame/ways.py": frozenset(f"See.{name}" for name in See.__members__)
    - {"See.REPLACE", "See.URGENT_ACTION"},
}
"""Modules with a table that names some members only, and the members that one of their tables leaves out."""

ASKED: Final = {each.__name__: each for each in (Answer, Shown, Upheld)}
"""Closed sets whose members say themselves what they mean: nobody else compares with one."""


def enum_of(node: ast.expr | None, module: ModuleType) -> tuple[type[Enum], str] | None:
    """The closed set and the name of its member that ``Set.MEMBER`` stands for."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return None
    found = getattr(module, node.value.id, None)
    is_member = isinstance(found, type) and issubclass(found, Enum) and node.attr in found.__members__
    return (found, node.attr) if is_member and isinstance(found, type) else None


def gaps(tree: ast.AST, module: ModuleType) -> Iterator[str]:
    """The members that a table keyed by a closed set leaves out, as ``Set.MEMBER``."""
    for node in (node for node in ast.walk(tree) if isinstance(node, ast.Dict)):
        keys = [enum_of(key, module) for key in node.keys]
        sets = {key[0] for key in keys if key}
        if len(sets) == 1 and all(keys):
            [kind] = sets
            missing = set(kind.__members__) - {key[1] for key in keys if key}
            yield from (f"{kind.__name__}.{name}" for name in sorted(missing))


def judged(tree: ast.AST) -> Iterator[str]:
    """Where a member is compared with, or matched, whose meaning one should ask."""
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        inside = (one for part in parts for one in ast.walk(part))
        names = (one for one in inside if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name))
        yield from (ast.unparse(one) for one in names if ast.unparse(one.value) in ASKED)


def module_of(path: Path) -> ModuleType:
    return import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize("path", modules_of(ROOT), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_table_keyed_by_a_closed_set_has_every_member(path: Path) -> None:
    found = set(gaps(ast.parse(path.read_text(encoding="utf-8")), module_of(path)))

    assert found == PARTIAL.get(path.relative_to(ROOT).as_posix(), frozenset())


def test_what_a_member_means_is_asked_and_not_judged_elsewhere() -> None:
    own = {kind.__module__ for kind in ASKED.values()}
    found = {
        path.relative_to(ROOT).as_posix(): list(judged(ast.parse(path.read_text(encoding="utf-8"))))
        for path in modules_of(ROOT)
        if module_of(path).__name__ not in own
    }

    assert {name: members for name, members in found.items() if members} == {}


def test_a_planted_table_with_a_gap_and_a_planted_judgement_are_found() -> None:
    class Tea(Enum):
        BLACK = "black"
        GREEN = "green"

    planted = "T = {Tea.BLACK: 1}\nif a is Answer.YES or a in (Shown.YES, b):\n    pass\n"
    module = ModuleType("planted")
    module.__dict__["Tea"] = Tea

    assert list(gaps(ast.parse(planted), module)) == ["Tea.GREEN"]
    assert list(judged(ast.parse(planted))) == ["Answer.YES", "Shown.YES"]
