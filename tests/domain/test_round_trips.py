"""Commands and events of every kind of stream keep their type on their way through the engine's own converter."""

from typing import Any, TypeVar, get_args
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.next_step import next_step
from domain.iqa.state import Iqa, Step
from domain.kinds import KINDS
from domain.stream import Await, Finish, Kind
from domain.values import Value
from tests.bdd import given
from tests.domain.strategies import INSTANTS, WORDS, instances
from tests.factories import a_closed_iqa, a_confirmed_iqa, a_fed_back_iqa, a_withdrawn_iqa

AnyKind = Kind[Any, Any, Any]
ID = UUID(int=7)

ValueT = TypeVar("ValueT", bound=Value)


def through_the_engine(value: ValueT) -> ValueT:
    converter = pydantic_data_converter.payload_converter
    [again] = converter.from_payloads(converter.to_payloads([value]), [type(value)])
    assert isinstance(again, type(value))
    return again


def members(carrier: str, field: str) -> list[Any]:
    """Each kind of stream with each of its commands, or each of its events."""
    return [
        pytest.param(kind, member, id=f"{kind.name}-{member.__name__}")
        for kind in KINDS
        for member in get_args(getattr(kind, carrier).model_fields[field].annotation)
    ]


@pytest.mark.parametrize(("kind", "command_type"), members("envelope", "command"))
@settings(max_examples=12)
@for_all(st.data())
def test_a_command_arrives_in_its_envelope_as_it_was_sent(
    kind: AnyKind, command_type: type[Value], data: st.DataObject
) -> None:
    command = data.draw(instances(command_type))

    envelope = through_the_engine(kind.envelope(command_id=ID, actor="XN-M01", command=command))

    assert type(envelope.command) is command_type
    assert envelope.command == command


@pytest.mark.parametrize(("kind", "event_type"), members("recorded", "event"))
@settings(max_examples=12)
@for_all(st.data())
def test_an_event_comes_back_as_it_was_recorded(
    kind: AnyKind, event_type: type[Value], data: st.DataObject
) -> None:
    recorded = kind.recorded(
        version=data.draw(st.integers(1, 10_000)),
        at=data.draw(INSTANTS),
        actor=data.draw(WORDS),
        command_id=ID,
        event=data.draw(instances(event_type)),
    )

    again = through_the_engine(recorded)

    assert type(again.event) is event_type
    assert again == recorded


@pytest.mark.parametrize("history", [a_confirmed_iqa(), a_fed_back_iqa(), a_withdrawn_iqa(), a_closed_iqa()])
def test_the_folded_state_and_what_is_waited_for_survive_too(history: tuple[e.IqaEvent, ...]) -> None:
    iqa = given(*history).iqa
    assert iqa is not None

    step = next_step(iqa)
    assert Iqa.model_validate_json(iqa.model_dump_json()) == iqa
    assert (Finish if iqa.closed_at else Await[Step]).model_validate_json(step.model_dump_json()) == step


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("body", [{"kind": "make_tea"}, {}, {"kind": None}, {"text": "no kind"}])
def test_a_command_of_an_unknown_or_missing_kind_is_refused(kind: AnyKind, body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        kind.envelope.model_validate({"command_id": ID, "actor": "XN-M01", "command": body})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("body", [{"kind": "tea_made"}, {}])
def test_an_event_of_an_unknown_or_missing_kind_is_refused(kind: AnyKind, body: dict[str, object]) -> None:
    envelope = {"version": 1, "at": "2026-11-10T10:00:00Z", "actor": "XN-M01", "command_id": ID}

    with pytest.raises(ValidationError):
        kind.recorded.model_validate(envelope | {"event": body})


def test_commands_of_the_same_shape_are_told_apart_by_their_kind() -> None:
    sent = c.IqaEnvelope(command_id=ID, actor="XN-P001", command=c.DisputeConversation(note="Not yet."))

    assert type(through_the_engine(sent).command) is c.DisputeConversation
