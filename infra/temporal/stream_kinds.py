"""The kinds of stream: how each is recognised, when it is finished, how its workflow is started again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from temporalio.common import TypedSearchAttributes

from activities.contracts import StartCase, StartIqa, StartQuarter
from activities.deciders import CASE, IQA, QUARTER, Decider
from activities.opening import attributes_of
from activities.ports import StoredCommand
from activities.record import decode
from domain.casework.next_step import next_step as case_next
from domain.iqa.commands import OpenIqa
from domain.iqa.next_step import Finish
from domain.iqa.next_step import next_step as iqa_next
from domain.quarter.commands import OpenQuarter
from domain.quarter.next_step import Finish as QuarterFinish
from domain.quarter.next_step import next_step as quarter_next
from domain.values import Value
from infra.postgres.connections import Connection
from infra.postgres.ledger import events_of


@dataclass(frozen=True)
class StreamKind:
    """A kind of stream; ``argument`` is what its workflow takes, and ``again`` makes it from the opening."""

    workflow: str
    argument: type[Value]
    again: Callable[[str, StoredCommand], Value]
    is_finished: Callable[[Any], bool]
    decider: Decider[Any, Any, Any]

    @property
    def prefix(self) -> str:
        """How the ids of these streams begin."""
        return f"{self.workflow}-"

    async def finished(self, connection: Connection, stream: str) -> bool:
        """Whether the ledger says that nothing is left to do; a stream without events is not."""
        events = decode(self.decider, await events_of(connection, stream))
        return bool(events) and self.is_finished(self.decider.fold(None, events, stream))


def attributes(argument: Value) -> TypedSearchAttributes:
    """What the engine's lists show of a workflow from its start on."""
    return attributes_of(argument.opening) if isinstance(argument, StartIqa) else TypedSearchAttributes.empty


def _start_iqa(_: str, opening: StoredCommand) -> Value:
    return StartIqa(
        command_id=opening.command_id,
        actor=opening.actor,
        opening=OpenIqa.model_validate_json(opening.body),
    )


def _start_quarter(_: str, opening: StoredCommand) -> Value:
    return StartQuarter(
        command_id=opening.command_id,
        actor=opening.actor,
        opening=OpenQuarter.model_validate_json(opening.body),
    )


def _start_case(stream: str, _: StoredCommand) -> Value:
    return StartCase(urn=stream.removeprefix("case-"), behind=True)


STREAM_KINDS: Final = (
    StreamKind("iqa", StartIqa, _start_iqa, lambda iqa: isinstance(iqa_next(iqa), Finish), IQA),
    StreamKind(
        "quarter",
        StartQuarter,
        _start_quarter,
        lambda quarter: isinstance(quarter_next(quarter), QuarterFinish),
        QUARTER,
    ),
    StreamKind("case", StartCase, _start_case, lambda notes: isinstance(case_next(notes), Finish), CASE),
)
