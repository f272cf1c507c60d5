"""The paths that golden histories have to show: every event, and whatever a workflow asks of itself."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any, Final, get_args

from temporalio.contrib.pydantic import pydantic_data_converter

from domain.casework.events import CaseEvent
from domain.iqa.events import IqaEvent
from domain.iqa.state import Step
from domain.quarter import state as quarter
from domain.quarter.events import Change, QuarterEvent, SecondCheckBecause
from infra.temporal.histories import calls
from tests.workflows.golden import Golden

_EVENTS: Final = {"iqa": IqaEvent, "quarter": QuarterEvent, "case": CaseEvent}
_DEADLINES: Final[dict[str, AbstractSet[StrEnum]]] = {
    # An answer to a request waits on a case; the prosecutor, to whom the other belongs, is never chased.
    "iqa": set(Step) - {Step.ANSWER_REQUEST, Step.CONFIRM_CONVERSATION},
    "quarter": set(quarter.Step),
    "case": {Step.ACTION, Step.ANSWER_REQUEST, Step.ESCALATION},
}
"""The deadlines that each kind of stream ever has."""

_DONE: Final = {"quarter telling_done"}
_TURNS: Final = {
    *(f"quarter plan_changed {change}" for change in Change),
    *(f"quarter second_check_reassigned {because}" for because in SecondCheckBecause),
}
"""Events that are folded in more than one way."""


def needed() -> frozenset[str]:
    """Every path that there is."""
    events = {f"{stream} {kind}" for stream, union in _EVENTS.items() for kind in _kinds(union)}
    deadlines = {f"{stream} {step} passed" for stream, steps in _DEADLINES.items() for step in steps}
    return frozenset(events | deadlines | {f"{stream} catch_up" for stream in _EVENTS} | _DONE | _TURNS)


async def shown(histories: Iterable[Golden]) -> frozenset[str]:
    """The paths that histories show."""
    found: set[str] = set()
    for golden in histories:
        for call in await calls([golden.history()], pydantic_data_converter):
            told = (*_asked(call.request), *_happened(call.outcome))
            found |= {f"{golden.workflow} {what}" for what in told}
    return frozenset(found)


def _asked(request: dict[str, Any]) -> Iterator[str]:
    command = request["envelope"]["command"]
    step, _, _ = command.get("deadline", "").partition(":")
    yield f"{step} passed" if step else command["kind"]


def _happened(outcome: dict[str, Any]) -> Iterator[str]:
    for recorded in outcome["events"]:
        event = recorded["event"]
        yield event["kind"]
        turn = event.get("change") or event.get("because")
        yield f"{event['kind']} {turn}"


def _kinds(union: Any) -> Iterator[str]:  # noqa: ANN401  a union of events, or of such unions
    for member in get_args(union):
        yield from _kinds(member) if get_args(member) else [member.model_fields["kind"].default]
