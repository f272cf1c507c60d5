"""What a workflow asks of the engine while it is replayed, held against what it asked when it was recorded.

The engine itself compares no more than the order of the commands and the names of activities: with another deadline,
another command id or another answer a replay passes all the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from infra.temporal.connection import IqaPlugin
from infra.temporal.sandbox import SandboxedRun, sandboxed

Asked = tuple[str, object]
"""What sort of thing was asked, and its content as JSON."""


async def replayed(history: WorkflowHistory) -> tuple[Exception | None, list[str]]:
    """Replay on today's workflows: why that fails, if it does, and what is asked otherwise than it was recorded."""
    asked: list[Asked] = []
    replayer = Replayer(workflows=[], plugins=[IqaPlugin()], workflow_runner=_Watched(asked))
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure, list(differences(list(recorded(history)), asked))


def recorded(history: WorkflowHistory) -> Iterator[Asked]:
    """What a workflow asked when its history was recorded."""
    for event in history.events:
        name = (event.WhichOneof("attributes") or "").removesuffix("_event_attributes")
        if name in _RECORDED:
            kind, read = _RECORDED[name]
            yield kind, read(getattr(event, f"{name}_event_attributes"))


def differences(before: Sequence[Asked], now: Sequence[Asked]) -> Iterator[str]:
    """Whatever is asked otherwise, no more, or in addition, for each kind of thing in its order."""
    for kind in dict(_RECORDED.values()):
        were, are = ([content for asked, content in each if asked == kind] for each in (before, now))
        for number, (was, is_now) in enumerate(zip_longest(were, are, fillvalue="nothing"), start=1):
            if not same(was, is_now):
                yield f"{kind} {number}: it was {was}, and is {is_now}"


def same(was: object, is_now: object) -> bool:
    """Whether something is asked as it was; a field that is new may be there in addition."""
    if isinstance(was, Mapping) and isinstance(is_now, Mapping):
        kept = was.keys() - {"task_queue"}  # a replay has one of its own
        return all(name in is_now and same(was[name], is_now[name]) for name in kept)
    if isinstance(was, list) and isinstance(is_now, list):
        return len(was) == len(is_now) and all(map(same, was, is_now))
    return was == is_now


class _Watched(WorkflowRunner):
    """The sandbox of workflows, with an ear for what they ask."""

    def __init__(self, heard: list[Asked]) -> None:
        self._sandbox = sandboxed(SandboxedWorkflowRunner())
        self._heard = heard

    def prepare_workflow(self, defn: Any) -> None:  # noqa: ANN401  the library's own definition, passed on as it is
        self._sandbox.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _WatchedRun(self._sandbox.create_instance(det), self._heard)


class _WatchedRun(SandboxedRun):
    """One run. A timer that is given up in the task that began it was never asked of the engine."""

    def __init__(self, inside: WorkflowInstance, heard: list[Asked]) -> None:
        super().__init__(inside)
        self._heard = heard
        self._began: dict[int, tuple[int, Asked]] = {}

    def activate(self, act: Any) -> Any:  # noqa: ANN401  the library's own messages, passed on as they are
        completion = super().activate(act)
        for command in completion.successful.commands:
            name = command.WhichOneof("variant")
            if name == "cancel_timer":
                self._given_up(command.cancel_timer.seq, act.history_length)
            elif name in _ASKED and (content := _ASKED[name][1](getattr(command, name))) is not None:
                asked = (_ASKED[name][0], content)
                self._heard.append(asked)
                if name == "start_timer":
                    self._began[command.start_timer.seq] = (act.history_length, asked)
        return completion

    def _given_up(self, timer: int, task: int) -> None:
        began_in, asked = self._began.pop(timer)
        if began_in == task:
            self._heard[:] = [one for one in self._heard if one is not asked]


def _payloads(payloads: Any) -> object:  # noqa: ANN401  messages of two protocols
    return [json.loads(each.data) if each.data else None for each in payloads]


def _attributes(fields: Any) -> object:  # noqa: ANN401  messages of two protocols
    return {name: _payloads([payload]) for name, payload in fields.items()}


def _failure(failure: Any) -> object:  # noqa: ANN401  messages of two protocols
    info = failure.application_failure_info
    return [info.type, _payloads(info.details.payloads)]


def _answer(response: Any) -> object:  # noqa: ANN401  messages of two protocols
    """The answer of an Update; nothing where it only says that it was accepted."""
    match response.WhichOneof("response"):
        case "completed":
            return _payloads([response.completed])
        case "rejected":
            return _failure(response.rejected)
        case _:
            return None


def _told(outcome: Any) -> object:  # noqa: ANN401  messages of two protocols
    return _failure(outcome.failure) if outcome.HasField("failure") else _payloads(outcome.success.payloads)


_Read = tuple[str, Callable[[Any], object]]

_RECORDED: Final[dict[str, _Read]] = {
    "activity_task_scheduled": ("activity", lambda it: [it.activity_type.name, _payloads(it.input.payloads)]),
    "timer_started": ("timer", lambda it: it.start_to_fire_timeout.ToMilliseconds()),
    "upsert_workflow_search_attributes": (
        "attributes",
        lambda it: _attributes(it.search_attributes.indexed_fields),
    ),
    "workflow_execution_update_completed": ("answer", lambda it: _told(it.outcome)),
    "workflow_execution_completed": ("end", lambda it: _payloads(it.result.payloads)),
    "workflow_execution_failed": ("end", lambda it: _failure(it.failure)),
    "workflow_execution_continued_as_new": ("end", lambda it: _payloads(it.input.payloads)),
}
"""How an event of a history tells what was asked."""

_ASKED: Final[dict[str, _Read]] = {
    "schedule_activity": ("activity", lambda it: [it.activity_type, _payloads(it.arguments)]),
    "start_timer": ("timer", lambda it: it.start_to_fire_timeout.ToMilliseconds()),
    "upsert_workflow_search_attributes": (
        "attributes",
        lambda it: _attributes(it.search_attributes.indexed_fields),
    ),
    "update_response": ("answer", _answer),
    "complete_workflow_execution": ("end", lambda it: _payloads([it.result])),
    "fail_workflow_execution": ("end", lambda it: _failure(it.failure)),
    "continue_as_new_workflow_execution": ("end", lambda it: _payloads(it.arguments)),
}
"""How a command of a replay tells it."""
