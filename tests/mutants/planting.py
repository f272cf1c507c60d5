"""The mutants of a module: each a small fault that somebody might make, planted in its source."""

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final, TypeVar

_OPPOSITES: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
"""A boundary moves by one, and what is not a boundary turns round."""

_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_NAMES: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SILENT: Final = ("assert_never", "workflow.logger.error")
"""What is called for nobody's decision."""

_TELLS: Final = ("description", "summary", "timeout_summary", "strict")
"""Arguments that tell a reader something, or an error what went wrong, and change nothing else."""

Node = TypeVar("Node", bound=ast.AST)
Item = TypeVar("Item")
Place = tuple[int, int, int, int]
"""The first line and column, and the last."""


@dataclass(frozen=True)
class Mutant:
    """One place in a module, and what stands there instead."""

    file: str
    place: Place
    after: str
    right: str

    @property
    def source(self) -> str:
        """The module with the fault in it."""
        start, stop = self._span
        whole = self.right.encode()
        return (whole[:start] + self.after.encode() + whole[stop:]).decode()

    @property
    def before(self) -> str:
        """What stands there."""
        start, stop = self._span
        return self.right.encode()[start:stop].decode()

    @property
    def _span(self) -> tuple[int, int]:
        row, column, last, end = self.place
        lines = self.right.encode().splitlines(keepends=True)
        return sum(map(len, lines[: row - 1])) + column, sum(map(len, lines[: last - 1])) + end

    @property
    def is_fault(self) -> bool:
        """Whether it is Python, and says something else."""
        try:
            return ast.dump(ast.parse(self.source)) != ast.dump(ast.parse(self.right))
        except SyntaxError:
            return False

    def __str__(self) -> str:
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{self.file}:{self.place[0]}\n    - {before}\n    + {after}"


def mutants(file: str, source: str, within: Callable[[ast.AST], bool] = lambda _: True) -> Iterator[Mutant]:
    """Every mutant of a module's source, of the nodes within what is asked about, by place."""
    tree = ast.parse(source)
    unseen, conditions = set(_unseen(tree)), set(_conditions(tree))
    nodes = (
        node for node in ast.walk(tree) if hasattr(node, "lineno") and node not in unseen and within(node)
    )
    for node in sorted(nodes, key=place):
        for changed in (*_changes(node), *_turned(node, conditions)):
            after = ast.unparse(changed)
            said = f"({after})" if isinstance(node, ast.expr) else after
            yield Mutant(file, place(node), said, source)


def place(node: ast.AST) -> Place:
    """Where a node stands."""
    first, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
    return first, column, getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def _unseen(tree: ast.AST) -> Iterator[ast.AST]:
    """What is no fault when the program runs: types, but for bounds within; and the parts of formatted text."""
    for node in ast.walk(tree):
        types: list[ast.expr | None] = []
        match node:
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns):
                types = [returns]
            case ast.arg(annotation=annotation) | ast.AnnAssign(annotation=annotation):
                types = [annotation]
            case ast.Assign(targets=[ast.Name()], value=ast.BinOp(op=ast.BitOr()) as union):
                types = [union]
            case ast.JoinedStr():
                yield from ast.walk(node)
            case _:
                pass
        within = (each for root in types if root for each in ast.walk(root))
        yield from (each for each in within if not isinstance(each, ast.Constant | ast.Call))


def _conditions(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
                yield test
            case ast.comprehension(ifs=tests):
                yield from tests
            case ast.match_case(guard=ast.expr() as guard):
                yield guard
            case _:
                pass


def _turned(node: ast.AST, conditions: Collection[ast.AST]) -> Iterator[ast.AST]:
    """A condition turned round, unless another fault does that."""
    if isinstance(node, ast.expr) and not isinstance(node, ast.Compare | ast.UnaryOp) and node in conditions:
        yield ast.UnaryOp(ast.Not(), node)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in place of a node."""
    yield from _other_values(node)
    yield from _other_operators(node)
    yield from _left_out(node)


def _other_values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
            yield ast.Constant(value - 1)
        case ast.Name(id=name, ctx=ast.Load()) if name in _NAMES:
            yield ast.Name(_NAMES[name])
        case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case _:
            pass


def _other_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _OPPOSITES:
            yield _with(node, ops=[_OPPOSITES[type(operator)]()])
        case ast.BoolOp(op=operator):
            yield _with(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield _with(node, op=_OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case _:
            pass


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    """An argument, an entry or a member left out, or a statement that only has an effect."""
    match node:
        case ast.Call(keywords=[_, *_] as keywords) if not _is_silent(node):
            told = [one for one in keywords if one.arg in _TELLS]
            others = [one for one in keywords if one.arg not in _TELLS]
            yield from (_with(node, keywords=[*each, *told]) for each in _one_less(others))
        case ast.Dict(keys=[_, *_] as keys, values=values):
            for each in _one_less(list(zip(keys, values, strict=True))):
                yield ast.Dict([key for key, _ in each], [value for _, value in each])
        case ast.Tuple(elts=[_, _, *_] as members) if any(isinstance(one, ast.Starred) for one in members):
            yield from (ast.Tuple(each) for each in _one_less(members))
        case ast.Expr(value=ast.Call() | ast.Await() as value) if not _is_silent(value):
            yield ast.Pass()
        case ast.AugAssign() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case _:
            pass


def _with(node: Node, **fields: object) -> Node:
    changed = deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _one_less(found: Sequence[Item]) -> Iterator[list[Item]]:
    yield from ([*found[:n], *found[n + 1 :]] for n in range(len(found)))


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_silent(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in _SILENT
