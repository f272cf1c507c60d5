"""Since when a step waits: by events that there are."""

from typing import get_args

from domain.casework.events import CaseEvent
from domain.iqa.begun import BEGUN_BY
from domain.iqa.events import IqaEvent


def test_every_step_begins_to_wait_by_events_that_there_are() -> None:
    kinds = {_kind(one) for each in (IqaEvent, CaseEvent) for one in members(each)}

    assert {kind for each in BEGUN_BY.values() for kind in each} <= kinds


def members(union: object) -> list[type]:
    """The events of a union, however deep it is nested."""
    inside = get_args(union)
    return [one for each in inside for one in members(each)] if inside else [union]  # type: ignore[list-item]


def _kind(event: type) -> str:
    return str(getattr(event, "model_fields", {})["kind"].default) if hasattr(event, "model_fields") else ""
