"""What the read tables show of a case."""

from domain.casework import commands as c
from domain.casework.rows import rows
from domain.iqa.state import Step
from domain.rows import Rows
from tests.domain.casework.bdd import DUE, ID, OPENED, action_recorded, given, state
from tests.factories import ASSESSOR, PROSECUTOR, facts

PASSED = c.DeadlinePassed(deadline="action:a1", due=DUE)


def test_a_case_on_which_nothing_is_noted_has_none() -> None:
    assert rows(None) == Rows()


def test_an_open_action_waits_for_its_owner() -> None:
    (wait,) = rows(state(OPENED, action_recorded())).waits

    assert (wait.stream, wait.step, wait.item, wait.who) == (ID, Step.ACTION, "a1", PROSECUTOR)
    assert (wait.due, wait.missed, wait.urgent) == (DUE, False, False)


def test_what_was_escalated_stands_in_the_quarter_in_which_it_was_since_a_case_belongs_to_none() -> None:
    missed = given(OPENED, action_recorded()).when(PASSED, world=facts(now=DUE)).events

    shown = rows(state(OPENED, action_recorded(), *missed))

    assert [wait.missed for wait in shown.waits] == [True]
    assert {who for row in shown.escalations for who in row.told} == {PROSECUTOR, ASSESSOR}
    assert {(row.stream, row.quarter) for row in shown.escalations} == {(ID, "2026-27-Q3")}
