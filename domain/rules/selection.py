"""Refusals of a case, or of the work on it that is to be assessed."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import FLOW, POLICY

RULES: Final[dict[Reason, Rule]] = {
    Reason.NO_CASE_SELECTED: Rule(
        Kind.RULE, "No case is selected yet.", "Select one: `iqa eligible` lists the choices.", FLOW
    ),
    Reason.ALREADY_ASSESSED: Rule(
        Kind.CONFLICT,
        "The same work of the same prosecutor on this case is assessed in another IQA.",
        "Choose another case, or other work on it.",
        "report ¶2.3",
    ),
    Reason.CASE_NOT_LIVE: Rule(
        Kind.RULE,
        "The case is not live.",
        "Choose a live case, or override with a reason that seniors see.",
        "report ¶4.18, ¶4.19",
    ),
    Reason.CASE_NOT_PROGRESSED: Rule(
        Kind.RULE,
        "The case has not progressed far enough for this work to be assessed.",
        "Choose another, or override with a reason that seniors see.",
        "report ¶4.18, ¶4.19; what counts as progressed is local policy",
    ),
    Reason.TOO_LITTLE_OWN_WORK: Rule(
        Kind.RULE,
        "The prosecutor has not done the work that would be assessed.",
        "Choose work that is theirs, or override with a reason that seniors see.",
        "report ¶2.3, ¶2.5, ¶4.20; what counts as the work is local policy",
    ),
    Reason.GUILTY_PLEA: Rule(
        Kind.RULE,
        "A guilty plea was entered.",
        "Choose another case, or override with a reason that seniors see.",
        "report ¶4.18",
    ),
    Reason.GUILTY_PLEA_ANTICIPATED: Rule(
        Kind.RULE,
        "A guilty plea is anticipated.",
        "Choose another case, or override with a reason that seniors see.",
        "report ¶4.18",
    ),
    Reason.OVERRIDE_NOT_ALLOWED: Rule(
        Kind.RULE,
        "That rule cannot be overridden, or did not stand in the way.",
        "Leave the override out.",
        POLICY,
    ),
    Reason.WORK_NOT_AT_THIS_STAGE: Rule(
        Kind.RULE,
        "That work is not yet done on a case at this stage.",
        "Name work that the case has reached.",
        "report ¶4.17, ¶5.8",
    ),
    Reason.NO_WORK_NAMED: Rule(
        Kind.RULE, "No work was named.", "Name the work assessed: it fixes the questions.", "report ¶4.17"
    ),
    Reason.CONVERSATION_TOO_OLD: Rule(
        Kind.RULE,
        "That case conversation is too long ago to start an IQA.",
        "Note a recent one, or select directly.",
        POLICY,
    ),
    Reason.CONVERSATION_OF_OTHERS: Rule(
        Kind.RULE,
        "That case conversation was between other people or on another case.",
        "Name your own with this prosecutor.",
        FLOW,
    ),
}
