"""The door through which other releases ask these rules: JSON in and out, and the same decision as at home."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.iqa import commands as c
from domain.iqa.decide import decide
from domain.iqa.events import IqaEvent
from domain.iqa.kind import IQA
from domain.judge import OtherDocument, judge
from tests.bdd import recorded
from tests.factories import (
    ASSESSOR,
    CALENDAR,
    CASEWORK,
    IQA_ID,
    OTHER_MANAGER,
    POLICY,
    a_selected_case,
    an_open_iqa,
    facts,
    select_case,
)

REFERENCE = {"policy": POLICY, "calendar": CALENDAR, "question_set": CASEWORK}
DOCUMENTS = {name: document.model_dump(mode="json") for name, document in REFERENCE.items()}


def asked(actor: str, command: c.IqaCommand) -> c.IqaEnvelope:
    return c.IqaEnvelope(command_id=UUID(int=7), actor=actor, command=command)


def judged(before: Sequence[IqaEvent], envelope: c.IqaEnvelope, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON of any shape
    """What the rules say, of values that have gone through JSON."""
    given = {
        "kind": "iqa",
        "stream": IQA_ID,
        "events": [each.model_dump(mode="json") for each in recorded(*before)],
        "command": envelope.model_dump(mode="json"),
        "facts": facts().recorded(),
        "reference": DOCUMENTS,
    } | changes
    came: dict[str, Any] = json.loads(json.dumps(judge(**json.loads(json.dumps(given)))))
    return came


def test_an_accepted_command_gives_the_events_that_decide_gives() -> None:
    envelope = asked(ASSESSOR, select_case())
    state = IQA.fold(None, recorded(*an_open_iqa()), IQA_ID)
    decision = decide(envelope, state, facts())

    assert isinstance(decision, tuple)
    assert judged(an_open_iqa(), envelope) == {
        "events": [event.model_dump(mode="json") for event in decision]
    }


def test_a_refused_command_gives_its_reason() -> None:
    came = judged(an_open_iqa(), asked(OTHER_MANAGER, select_case()))

    assert came == {
        "refused": {
            "kind": "refused",
            "reason": "not_permitted",
            "detail": f"allowed: assessor {ASSESSOR}",
            "instead": None,
            "urn": None,
            "prompts": [],
        },
    }


def test_a_stream_that_does_not_exist_yet_is_judged_without_events() -> None:
    assert judged((), asked(ASSESSOR, select_case()))["refused"]["reason"] == "not_open"


@pytest.mark.parametrize(
    "changes",
    [
        {"command": {"actor": ASSESSOR}},
        {"command": {"command_id": str(UUID(int=7)), "actor": ASSESSOR, "command": {"kind": "no_such"}}},
        {"reference": DOCUMENTS | {"policy": {}}},
    ],
)
def test_what_is_no_command_or_no_document_is_an_error(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        judged(a_selected_case(), asked(ASSESSOR, c.RecordNoActions()), **changes)


def test_a_document_of_another_version_is_an_error() -> None:
    other = DOCUMENTS | {"policy": DOCUMENTS["policy"] | {"version": "another-1"}}

    with pytest.raises(OtherDocument, match="another-1"):
        judged(a_selected_case(), asked(ASSESSOR, c.RecordNoActions()), reference=other)


def test_another_kind_is_an_error() -> None:
    with pytest.raises(ValueError, match="no kind of stream"):
        judged((), asked(ASSESSOR, c.RecordNoActions()), kind="parcel")
