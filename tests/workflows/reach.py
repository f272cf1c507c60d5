"""What a replay runs: the code that is reached by calls from the workflows, read off the sources.

It begins at what the engine runs of a workflow (``run``, ``__init__``, Updates, Signals, Queries) and goes wherever a
name leads. Nobody asks of which class an object is: an attribute that is read leads to whatever has that name in any
class that was reached, which is too much rather than too little. Left out is what no replay runs: validators, to which
nothing refers; activities, of which the signature stays, since what they return is decoded; those functions of a kind
of stream that no workflow reads (``decide``, ``needs``, ``rows``); how an activity is tried and timed.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.guards.tree import ROOT, modules_of

ROOMS: Final = ("domain", "activities", "workflows")
LEFT_OUT: Final = frozenset({"workflows.options"})
"""Time-outs, retries and queues: a history tells how often an activity was tried, and a replay tries none."""

_HOOKS: Final = ("field_validator", "model_validator", "field_serializer", "model_serializer")
_RECORDS: Final = ("dataclass", "NamedTuple", "Protocol")
"""Classes that nothing decodes: the types of their fields say nothing to a history."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Part:
    """A function, a method, a constant, or a class with its fields, without what it says of itself."""

    file: str
    name: str
    node: ast.AST


@dataclass
class Module:
    """A module: what it defines, and where the names lead that it imports."""

    name: str
    file: str
    defines: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)


def reached(root: Path = ROOT) -> tuple[Part, ...]:
    """Every part that a replay of any workflow runs or decodes with, by file and line."""
    walk = _Walk({module.name: module for module in map(_module, _named(root))})
    return tuple(
        sorted(walk.parts(), key=lambda part: (part.file, part.name, getattr(part.node, "lineno", 0)))
    )


def _named(root: Path) -> Iterator[tuple[str, str, str]]:
    for path in modules_of(root, ROOMS):
        file = path.relative_to(root)
        name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        if name not in LEFT_OUT:
            yield name, file.as_posix(), path.read_text()


def _module(named: tuple[str, str, str]) -> Module:
    name, file, source = named
    module = Module(name, file)
    for statement in _Bare().visit(ast.parse(source)).body:
        match statement:
            case ast.Import(names=names):
                module.imports |= {one.asname or one.name: one.name for one in names}
            case ast.ImportFrom(module=str(origin), names=names):
                module.imports |= {one.asname or one.name: f"{origin}.{one.name}" for one in names}
            case (
                ast.FunctionDef(name=defined)
                | ast.AsyncFunctionDef(name=defined)
                | ast.ClassDef(name=defined)
            ):
                module.defines.setdefault(defined, []).append(statement)
            case ast.Assign(targets=[ast.Name(id=defined)]) | ast.AnnAssign(target=ast.Name(id=defined)):
                module.defines.setdefault(defined, []).append(statement)
            case _:
                pass
    return module


class _Bare(ast.NodeTransformer):
    """Takes away what no replay heeds: what is said of a thing, and types that decode nothing."""

    def __init__(self) -> None:
        self._decodes = False

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        return ast.copy_location(ast.Pass(), node) if _is_text(node.value) else self._inside(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        before, self._decodes = (
            self._decodes,
            not {*_names(node.decorator_list), *_names(node.bases)} & {*_RECORDS},
        )
        self.generic_visit(node)
        self._decodes = before
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.stmt:
        return self._function(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if not self._decodes:
            node.annotation = ast.Constant(None)
        return self._inside(node)

    def _function(self, node: Function) -> ast.stmt:
        spoken = {*_roots(node.decorator_list)}
        if not spoken & {"workflow", "activity"}:
            node.returns = None
            for each in ast.walk(node.args):
                if isinstance(each, ast.arg):
                    each.annotation = None
        if "activity" in spoken:
            node.body = [ast.Pass()]
        before, self._decodes = self._decodes, False
        self.generic_visit(node)
        self._decodes = before
        return node

    def _inside(self, node: ast.stmt) -> ast.stmt:
        self.generic_visit(node)
        return node


class _Walk:
    """Goes from part to part until nothing new is reached."""

    def __init__(self, modules: dict[str, Module]) -> None:
        self._modules = modules
        self._parts: dict[tuple[str, str, int], Part] = {}
        self._owners: list[tuple[Module, str, dict[str, list[ast.AST]]]] = []
        self._taken: set[tuple[str, str]] = set()
        self._read: set[str] = set()

    def parts(self) -> Sequence[Part]:
        """Begin at every workflow."""
        for module in self._modules.values():
            for name, statements in module.defines.items():
                if any(_is_workflow(one) for one in statements):
                    self._take(module, name)
        count = -1
        while count != len(self._parts):
            count = len(self._parts)
            for module, owner, members in tuple(self._owners):
                for name in members.keys() & self._read:
                    for node in members[name]:
                        self._add(module, f"{owner}.{name}", node)
        return tuple(self._parts.values())

    def _take(self, module: Module, name: str) -> None:
        """Take what a module's name stands for."""
        if (module.name, name) in self._taken:
            return
        self._taken.add((module.name, name))
        for node in module.defines[name]:
            match node:
                case ast.ClassDef():
                    self._class(module, node)
                case ast.Assign(value=ast.Call() as call) | ast.AnnAssign(value=ast.Call() as call) if (
                    self._is_table(module, call)
                ):
                    members: dict[str, list[ast.AST]] = {one.arg or "**": [one] for one in call.keywords}
                    self._owners.append((module, name, members))
                    self._add(module, name, call.func)
                case _ if not _is_overload(node):
                    self._add(module, name, node)

    def _class(self, module: Module, node: ast.ClassDef) -> None:
        """A class with its fields, and the methods that run by themselves; others when their name is read."""
        methods = _methods(node)
        members: dict[str, list[ast.AST]] = {}
        for one in methods:
            members.setdefault(one.name, []).append(one)
        self._owners.append((module, node.name, members))
        self._add(module, node.name, _fields(node))
        for one in filter(_runs_by_itself, methods):
            self._add(module, f"{node.name}.{one.name}", one)

    def _add(self, module: Module, name: str, node: ast.AST) -> None:
        """A part, and whatever it leads to."""
        if (module.file, name, id(node)) not in self._parts:
            self._parts[module.file, name, id(node)] = Part(module.file, name, node)
            self._follow(module, node)

    def _follow(self, module: Module, node: ast.AST) -> None:
        match node:
            case ast.Attribute(attr=attr):
                if self._leads(module, ast.unparse(node)):
                    return
                self._read.add(attr)
            case ast.Name(id=name, ctx=ast.Load()):
                self._leads(module, name)
            case ast.MatchClass(kwd_attrs=attributes):
                self._read.update(attributes)
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(attr)), *_]):
                self._read.add(attr)
            case _:
                pass
        for child in ast.iter_child_nodes(node):
            self._follow(module, child)

    def _leads(self, module: Module, dotted: str) -> bool:
        """Take what a dotted name stands for; tell whether it is more than an attribute of something."""
        found = self._find(module, dotted)
        if found is None:
            return False
        origin, name, attribute = found
        statement = origin.defines[name][0]
        activity = next(
            (one for one in _methods(statement) if one.name == attribute and _is_activity(one)), None
        )
        if activity:
            self._add(origin, f"{name}.{attribute}", activity)
            return True
        self._take(origin, name)
        return not attribute

    def _find(self, module: Module, dotted: str) -> tuple[Module, str, str] | None:
        """Where a dotted name is defined, and what is asked of it there."""
        first, _, rest = dotted.partition(".")
        if first in module.defines:
            return module, first, rest
        if first not in module.imports:
            return None
        whole = ".".join(filter(None, (module.imports[first], rest)))
        known = [name for name in self._modules if whole.startswith(f"{name}.")]
        if not known:
            return None
        origin = self._modules[max(known, key=len)]
        return self._find(origin, whole.removeprefix(f"{origin.name}."))

    def _is_table(self, module: Module, call: ast.Call) -> bool:
        """Whether a constant is a record of functions, of which only those that are read count."""
        found = self._find(module, ast.unparse(call.func))
        statement = found[0].defines[found[1]][0] if found else None
        return isinstance(statement, ast.ClassDef) and "dataclass" in _names(statement.decorator_list)


def _methods(statement: ast.stmt) -> list[Function]:
    body = statement.body if isinstance(statement, ast.ClassDef) else []
    return [one for one in body if isinstance(one, Function)]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_workflow(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) and "workflow.defn" in map(_dotted, node.decorator_list)


def _is_activity(node: Function) -> bool:
    return "activity" in _roots(node.decorator_list)


def _is_overload(node: ast.stmt) -> bool:
    return isinstance(node, Function) and "overload" in _names(node.decorator_list)


def _runs_by_itself(node: Function) -> bool:
    """Whether the engine, the decoder or the language calls it."""
    said = {*_names(node.decorator_list)}
    is_handler = "workflow" in _roots(node.decorator_list)
    return is_handler or bool(said & {*_HOOKS}) or (node.name.startswith("__") and node.name.endswith("__"))


def _dotted(node: ast.expr) -> str:
    """What a decorator or a base is called, whatever it is given."""
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return ast.unparse(node)


def _names(nodes: Sequence[ast.expr]) -> list[str]:
    return [_dotted(node).rpartition(".")[2] for node in nodes]


def _roots(nodes: Sequence[ast.expr]) -> list[str]:
    return [_dotted(node).partition(".")[0] for node in nodes]


def _fields(node: ast.ClassDef) -> ast.ClassDef:
    """A class without its methods; of an enum's member its code alone, since what else it says decodes nothing."""
    fields = [one for one in node.body if not isinstance(one, Function | ast.Pass)]
    if any(name.endswith("Enum") for name in _names(node.bases)):
        fields = [_code(one) for one in fields]
    copied = ast.ClassDef(node.name, node.bases, node.keywords, fields, node.decorator_list)
    return ast.copy_location(copied, node)


def _code(member: ast.stmt) -> ast.stmt:
    match member:
        case ast.Assign(targets=targets, value=ast.Call(args=[code, *_])):
            return ast.copy_location(ast.Assign(targets, code), member)
        case _:
            return member
