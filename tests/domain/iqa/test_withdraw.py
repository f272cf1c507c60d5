"""End the IQA without completing it."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import RecordAction, Withdraw
from domain.iqa.events import ConversationDisputed, IqaClosed, IqaEvent, Withdrawn
from domain.iqa.next_step import next_step
from domain.iqa.state import Stage
from domain.stream import Finish
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    CHIEF,
    COLLEAGUE,
    OUTSIDE_SENIOR,
    PROSECUTOR,
    SENIOR,
    a_closed_iqa,
    a_completed_iqa,
    a_confirmed_iqa,
    a_held_conversation,
    a_marked_iqa,
    a_selected_case,
    a_withdrawn_iqa,
    action,
    an_open_iqa,
    end_of,
    select_case,
)

WITHDRAW = Withdraw(because="no_case", note="Nothing has progressed far enough.")
WITHDRAWN = Withdrawn(because="no_case", note="Nothing has progressed far enough.")


@pytest.mark.parametrize("by", [ASSESSOR, SENIOR, CHIEF])
@pytest.mark.parametrize("history", [an_open_iqa(), a_marked_iqa()])
def test_an_iqa_without_actions_ends_at_once(history: tuple[IqaEvent, ...], by: str) -> None:
    outcome = given(*history).when(WITHDRAW, by=by)

    outcome.then(WITHDRAWN, IqaClosed())
    assert outcome.iqa.stage is Stage.WITHDRAWN
    assert isinstance(next_step(outcome.iqa), Finish)


def test_open_case_actions_survive() -> None:
    outcome = given(*a_selected_case(), action()).when(WITHDRAW)

    outcome.then(WITHDRAWN)
    assert outcome.waiting == {"action:a1": COLLEAGUE}
    assert [deadline.name for deadline in outcome.iqa.deadlines] == ["action:a1"]


def test_a_confirmed_assessment_is_not_its_assessors_to_withdraw() -> None:
    """Otherwise whoever is drawn for the dip sample could take the assessment out of it."""
    given(*a_confirmed_iqa()).when(WITHDRAW).refused(Reason.ASSESSMENT_CONFIRMED)


def test_a_senior_manager_may_still_withdraw_it() -> None:
    given(*a_confirmed_iqa()).when(WITHDRAW, by=SENIOR).then(WITHDRAWN, IqaClosed())


def test_a_completed_iqa_stands() -> None:
    given(*a_completed_iqa()).when(WITHDRAW, by=SENIOR).refused(Reason.ALREADY_DONE, "completed")


def test_one_that_a_dispute_opened_again_may_be_withdrawn() -> None:
    disputed = ConversationDisputed(conversation_due=end_of(11, 17))

    given(*a_held_conversation(), disputed).when(WITHDRAW, by=SENIOR).then(WITHDRAWN, IqaClosed())


def test_the_reason_is_a_listed_one() -> None:
    given(*an_open_iqa()).when(Withdraw(because="too_hard")).refused(Reason.UNLISTED_REASON, "no_case")


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (PROSECUTOR, Reason.OWN_WORK),
        (COLLEAGUE, Reason.NOT_PERMITTED),
        (OUTSIDE_SENIOR, Reason.NOT_PERMITTED),
    ],
)
def test_it_is_the_assessors_or_a_seniors_decision(by: str, reason: Reason) -> None:
    given(*an_open_iqa()).when(WITHDRAW, by=by).refused(reason)


@pytest.mark.parametrize("command", [WITHDRAW, select_case(), RecordAction(what="Ring.", owner=COLLEAGUE)])
def test_after_it_only_open_actions_can_be_advanced(command: Withdraw) -> None:
    given(*a_withdrawn_iqa()).when(command).refused(Reason.IQA_ENDED)


def test_a_closed_iqa_stays_closed() -> None:
    given(*a_closed_iqa()).when(WITHDRAW).refused(Reason.IQA_CLOSED)
