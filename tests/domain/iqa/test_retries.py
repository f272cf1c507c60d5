"""A command that comes again was decided before: the ledger has its answer."""

from uuid import UUID

import pytest

from domain.iqa.commands import IqaCommand, IqaEnvelope, ReplaceCase, Withdraw
from domain.iqa.decide import decide
from domain.iqa.screen import screen
from domain.iqa.steps.situation import Situation
from tests.bdd import given
from tests.factories import ASSESSOR, COLLEAGUE, a_confirmed_iqa, an_open_iqa, facts, hold_conversation

FIRST = UUID(int=1)


@pytest.mark.parametrize("command", [hold_conversation(), Withdraw(because="other")])
@pytest.mark.parametrize("actor", [ASSESSOR, COLLEAGUE])
def test_it_passes_the_screen_and_changes_nothing_more(command: IqaCommand, actor: str) -> None:
    once = given(*a_confirmed_iqa()).when(hold_conversation(), command_id=FIRST)
    again = IqaEnvelope(command_id=FIRST, actor=actor, command=command)

    assert FIRST in once.iqa.command_ids
    assert screen(again, once.iqa) is None
    assert decide(again, once.iqa, facts()) == ()


def test_a_refused_command_is_judged_anew() -> None:
    refused = given(*an_open_iqa()).when(ReplaceCase(because="other"), command_id=FIRST)
    later = given(*a_confirmed_iqa()).when(hold_conversation(), command_id=FIRST)

    assert not isinstance(refused.decision, tuple)
    assert later.kinds == ["conversation_held"]


def test_a_rule_that_looks_at_the_case_says_so_when_there_is_none() -> None:
    iqa = given(*an_open_iqa()).iqa
    assert iqa is not None

    with pytest.raises(ValueError, match="no case selected"):
        _ = Situation(iqa=iqa, facts=facts(), actor=ASSESSOR, command_id=FIRST).selection
