"""Set a prompt aside."""

import pytest

from domain.errors import Reason
from domain.iqa.commands import DismissPrompt
from domain.iqa.events import PromptDismissed, PromptRaised
from domain.iqa.state import Prompt
from domain.policy import PromptKind
from tests.bdd import given
from tests.factories import (
    ASSESSOR,
    NOW,
    PROSECUTOR,
    SAMPLER,
    SENIOR,
    a_confirmed_iqa,
    a_sampled_iqa,
    a_selected_case,
    hold_conversation,
)

RAISED = PromptRaised(prompt="p1", about=PromptKind.EMPTY_PHRASE, questions=(1,))
OTHER = PromptRaised(prompt="p2", about=PromptKind.SAME_COMMENT, questions=(3, 9))
DISMISS = DismissPrompt(prompt="p1", because="considered")


def test_a_prompt_is_dismissed_for_a_listed_reason() -> None:
    outcome = given(*a_selected_case(), RAISED, OTHER).when(DISMISS)

    outcome.then(PromptDismissed(prompt="p1", because="considered"))
    assert outcome.iqa.prompts == (
        Prompt(prompt="p1", about="empty_phrase", questions=(1,), dismissed_because="considered"),
        Prompt(prompt="p2", about="same_comment", questions=(3, 9)),
    )


def test_a_prompt_never_stands_in_the_way() -> None:
    outcome = given(*a_confirmed_iqa(), RAISED).when(hold_conversation(), at=NOW)

    assert outcome.kinds == ["conversation_held"]


def test_it_is_dismissed_once() -> None:
    given(*a_selected_case(), RAISED, PromptDismissed(prompt="p1", because="mistaken")).when(DISMISS).refused(
        Reason.ALREADY_DONE
    )


def test_a_prompt_that_was_not_raised_cannot_be_dismissed() -> None:
    given(*a_selected_case(), OTHER).when(DISMISS).refused(Reason.UNKNOWN_PROMPT, "p1")


def test_an_unlisted_reason_dismisses_nothing() -> None:
    given(*a_selected_case(), RAISED).when(DismissPrompt(prompt="p1", because="busy")).refused(
        Reason.UNLISTED_REASON, "considered"
    )


@pytest.mark.parametrize("by", [PROSECUTOR, SENIOR])
def test_only_the_person_asked_dismisses_it(by: str) -> None:
    given(*a_selected_case(), RAISED).when(DISMISS, by=by).refused(Reason.NOT_PERMITTED)


def test_what_was_asked_of_the_sampler_is_the_samplers_to_dismiss() -> None:
    about_sample = PromptRaised(prompt="p1", about=PromptKind.ONLY_ABOUT_PROSECUTOR)
    asked = given(*a_sampled_iqa(), about_sample)

    asked.when(DISMISS, by=ASSESSOR).refused(Reason.NOT_PERMITTED)
    asked.when(DISMISS, by=SAMPLER).then(PromptDismissed(prompt="p1", because="considered"))
