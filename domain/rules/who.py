"""Refusals of the person who acts, or who is named."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import PERMITTED

RULES: Final[dict[Reason, Rule]] = {
    Reason.NOT_PERMITTED: Rule(
        Kind.NOT_PERMITTED,
        "This step belongs to somebody else.",
        "Ask the person named, or a senior manager to reassign it.",
        PERMITTED,
    ),
    Reason.NOT_IN_POST: Rule(
        Kind.NOT_PERMITTED,
        "That person is not in post on this day.",
        "Name somebody who is, or import the people again.",
        PERMITTED,
    ),
    Reason.OWN_WORK: Rule(
        Kind.NOT_PERMITTED,
        "Nobody assesses, samples or answers for their own work.",
        "Ask another manager.",
        "report ¶4.13, ¶5.31",
    ),
    Reason.OTHER_AREA: Rule(
        Kind.NOT_PERMITTED, "This belongs to another Area.", "Choose within the Area.", "report ¶4.13"
    ),
    Reason.TOOK_PART: Rule(
        Kind.NOT_PERMITTED,
        "Somebody who took part in the IQA cannot sample it.",
        "Ask another senior manager, or leave out what that person decided.",
        "report ¶5.31",
    ),
}
