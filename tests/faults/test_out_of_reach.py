"""A part that does not answer: the client says so in time, and repeating the command with its id is safe."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest

from clients import gateway
from clients.errors import Unreachable
from domain.iqa.commands import IqaEnvelope
from infra.errors import EngineOutOfReach
from tests.engines import OwnPostgres
from tests.faults.cases import insist, step_of
from tests.faults.machine import Machine, Part
from tests.faults.steps import SELECT, Seat, seats
from tests.servers import Database
from tests.system import GIVEN_UP_S, System, running_system


async def test_without_a_worker_the_client_gives_up_and_the_step_takes_effect_once_there_is_one(
    engine: str, database: Database
) -> None:
    async with running_system(engine, database, with_worker=False) as system:
        async with system.worker():
            iqa, envelope = await next_step(system)
        await gives_up(system, iqa, envelope)

        async with system.worker():
            await takes_effect_once(system, iqa, envelope)


async def test_without_a_database_the_client_gives_up_and_the_step_takes_effect_once_it_is_back(
    engine: str, own_postgres: OwnPostgres
) -> None:
    async with (
        own_postgres() as (postgres, database),
        running_system(engine, database) as system,
    ):
        iqa, envelope = await next_step(system)
        await postgres.stop()
        await gives_up(system, iqa, envelope)

        await postgres.start()
        await takes_effect_once(system, iqa, envelope)


@pytest.mark.parametrize(
    "part",
    [
        Part.SERVER,
        pytest.param(Part.WORKER, marks=pytest.mark.chaos),
        pytest.param(Part.DATABASE, marks=pytest.mark.chaos),
    ],
)
async def test_a_part_that_hangs_is_given_up_on_and_the_step_takes_effect_once_it_goes_on(
    machine: Machine, part: Part
) -> None:
    system = await machine.new_area()
    iqa, envelope = await next_step(system)
    async with machine.paused(part):
        await gives_up(system, iqa, envelope)

    await takes_effect_once(system, iqa, envelope)


async def test_a_server_that_is_not_there_is_told_at_once(system: System) -> None:
    with listening() as address:
        pass
    began = monotonic()

    with pytest.raises(EngineOutOfReach):
        await gateway.connect(
            system.settings.model_copy(update={"temporal": (("TEMPORAL_ADDRESS", address),)})
        )

    assert monotonic() - began < GIVEN_UP_S


async def test_a_server_that_never_says_anything_is_told_in_time(system: System) -> None:
    began = monotonic()

    with listening() as address, pytest.raises(EngineOutOfReach):
        await gateway.connect(
            system.settings.model_copy(update={"temporal": (("TEMPORAL_ADDRESS", address),)})
        )

    assert monotonic() - began < GIVEN_UP_S


async def next_step(system: System) -> tuple[str, IqaEnvelope]:
    """An open IQA, and the command that selects its case."""
    seat: Seat = seats(system)[0]
    iqa = await system.open(seat.prosecutor)
    return iqa, await step_of(seat, iqa, SELECT)


async def gives_up(system: System, iqa: str, envelope: IqaEnvelope) -> None:
    """Send a command to a system of which a part is away."""
    began = monotonic()
    with pytest.raises(Unreachable) as told:
        await gateway.Gateway(system.client, system.answer_to).send(iqa, envelope)
    assert monotonic() - began < GIVEN_UP_S
    assert told.value.command_id == envelope.command_id


async def takes_effect_once(system: System, iqa: str, envelope: IqaEnvelope) -> None:
    """Repeat the command, with the same id, on a system that is whole again."""
    answer = await insist(system, iqa, envelope)
    assert answer.command_id == envelope.command_id
    assert await system.kinds(iqa) == ["iqa_opened", "case_selected"]
    assert await system.read_rows(iqa) == await system.folded_rows(iqa)


@contextmanager
def listening() -> Iterator[str]:
    """The address of a socket that takes connections and never answers; nothing is there after leaving."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"127.0.0.1:{silent.getsockname()[1]}"
