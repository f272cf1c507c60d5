"""What command, event, state and row share by name, held against each other: what is lost on the way."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin
from uuid import UUID

from pydantic import ValidationError

from domain.rows import Rows
from domain.values import Value

Different = Callable[[str], Any]

_DIFFERENT: Final[dict[Any, Different]] = {
    str: lambda name: f"told of {name}",
    int: lambda _: 23,
    date: lambda _: date(2026, 11, 19),
    time: lambda _: time(11, 5),
    datetime: lambda _: datetime(2026, 11, 19, 11, 5, tzinfo=UTC),
    UUID: lambda _: UUID(int=23),
}
"""By type a value that no example has."""

_OWN: Final = frozenset({"kind", "version", "at"})
"""Names that are each one's own."""


class Lost(NamedTuple):
    """A field that two share by name and that differs."""

    source: str
    target: str
    field: str

    def __str__(self) -> str:
        return f"{self.source}.{self.field} > {self.target}"


def variants(command: Value) -> Iterator[Value]:
    """The command again and again, each time with another value in one of its fields."""
    for name, field in type(command).model_fields.items():
        for value in _others(field.annotation, getattr(command, name), name):
            try:
                yield type(command).model_validate(command.model_dump() | {name: value})
            except ValidationError:
                continue


def _others(annotation: Any, now: object, name: str) -> Iterator[Any]:  # noqa: ANN401  a type is an object like any other
    """Values of a type that differ from what stands there."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is bool:
        yield not now
    elif annotation in _DIFFERENT:
        yield _DIFFERENT[annotation](name)
    elif origin is Annotated:
        yield from _others(arguments[0], now, name)
    elif origin in {Union, UnionType}:
        for argument in arguments:
            yield from _others(argument, now, name)
    elif origin is tuple:
        yield from ((one,) for one in _others(arguments[0], None, name))
    elif origin is not Literal and isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from (member for member in annotation if member is not now)


def lost_to_event(command: Value, events: Iterable[Value]) -> Iterator[Lost]:
    """What an event, or what it is made of, says otherwise than the command that led to it."""
    for event in events:
        for part in (event, *_parts(event, lists=False)):
            yield from _differences(command, part, type(event).__name__)


def lost_to_state(event: Value, before: Value | None, after: Value) -> Iterator[Lost]:
    """What a state, or what is new in it, says otherwise than the event that was folded in."""
    known = {repr(one) for one in _parts(before)} if before else set()
    new = [one for one in _parts(after) if repr(one) not in known]
    for source in (event, *_parts(event, lists=False)):
        for part in (after, *new):
            if type(part) is not type(source):
                yield from _differences(source, part, f"{type(part).__name__} after {type(event).__name__}")


def lost_to_row(state: Value, rows: Rows) -> Iterator[Lost]:
    """What a row says otherwise than the state that it shows, or the part of it that it lists."""
    for part in (state, *_parts(state, lists=False)):
        for iqa in rows.iqa:
            yield from _differences(part, iqa, type(iqa).__name__)
    listed = (*rows.waits, *rows.escalations, *rows.noted_conversations)
    for part in _parts(state):
        for row in (row for row in listed if _ids(part) & _ids(row)):
            yield from _differences(part, row, type(row).__name__)


def _ids(value: Value) -> set[tuple[str, str]]:
    """The ids that a value bears, under one name: a row that waits names the action that it is about its item."""
    named = {
        "escalation_id": "escalation",
        "conversation_id": "conversation",
        "action_id": "action",
        "item": "action",
    }
    inner = getattr(value, "action", None)
    found = {(kind, getattr(value, name, None)) for name, kind in named.items()}
    found |= _ids(inner) if isinstance(inner, Value) else set()
    return {(kind, one) for kind, one in found if one}


def _differences(source: Value, target: Value, called: str) -> Iterator[Lost]:
    shared = type(source).model_fields.keys() & type(target).model_fields.keys() - _OWN
    for name in sorted(shared):
        before, after = getattr(source, name), getattr(target, name)
        pairs = list(_pairs(before, after))
        if pairs:
            for one, other in pairs:
                yield from _differences(one, other, called)
        elif before != after:
            yield Lost(type(source).__name__, called, name)


def _pairs(before: object, after: object) -> Iterator[tuple[Value, Value]]:
    """Values that are listed in two places as models of two kinds, pair by pair."""
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            if isinstance(one, Value) and isinstance(other, Value) and type(one) is not type(other):
                yield one, other


def _parts(value: object, *, lists: bool = True) -> Iterator[Value]:
    """The values that a value is made of, at any depth."""
    if isinstance(value, Value):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if isinstance(inner, Value):
                yield inner
            yield from _parts(inner, lists=lists)
    elif isinstance(value, tuple) and lists:
        for one in value:
            if isinstance(one, Value):
                yield one
            yield from _parts(one, lists=lists)
