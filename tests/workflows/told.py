"""What a history tells, read from its raw events as an auditor's tools would."""

from collections import Counter
from collections.abc import Sequence

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.converter import DefaultPayloadConverter

_plain = DefaultPayloadConverter()


def kinds(history: WorkflowHistory) -> Counter[str]:
    """How many events of each kind, by short names: ``ACTIVITY_TASK_SCHEDULED``."""
    return Counter(EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in history.events)


def of_kind(history: WorkflowHistory, kind: str) -> list[HistoryEvent]:
    return [event for event in history.events if EventType.Name(event.event_type) == f"EVENT_TYPE_{kind}"]


def summaries(history: WorkflowHistory, kind: str) -> list[str]:
    """The summaries that a person reads beside the events of a kind."""
    return [summary(event) for event in of_kind(history, kind)]


def summary(event: HistoryEvent) -> str:
    read: str = (
        _plain.from_payload(event.user_metadata.summary, str) if event.user_metadata.summary.data else ""
    )
    return read


def groups(events: Sequence[HistoryEvent]) -> set[str]:
    """The ids of the event groups that these events belong to."""
    markers = (marker for event in events for marker in event.event_group_markers)
    return {marker.label.id for marker in markers if marker.HasField("label")}
