"""The catalogue of events, walked: each field of each event is told in words, or left out on purpose."""

import types
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from clients.desk.events import EVENTS
from clients.desk.telling.fields import UNTOLD, Beside, Table, details, texts, told
from clients.desk.telling.lines import TABLES
from domain.assessment import CaseAction, DevelopmentAction
from domain.casework import events as case
from domain.escalations import EscalationAcknowledged
from domain.iqa import events as iqa
from domain.kinds import KINDS
from domain.quarter import events as quarter
from domain.values import Line, Note, Value

MEMBERS: Final = {
    "iqa": get_args(iqa.IqaEvent),
    "case": get_args(case.CaseEvent),
    "quarter": get_args(quarter.QuarterEvent),
}
CATALOGUE: Final = [(name, event) for name, events in MEMBERS.items() for event in events]
WITHIN: Final = {(CaseAction, "due_on"), (DevelopmentAction, "due")}
"""What is not told of a value within an event, since the event or the value says it otherwise: when it is due."""
SHOWN_ELSEWHERE: Final = {
    ("iqa", "case_drawn", "pool_hash"),
    ("iqa", "case_drawn", "chance"),
    ("iqa", "case_selected", "presets"),
    ("iqa", "prompt_answered", "words"),
    ("quarter", "week_reviewed", "managers"),
    ("quarter", "week_reviewed", "pattern"),
    ("quarter", "quarter_closed", "report"),
    *((name, "escalation_raised", "escalation_id") for name in MEMBERS),
}
"""The fields that no story tells, by hand."""

_PAIRS: Final[dict[str, tuple[Any, Any]]] = {
    "deadline": ("converse", "action:a1"),
    "about": ("empty_phrase", "same_comment"),
}
_SIMPLE: Final[dict[Any, tuple[Any, Any]]] = {
    int: (1, 2),
    bool: (False, True),
    str: ("one", "two"),
    float: (1.5, 2.5),
    datetime: (datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 3, 9, tzinfo=UTC)),
    date: (date(2026, 11, 2), date(2026, 11, 3)),
    time: (time(9), time(10)),
}

_WRITTEN: Final = (Note, Line)


class Knows:
    """A state that knows no escalation and no prompt, so that each is told by its id."""

    escalations = ()
    prompts = ()


def bare(annotation: Any) -> Any:  # noqa: ANN401  types as the models have them
    """A type without what is said of it, and without None."""
    if annotation in _WRITTEN:
        return annotation
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in {Union, types.UnionType}:
        return bare(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def samples(
    name: str,
    annotation: Any,  # noqa: ANN401  as above
) -> Iterator[tuple[Any, tuple[type, str] | None]]:
    """A value for a field, then others that differ from it in one place each, with the place."""
    kind = bare(annotation)
    if name in _PAIRS and kind is str:
        yield from ((each, None) for each in _PAIRS[name])
    elif kind in _WRITTEN:
        yield from ((each, None) for each in ("written so", "written otherwise"))
    elif get_origin(kind) is tuple:
        yield from (((each,), place) for each, place in samples(name, get_args(kind)[0]))
    elif issubclass(kind, Value):
        yield from ((value, place) for value, place in values(kind))
    elif issubclass(kind, Enum):
        yield from ((each, None) for each in list(kind)[:3])
    else:
        yield from ((each, None) for each in _SIMPLE[kind])


def values(kind: type[Value]) -> Iterator[tuple[Value, tuple[type, str]]]:
    """A value with every field, then others that differ from it in one field each."""
    fields = {name: list(samples(name, one)) for name, one in shown(kind).items()}
    first = {name: found[0][0] for name, found in fields.items()}
    yield kind.model_validate(first), (kind, "")
    for name, found in fields.items():
        for other, place in found[1:]:
            yield kind.model_validate(first | {name: other}), place or (kind, name)


def shown(kind: type[Value]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind.model_fields if get_origin(hints[name]) is not Literal}


def said(table: Table, event: Value) -> tuple[str, tuple[str, ...]]:
    """The event as it is told: its details, and what people wrote."""
    by = Beside(Knows())
    written = (f"{one.about}: {one.text}" for one in texts(table, event, by))
    return details(table, event, by, reasons=True), tuple(written)


def untold(table: Table, event: type[Value]) -> set[str]:
    """The fields of an event that its table does not tell, though it does not say so."""
    first = {name: next(samples(name, one))[0] for name, one in shown(event).items()}
    found: set[str] = set()
    for name, one in shown(event).items():
        field = table[event][name]
        for other, place in list(samples(name, one))[1:]:
            alike = said(table, event.model_validate(first)) == said(
                table, event.model_validate(first | {name: other})
            )
            if alike and field is not UNTOLD and not field.counted and place not in WITHIN:
                found.add(f"{name}{place or ''}")
    return found


def test_there_is_a_table_for_each_kind_of_stream() -> None:
    assert set(TABLES) == set(MEMBERS) == {kind.name for kind in KINDS}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_table_holds_every_event_of_its_kind_of_stream_and_no_other(name: str) -> None:
    assert set(TABLES[name]) == set(MEMBERS[name])


def test_every_event_has_a_headline_and_no_headline_is_of_none() -> None:
    assert set(EVENTS) == {event.model_fields["kind"].default for _, event in CATALOGUE}


@pytest.mark.parametrize(("name", "event"), CATALOGUE, ids=lambda one: getattr(one, "__name__", one))
def test_a_table_names_every_field_of_an_event(name: str, event: type[Value]) -> None:
    assert set(TABLES[name][event]) == set(shown(event))


@pytest.mark.parametrize(("name", "event"), CATALOGUE, ids=lambda one: getattr(one, "__name__", one))
def test_whatever_differs_in_an_event_is_told_unless_the_table_leaves_it_out(
    name: str, event: type[Value]
) -> None:
    assert untold(TABLES[name], event) == set()


def test_what_is_left_out_is_what_other_views_show() -> None:
    left_out = {
        (name, event.model_fields["kind"].default, field)
        for name, event in CATALOGUE
        for field, how in TABLES[name][event].items()
        if how is UNTOLD
    }

    assert left_out == SHOWN_ELSEWHERE


def test_what_is_counted_differs_by_its_number() -> None:
    one, two = (quarter.Told(telling_ids=ids) for ids in (("t1",), ("t1", "t2")))

    assert said(TABLES["quarter"], one) != said(TABLES["quarter"], two)


def test_a_field_that_a_table_says_to_tell_and_does_not_is_found() -> None:
    table: Table = {EscalationAcknowledged: {"escalation_id": told(), "by": told(), "will_do": told("much")}}

    assert untold(table, EscalationAcknowledged) == {"will_do"}


@pytest.mark.parametrize(("name", "event"), CATALOGUE, ids=lambda one: getattr(one, "__name__", one))
def test_a_line_holds_neither_a_code_nor_what_somebody_wrote(name: str, event: type[Value]) -> None:
    first = {field: next(samples(field, one))[0] for field, one in shown(event).items()}
    line, _ = said(TABLES[name], event.model_validate(first))

    assert "_" not in line
    assert "written" not in line
    assert "2026-11-02" not in line
    assert "None" not in line
