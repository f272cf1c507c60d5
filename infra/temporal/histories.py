"""Reads workflow histories: every call of ``record`` in them, and every answer that a person was given."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter

from domain.kinds import KINDS, kind_named

RECORDS: Final = "record_"
"""What the names of the activities that decide begin with."""


class Unreadable(Exception):
    """A history holds something that is not what it should be: no JSON, or no command, or no outcome of one."""


@dataclass(frozen=True)
class Call:
    """One call of ``record`` and what came back, as JSON; ``where`` names its result's event.

    ``life`` counts the workflow's lives: runs that start over from each other are one.
    """

    where: str
    life: int
    run: int
    activity: str
    request: dict[str, Any]
    outcome: dict[str, Any]

    @property
    def command_id(self) -> str:
        """The id of the command that was to be recorded."""
        return str(self.request["envelope"]["command_id"])


@dataclass(frozen=True)
class Update:
    """One command as a client sent it, and its answer or the type of the error; neither while it is under way.

    The request is empty where an Update only asks how a command went that the workflow was started with.
    """

    where: str
    update_id: str
    request: dict[str, Any]
    answer: dict[str, Any] | None = None
    error: str | None = None


async def runs(client: Client, stream: str) -> tuple[WorkflowHistory, ...]:
    """Fetch the history of every run that the server still has of a stream's workflow, the oldest first."""
    quoted = stream.replace("'", "''")
    found = [run async for run in client.list_workflows(f"WorkflowId = '{quoted}'")]
    found.sort(key=lambda run: run.start_time)
    handles = [client.get_workflow_handle(stream, run_id=run.run_id) for run in found]
    return tuple([await handle.fetch_history() for handle in handles])


async def known_streams(client: Client, task_queue: str) -> AsyncIterator[str]:
    """The streams of which the server has a workflow on a task queue, in no order."""
    names = ", ".join(f"'{kind.name}'" for kind in KINDS)
    queue = task_queue.replace("'", "''")
    query = f"WorkflowType IN ({names}) AND TaskQueue = '{queue}'"
    async for run in client.list_workflows(query):
        yield run.id


def saved(file: Path, stream: str) -> WorkflowHistory:
    """Read a history that was saved as JSON in a file."""
    return read(file.read_text(encoding="utf-8-sig"), stream)


def read(text: str, stream: str) -> WorkflowHistory:
    """Read a history that was saved as JSON."""
    return WorkflowHistory.from_json(stream, text)


async def calls(histories: Sequence[WorkflowHistory], converter: DataConverter) -> tuple[Call, ...]:
    """Every call of ``record`` that came back, in the order in which it did; raises ``Unreadable``."""
    found, life = [], 1
    for number, history in enumerate(histories, start=1):
        scheduled: dict[int, HistoryEvent] = {}
        for event in history.events:
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                scheduled[event.event_id] = event
            elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
                asked = scheduled[event.activity_task_completed_event_attributes.scheduled_event_id]
                where = _where(number, event, len(histories))
                found.append(await _call(where, (life, number), asked, event, converter))
        life += history.events[-1].event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    return tuple(_whole([call for call in found if call.activity.startswith(RECORDS)]))


async def unanswered(histories: Sequence[WorkflowHistory], converter: DataConverter) -> frozenset[str]:
    """The ids of commands that a run asked to have recorded and of which it never heard: one may be under way.

    Raises ``Unreadable``.
    """
    asked: set[str] = set()
    heard = {call.command_id for call in await calls(histories, converter)}
    for history in histories:
        for event in history.events:
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                attributes = event.activity_task_scheduled_event_attributes
                if attributes.activity_type.name.startswith(RECORDS):
                    request = await _first(attributes.input.payloads, converter)
                    asked.add(str(request.get("envelope", {}).get("command_id")))
    return frozenset(asked - heard)


def _whole(pages: Sequence[Call]) -> Iterator[Call]:
    """Each call with every page of what came back; one whose last page never came is left to a later run."""
    begun: Call | None = None
    for each in pages:
        if begun and begun.run == each.run and begun.command_id == each.command_id:
            events = [*begun.outcome["events"], *each.outcome["events"]]
            begun = replace(begun, outcome=each.outcome | {"events": events, "facts": begun.outcome["facts"]})
        else:
            begun = each
        if not begun.outcome.get("more"):
            yield begun
            begun = None


async def updates(histories: Sequence[WorkflowHistory], converter: DataConverter) -> tuple[Update, ...]:
    """Every command that a run accepted, with what its sender was told; raises ``Unreadable``."""
    found: dict[tuple[int, int], Update] = {}
    for number, history in enumerate(histories, start=1):
        for event in history.events:
            where = _where(number, event, len(histories))
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
                found[number, event.event_id] = await _accepted(where, event, converter)
            elif event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
                accepted = event.workflow_execution_update_completed_event_attributes.accepted_event_id
                before = found[number, accepted]
                found[number, accepted] = await _completed(where, before, event, converter)
    return tuple(found.values())


async def ended(history: WorkflowHistory, converter: DataConverter) -> Any:  # noqa: ANN401  JSON of any workflow
    """The JSON of the workflow's result; None while it has none. Raises ``Unreadable``."""
    last = history.events[-1]
    if last.event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:
        return None
    return await _json(last.workflow_execution_completed_event_attributes.result.payloads[0], converter)


def _where(number: int, event: HistoryEvent, count: int) -> str:
    return f"run {number}, event {event.event_id}" if count > 1 else f"event {event.event_id}"


async def _call(
    where: str, place: tuple[int, int], asked: HistoryEvent, done: HistoryEvent, converter: DataConverter
) -> Call:
    life, run = place
    scheduled = asked.activity_task_scheduled_event_attributes
    result = done.activity_task_completed_event_attributes.result
    request, outcome = (
        await _first(scheduled.input.payloads, converter),
        await _first(result.payloads, converter),
    )
    if scheduled.activity_type.name.startswith(RECORDS):
        _check(where, scheduled.activity_type.name, request, outcome)
    name = scheduled.activity_type.name
    return Call(where=where, life=life, run=run, activity=name, request=request, outcome=outcome)


def _check(where: str, activity: str, request: dict[str, Any], outcome: dict[str, Any]) -> None:
    """Raise ``Unreadable`` for what is no command for a stream of that kind, or no outcome of one."""
    try:
        kind = kind_named(activity.removeprefix(RECORDS))
        kind.request.model_validate(request)
        kind.outcome.model_validate(outcome)
    except ValueError as error:
        msg = f"{where}: {type(error).__name__}: {error}"
        raise Unreadable(msg) from error


async def _accepted(where: str, event: HistoryEvent, converter: DataConverter) -> Update:
    asked = event.workflow_execution_update_accepted_event_attributes.accepted_request
    request = await _first(asked.input.args.payloads, converter)
    return Update(where=where, update_id=asked.meta.update_id, request=request)


async def _completed(where: str, before: Update, event: HistoryEvent, converter: DataConverter) -> Update:
    outcome = event.workflow_execution_update_completed_event_attributes.outcome
    if outcome.HasField("failure"):
        error = outcome.failure.application_failure_info.type
        return Update(where, before.update_id, before.request, error=error)
    answer = await _first(outcome.success.payloads, converter)
    return Update(where, before.update_id, before.request, answer=answer)


async def _first(payloads: Sequence[Payload], converter: DataConverter) -> dict[str, Any]:
    """The first payload, which every message here has, or nothing where there is none."""
    value = await _json(payloads[0], converter) if payloads else {}
    return value if isinstance(value, dict) else {}


async def _json(payload: Payload, converter: DataConverter) -> Any:  # noqa: ANN401  JSON of any shape
    if converter.payload_codec:
        [payload] = await converter.payload_codec.decode([payload])
    try:
        return json.loads(payload.data) if payload.data else None
    except ValueError as error:
        raise Unreadable(str(error)) from error
