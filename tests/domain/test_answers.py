"""What was answered to a command is read back as it was told."""

from uuid import UUID

import pytest

from domain.errors import Reason, Refused
from domain.stream import Answer, answered

ACCEPTED = Answer(command_id=UUID(int=7), command_hash="ab", events=("marks_recorded",), version=3)
REFUSED = Refused(reason=Reason.STALE, detail="XN-M02")


@pytest.mark.parametrize("told", [ACCEPTED, REFUSED])
def test_an_answer_and_a_refusal_are_told_apart(told: Answer | Refused) -> None:
    assert answered(told.model_dump_json().encode()) == told
