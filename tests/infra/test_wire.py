"""What goes to the engine's server is converted by one converter, and compressed only where there is a wire."""

import pytest
from temporalio.client import GrpcCompression
from temporalio.converter import WorkflowSerializationContext

from domain.stream import CatchUp
from infra.temporal.connection import IqaPlugin
from infra.temporal.wire import CONVERTER, compression


def test_every_run_has_the_same_converter() -> None:
    first, second = (CONVERTER.payload_converter_class() for _ in range(2))

    assert first is second
    assert IqaPlugin().data_converter is CONVERTER


def test_no_context_makes_another_one() -> None:
    context = WorkflowSerializationContext("default", "iqa-1")

    assert CONVERTER.with_context(context) is CONVERTER


def test_a_model_goes_there_and_back() -> None:
    converter = CONVERTER.payload_converter
    sent = converter.to_payloads([CatchUp()])

    assert sent[0].data == b'{"kind":"catch_up"}'
    assert converter.from_payloads(sent, [CatchUp]) == [CatchUp()]


@pytest.mark.parametrize("address", ["127.0.0.1:7233", "127.1.2.3:7233", "localhost:7233", "[::1]:7233"])
def test_what_stays_on_the_machine_is_not_compressed(address: str) -> None:
    assert compression(address) is GrpcCompression.NONE


@pytest.mark.parametrize("address", ["temporal.example.test:7233", "10.0.0.7:7233", "[2001:db8::1]:7233"])
def test_what_goes_over_a_wire_is_compressed(address: str) -> None:
    assert compression(address) is GrpcCompression.GZIP
