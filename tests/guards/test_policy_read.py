"""Every leaf of the local policy is read by something: what policy promises is done, or does not stand there."""

import ast
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, get_args

from domain.policy import Policy
from domain.values import Value
from tests.guards.tree import sources

_CHECKS: Final = {"model_validator", "field_validator"}


class Leaf(NamedTuple):
    """A field of policy that holds a value, with the names by which code has hold of the model that it is in."""

    owner: str
    name: str
    held_by: frozenset[str]

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}"


def inner(annotation: object) -> Iterator[type[Value]]:
    """The models that a field holds, however deep in its type they stand."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for argument in get_args(annotation):
        yield from inner(argument)


def leaves(model: type[Value], held_by: Iterable[str] = ("policy",)) -> Iterator[Leaf]:
    holders = frozenset({model.__name__, *held_by})
    for name, field in model.model_fields.items():
        models = list(inner(field.annotation))
        if not models:
            yield Leaf(model.__name__, name, holders)
        for one in models:
            yield from leaves(one, {name})


def is_check(node: ast.AST) -> bool:
    """Whether a function only judges the file: what nothing but a check looks at changes nothing."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    names = {ast.unparse(one.func if isinstance(one, ast.Call) else one) for one in decorators}
    return bool(names & _CHECKS)


def walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        if not is_check(child):
            yield from walk(child)


def names_in(node: ast.AST) -> set[str]:
    """The names of whatever a piece of source has to do with."""
    nodes = list(walk(node))
    names = {one.id for one in nodes if isinstance(one, ast.Name)}
    names |= {one.attr for one in nodes if isinstance(one, ast.Attribute)}
    return names | {one.name for one in nodes if isinstance(one, ast.ClassDef | ast.alias)}


def given_by(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """By the name of a type: the functions that return such a thing, and other names of the type."""
    found: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.FunctionDef) and node.returns:
            given, about = node.name, names_in(node.returns)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given, about = node.targets[0].id, names_in(node.value)
        else:
            continue
        for name in about:
            found.setdefault(name, set()).add(given)
    return found


def unread(policy: type[Value], texts: Iterable[str]) -> list[str]:
    """The leaves that no module reads which has hold of their owner: by its name, its field's, or a function's."""
    trees = [ast.parse(text) for text in texts]
    found, gives = set(leaves(policy)), given_by(trees)
    for tree in trees:
        read = {one.attr for one in walk(tree) if isinstance(one, ast.Attribute)}
        names = names_in(tree)
        found -= {
            leaf
            for leaf in found
            if leaf.name in read and (leaf.held_by | gives.get(leaf.owner, set())) & names
        }
    return sorted(map(str, found))


def test_every_leaf_of_policy_is_read() -> None:
    assert len(set(leaves(Policy))) > 60
    assert unread(Policy, (path.read_text(encoding="utf-8") for path in sources())) == []


def test_planted_leaves_that_nothing_reads_are_found_whatever_else_has_their_name() -> None:
    class Rung(Value):
        after: int
        by: str

    class Tea(Value):
        rungs: tuple[Rung, ...]
        milk: bool
        sugar: int

    reader = (
        "def climb(rungs):\n    return rungs[0].after\ndef raised(policy):\n    return climb(policy.rungs)\n"
    )
    stranger = "def taken_on(one):\n    return one.by\n"
    check = (
        "class Tea:\n    @model_validator(mode='after')\n    def _fits(self):\n        return self.sugar\n"
    )

    assert unread(Tea, [reader, stranger, check]) == ["Rung.by", "Tea.milk", "Tea.sugar"]
