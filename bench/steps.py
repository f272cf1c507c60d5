"""What a floor workflow is sent, step by step: as much as an IQA that was just played."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from temporalio.client import WorkflowHistory

ANSWER: Final = "x" * 200
"""About as long as the answer to a command."""


@dataclass(frozen=True)
class Step:
    """One step: ``text`` stands for what a person sends, ``stage`` is shown where an IQA shows something new."""

    text: str
    result_bytes: int
    stage: str = ""


@dataclass(frozen=True)
class Result:
    """What an activity brings back."""

    text: str


@dataclass(frozen=True)
class Start:
    """The first step, and how many there are in all."""

    first: Step
    steps: int


def mirrored(history: WorkflowHistory) -> tuple[Step, ...]:
    """Return the steps that take as many bytes, and show something new as often, as the activities of a history."""
    sent: list[int] = []
    received: list[int] = []
    shown: set[int] = set()
    for event in history.events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            sent.append(len(event.activity_task_scheduled_event_attributes.input.payloads[0].data))
        elif event.HasField("activity_task_completed_event_attributes"):
            received.append(len(event.activity_task_completed_event_attributes.result.payloads[0].data))
        elif event.HasField("upsert_workflow_search_attributes_event_attributes"):
            shown.add(len(received) - 1)
    return tuple(
        Step("x" * size, result, f"stage-{number}" if number in shown else "")
        for number, (size, result) in enumerate(zip(sent, received, strict=True))
    )


def plain(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The same steps, showing nothing."""
    return tuple(Step(step.text, step.result_bytes) for step in steps)
