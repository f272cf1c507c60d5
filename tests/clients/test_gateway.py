"""The gateway: one answer for each command, whatever becomes of its workflow."""

from datetime import timedelta
from uuid import UUID

import pytest

from clients.command_ids import new_command_id
from clients.errors import CommandRefused, Unreachable
from clients.gateway import Gateway, connect
from domain.errors import Reason, Refused
from domain.iqa.commands import Comment, IqaEnvelope, ReplaceCase
from domain.stream import Answer
from infra.errors import EngineOutOfReach
from infra.settings import Settings
from tests.system import System


def envelope(system: System, command: Comment | ReplaceCase, command_id: UUID | None = None) -> IqaEnvelope:
    return IqaEnvelope(command_id=command_id or new_command_id(), actor=system.id("P1"), command=command)


async def nothing(_stream: str, _command_id: UUID) -> Answer | Refused | None:
    return None


async def test_a_command_for_what_is_not_running_is_looked_up_in_the_ledger(system: System) -> None:
    asked = envelope(system, Comment(text="t"))

    async def earlier(_stream: str, command_id: UUID) -> Answer | Refused | None:
        return Answer(command_id=command_id, command_hash="another", events=(), version=1)

    async def refused(_stream: str, _command_id: UUID) -> Answer | Refused | None:
        return Refused(reason=Reason.NOT_OPEN)

    for known, reason in (
        (earlier, Reason.COMMAND_ID_REUSED),
        (refused, Reason.NOT_OPEN),
        (nothing, Reason.IQA_CLOSED),
    ):
        with pytest.raises(CommandRefused) as caught:
            await Gateway(system.client, known).send("iqa-nowhere", asked)
        assert caught.value.refused.reason is reason


async def test_without_a_worker_a_command_ends_as_soon_as_patience_does(system: System) -> None:
    it = system.new_iqa("P1")
    await system.client.start_workflow("iqa", id=it, task_queue="nobody-polls-this")
    gateway = Gateway(system.client, nothing, patience=timedelta(seconds=0.3))
    asked = envelope(system, Comment(text="t"))

    with pytest.raises(Unreachable) as caught:
        await gateway.send(it, asked)

    assert caught.value.command_id == asked.command_id


async def test_there_is_no_engine_where_nothing_runs(system: System) -> None:
    nowhere = Settings.model_validate(system.settings.model_dump() | {"temporal": ()})

    with pytest.raises(EngineOutOfReach, match="nothing runs on"):
        await connect(nowhere)
