"""Commands and events keep their type on their way through the engine's own data converter."""

from typing import TypeVar, get_args
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
from domain.stream import Await, Finish
from domain.values import Value
from tests.bdd import given
from tests.domain.iqa.strategies import INSTANTS, WORDS, instances
from tests.factories import a_closed_iqa, a_confirmed_iqa, a_fed_back_iqa, a_withdrawn_iqa

COMMANDS: tuple[type[c.IqaCommand], ...] = get_args(c.IqaCommand)
EVENTS: tuple[type[e.IqaEvent], ...] = get_args(e.IqaEvent)
ID = UUID(int=7)

ValueT = TypeVar("ValueT", bound=Value)


def through_the_engine(value: ValueT) -> ValueT:
    converter = pydantic_data_converter.payload_converter
    [again] = converter.from_payloads(converter.to_payloads([value]), [type(value)])
    assert isinstance(again, type(value))
    return again


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
@settings(max_examples=12)
@for_all(st.data())
def test_a_command_arrives_in_its_envelope_as_it_was_sent(
    kind: type[c.IqaCommand], data: st.DataObject
) -> None:
    command = data.draw(instances(kind))

    envelope = through_the_engine(c.IqaEnvelope(command_id=ID, actor="XN-M01", command=command))

    assert type(envelope.command) is kind
    assert envelope.command == command


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@settings(max_examples=12)
@for_all(st.data())
def test_an_event_comes_back_as_it_was_recorded(kind: type[e.IqaEvent], data: st.DataObject) -> None:
    recorded = e.RecordedIqaEvent(
        version=data.draw(st.integers(1, 10_000)),
        at=data.draw(INSTANTS),
        actor=data.draw(WORDS),
        command_id=ID,
        event=data.draw(instances(kind)),
    )

    again = through_the_engine(recorded)

    assert type(again.event) is kind
    assert again == recorded


@pytest.mark.parametrize("history", [a_confirmed_iqa(), a_fed_back_iqa(), a_withdrawn_iqa(), a_closed_iqa()])
def test_the_folded_state_and_what_is_waited_for_survive_too(history: tuple[e.IqaEvent, ...]) -> None:
    iqa = given(*history).iqa
    assert iqa is not None

    step = next_step(iqa)
    assert Iqa.model_validate_json(iqa.model_dump_json()) == iqa
    assert (Finish if iqa.closed_at else Await[Step]).model_validate_json(step.model_dump_json()) == step


@pytest.mark.parametrize("body", [{"kind": "make_tea"}, {}, {"kind": None}, {"text": "no kind"}])
def test_a_command_of_an_unknown_or_missing_kind_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        c.IqaEnvelope.model_validate({"command_id": ID, "actor": "XN-M01", "command": body})


@pytest.mark.parametrize("body", [{"kind": "tea_made"}, {}])
def test_an_event_of_an_unknown_or_missing_kind_is_refused(body: dict[str, object]) -> None:
    envelope = {"version": 1, "at": "2026-11-10T10:00:00Z", "actor": "XN-M01", "command_id": ID}

    with pytest.raises(ValidationError):
        e.RecordedIqaEvent.model_validate(envelope | {"event": body})


def test_commands_of_the_same_shape_are_told_apart_by_their_kind() -> None:
    sent = c.IqaEnvelope(command_id=ID, actor="XN-P001", command=c.DisputeConversation(note="Not yet."))

    assert type(through_the_engine(sent).command) is c.DisputeConversation
