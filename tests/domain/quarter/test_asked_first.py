"""What was asked first is told by rule and Area: how often, and how much of it was recorded all the same."""

import pytest

from domain.policy import Policy
from domain.prompts import PromptKind
from domain.quarter.close.asked import prompt_counts
from domain.quarter.close.report import PromptCount
from domain.quarter.pace.standing import PromptStanding
from tests.domain.quarter.bdd import POLICY

FLOOR = POLICY.selection.told_from


def stood(
    about: str = PromptKind.EMPTY_PHRASE,
    iqas: int = FLOOR,
    asked: int = 9,
    recorded: int = 4,
    *,
    asked_for: bool = False,
) -> PromptStanding:
    return PromptStanding(about=about, asked_for=asked_for, iqas=iqas, asked=asked, recorded=recorded)


def counted(*found: PromptStanding, policy: Policy = POLICY) -> dict[str, PromptCount]:
    return {one.prompt: one for one in prompt_counts(found, policy)}


def test_a_prompt_is_told_with_its_iqas_what_it_was_about_and_what_was_recorded_all_the_same() -> None:
    found = counted(stood())

    assert found[PromptKind.EMPTY_PHRASE] == PromptCount(
        prompt=PromptKind.EMPTY_PHRASE, iqas=FLOOR, asked=9, recorded=4
    )


@pytest.mark.parametrize("iqas", [FLOOR - 1, 1])
def test_what_was_asked_in_few_iqas_has_no_number_however_much_was_asked_in_them(iqas: int) -> None:
    found = counted(stood(iqas=iqas, asked=50))

    assert found[PromptKind.EMPTY_PHRASE] == PromptCount(prompt=PromptKind.EMPTY_PHRASE)


def test_what_was_never_asked_reads_as_what_was_asked_in_few() -> None:
    assert set(counted().values()) == {PromptCount(prompt=kind) for kind in POLICY.prompts.order}


def test_each_prompt_that_is_on_stands_in_the_order_of_policy_and_after_them_what_was_on_before() -> None:
    order = (PromptKind.SAME_COMMENT, PromptKind.EMPTY_PHRASE)
    policy = POLICY.model_copy(update={"prompts": POLICY.prompts.model_copy(update={"order": order})})

    found = counted(stood("of_a_later_release"), stood(PromptKind.CUSTODY_WHILE_AWAY), policy=policy)

    assert list(found) == [*order, PromptKind.CUSTODY_WHILE_AWAY, "of_a_later_release"]


@pytest.mark.parametrize(("counts", "iqas"), [(True, 2 * FLOOR), (False, FLOOR)])
def test_what_prosecutors_asked_for_is_in_it_where_policy_counts_it(counts: bool, iqas: int) -> None:  # noqa: FBT001
    planning = POLICY.planning.model_copy(update={"asked_for_counts": counts})
    policy = POLICY.model_copy(update={"planning": planning})

    found = counted(stood(), stood(asked_for=True), policy=policy)

    assert found[PromptKind.EMPTY_PHRASE].iqas == iqas
