"""What somebody says in a command is used: a field that no rule reads would be asked for and lost."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeGuard

from domain.casework.procedures import PROCEDURES as OF_A_CASE
from domain.iqa.procedures import PROCEDURES as OF_AN_IQA
from domain.quarter.procedures import PROCEDURES as OF_A_QUARTER
from domain.values import Value
from tests.guards.test_closed_sets import module_of
from tests.guards.test_policy_read import inner
from tests.guards.tree import ROOT, modules_of

Read = tuple[type[Value], str]


_BY_NAME: Final = frozenset({"kind", "seen_version"})
"""What is read of whichever command has it."""


def read(tree: ast.AST, names: Mapping[str, Any]) -> Iterator[Read]:
    """The fields that are read of a model: in a function that is given one or asks for it, or in a pattern."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for given, name in _had(node):
                of_it = {one.attr for one in ast.walk(node) if _is_of(one, name)}
                yield from ((model, each) for model in inner(_told(given, names)) for each in of_it)
        elif isinstance(node, ast.MatchClass):
            yield from ((_told(node.cls, names), each) for each in node.kwd_attrs)


def _had(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, str]]:
    """Types, each with the name by which the function has hold of one."""
    yield from ((one.annotation, one.arg) for one in function.args.args if one.annotation)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            had, kind = node.args
            yield kind, ast.unparse(had)


def _is_of(node: ast.AST, name: str) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == name


def _told(written: ast.expr, names: Mapping[str, Any]) -> Any:  # noqa: ANN401  a type is an object like any other
    try:
        return eval(ast.unparse(written), dict(names))  # noqa: S307  our own source
    except NameError:  # a type that a local name stands for
        return None


def test_a_rule_reads_every_field_of_every_command() -> None:
    used = {
        each
        for path in modules_of(ROOT, ("domain",))
        for each in read(ast.parse(path.read_text(encoding="utf-8")), vars(module_of(path)))
    }
    unread = {
        f"{command.__module__}.{command.__name__}.{name}"
        for command in {*OF_A_CASE, *OF_AN_IQA, *OF_A_QUARTER}
        for name in command.model_fields
        if name not in _BY_NAME and (command, name) not in used
    }

    assert unread == set()


def test_a_planted_field_that_no_rule_reads_is_found_although_another_has_its_name() -> None:
    class Brew(Value):
        leaf: str
        note: str

    class Pour(Value):
        note: str

    planted = "def brew(command: Brew, on: int): return command.leaf\ndef pour(command: Pour): command.note\n"

    assert set(read(ast.parse(planted), {"Brew": Brew, "Pour": Pour})) == {(Brew, "leaf"), (Pour, "note")}
