"""What a kind of stream answers about any of its streams."""

from uuid import UUID

from domain.casework.kind import CASE
from domain.quarter.commands import OpenQuarter, QuarterEnvelope, StartQuarter
from domain.quarter.kind import QUARTER
from tests.domain.casework.bdd import ID, OPENED, state

OPENING = OpenQuarter(area="XN", quarter="2026-27-Q3", policy_version="default-1")


def test_the_ids_of_its_streams_begin_with_its_name() -> None:
    assert (CASE.prefix, QUARTER.prefix) == ("case-", "quarter-")
    assert ID.startswith(CASE.prefix)


def test_a_workflow_that_is_lost_is_started_with_the_command_that_once_opened_its_stream() -> None:
    envelope = QuarterEnvelope(command_id=UUID(int=1), actor="XN-S01", command=OPENING)

    again = StartQuarter.of(envelope)

    assert (again.command_id, again.actor, again.opening) == (UUID(int=1), "XN-S01", OPENING)


def test_a_case_on_which_nothing_waits_is_finished_and_one_that_nobody_opened_is_not() -> None:
    assert CASE.is_finished(state(OPENED))
    assert not CASE.is_finished(None)
