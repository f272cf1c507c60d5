"""What a kind of stream answers about any of its streams."""

from uuid import UUID

from domain.casework.kind import CASE
from domain.quarter.commands import OpenQuarter, QuarterEnvelope, StartQuarter
from domain.quarter.kind import QUARTER
from domain.stream import Telling
from tests.domain.casework.bdd import ID, OPENED, state

OPENING = OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version="default-1")


def test_the_ids_of_its_streams_begin_with_its_name() -> None:
    assert (CASE.prefix, QUARTER.prefix) == ("case-", "quarter-")
    assert ID.startswith(CASE.prefix)


def test_a_workflow_that_is_lost_is_started_with_the_command_that_once_opened_its_stream() -> None:
    envelope = QuarterEnvelope(command_id=UUID(int=1), actor="XN-S01", command=OPENING)

    again = StartQuarter.of(envelope)

    assert (again.command_id, again.actor, again.opening) == (UUID(int=1), "XN-S01", OPENING)


def test_an_envelope_is_of_the_kind_of_its_command() -> None:
    assert QuarterEnvelope(command_id=UUID(int=1), actor="XN-S01", command=OPENING).kind == "open_quarter"


def test_what_is_told_again_is_the_same_command() -> None:
    telling = Telling[OpenQuarter](telling_id="a1", stream="quarter-XN-2026-27-Q3", message=OPENING)

    told = telling.envelope("iqa-1", "system:iqa")

    assert told == telling.envelope("iqa-1", "system:iqa")
    assert told["command_id"] != telling.envelope("iqa-2", "system:iqa")["command_id"]
    assert (told["actor"], told["command"]["kind"]) == ("system:iqa", "open_quarter")


def test_a_case_on_which_nothing_waits_is_finished_and_one_that_nobody_opened_is_not() -> None:
    assert CASE.is_finished(state(OPENED))
    assert not CASE.is_finished(None)
