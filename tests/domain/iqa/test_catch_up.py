"""Fold what the ledger holds beyond the workflow's history: the command itself changes nothing."""

import pytest

from domain.errors import Reason
from domain.ids import TIMER
from domain.iqa.commands import CatchUp
from domain.iqa.events import IqaEvent
from tests.bdd import given
from tests.factories import ASSESSOR, a_closed_iqa, a_confirmed_iqa, a_withdrawn_iqa, an_open_iqa


@pytest.mark.parametrize("history", [an_open_iqa(), a_confirmed_iqa(), a_withdrawn_iqa(), a_closed_iqa()])
def test_it_gives_no_event_whatever_the_iqa_has_come_to(history: tuple[IqaEvent, ...]) -> None:
    given(*history).when(CatchUp(), by=TIMER).then()


def test_there_must_be_an_iqa() -> None:
    given().when(CatchUp(), by=TIMER).refused(Reason.NOT_OPEN)


def test_it_is_not_a_persons_command() -> None:
    given(*an_open_iqa()).when(CatchUp(), by=ASSESSOR).refused(Reason.NOT_PERMITTED)
