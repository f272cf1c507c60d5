"""What people were asked first in a quarter, and what they recorded all the same: by rule and Area, never by person.

Counted is each thing that a prompt was about (the words under one question, or one fact of the case) once in an IQA,
however often it was put: *asked* wherever somebody was asked about it or answered it, *recorded* where a listed answer
stands on the record. What is left was not recorded so: it was written otherwise, or not at all, whether or not anybody
said that they heeded it; which of the two it was, nobody kept. An answer that holds (it did take place) counts as
recorded too, so neither number says that a person was right or wrong (report ¶2.13).
"""

from collections.abc import Iterable

from domain.policy import Policy
from domain.prompts import PromptKind
from domain.quarter.close.report import PromptCount
from domain.quarter.pace.standing import PromptStanding


def prompt_counts(standing: Iterable[PromptStanding], policy: Policy) -> tuple[PromptCount, ...]:
    """Count each prompt that is on, or was, in policy's order; no number where it was put in too few IQAs (¶6.12).

    What prosecutors asked for is in it where policy counts it, as in every other figure.
    """
    counted = [one for one in standing if policy.planning.asked_for_counts or not one.asked_for]
    since_off = sorted({one.about for one in counted} - set(policy.prompts.order))
    return tuple(
        _count(about, [one for one in counted if one.about == about], policy.selection.told_from)
        for about in (*policy.prompts.order, *since_off)
    )


def _count(about: PromptKind | str, found: list[PromptStanding], told_from: int) -> PromptCount:
    iqas = sum(one.iqas for one in found)
    if iqas < told_from:
        return PromptCount(prompt=about)
    return PromptCount(
        prompt=about,
        iqas=iqas,
        asked=sum(one.asked for one in found),
        recorded=sum(one.recorded for one in found),
    )
