"""Refusals of what was written: marks, days, reasons that are missing or do not fit."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import FLOW, POLICY

RULES: Final[dict[Reason, Rule]] = {
    Reason.NOTHING_WRITTEN: Rule(
        Kind.RULE, "There is nothing to record.", "Give at least one mark or note.", FLOW
    ),
    Reason.QUESTION_TWICE: Rule(
        Kind.RULE, "The same question is answered twice.", "Give one answer to each question.", FLOW
    ),
    Reason.QUESTION_NOT_ON: Rule(
        Kind.RULE,
        "That question is not on for this work.",
        "Say why it should be answered.",
        "report ¶4.17, ¶5.8",
    ),
    Reason.NOT_APPLICABLE_NEEDS_REASON: Rule(
        Kind.RULE,
        "Not applicable needs a reason, and never stands for what should have been done and was not.",
        "Give one of the listed reasons, or mark no.",
        "report ¶4.4, ¶4.17",
    ),
    Reason.NO_NEEDS_IMPROVEMENT: Rule(
        Kind.RULE,
        "A no needs an area for improvement.",
        "Write what should be done differently.",
        f"report ¶5.30; {POLICY}",
    ),
    Reason.REVISION_NEEDS_REASON: Rule(
        Kind.RULE,
        "A mark that the conversation changed needs a reason.",
        "Say why it was changed.",
        "report ¶2.16, ¶2.18",
    ),
    Reason.AMENDMENT_DOES_NOT_FIT: Rule(
        Kind.RULE,
        "An upheld query amends the mark, and one that is not upheld amends nothing.",
        "Give the amended mark, or answer that the query is not upheld.",
        FLOW,
    ),
    Reason.REMARKS_MISSING: Rule(
        Kind.RULE,
        "Some questions must be re-marked.",
        "Re-mark the questions named.",
        f"report ¶6.5, ¶6.8; {POLICY}",
    ),
    Reason.MODE_NOT_ALLOWED: Rule(
        Kind.RULE,
        "A conversation is not held in that way here.",
        "Choose one of the ways listed.",
        f"report ¶4.2; {POLICY}",
    ),
    Reason.CONVERSATION_IN_FUTURE: Rule(
        Kind.RULE,
        "That day has not come.",
        "Plan the conversation instead: an intention is not a conversation.",
        "report Annex C 14",
    ),
    Reason.CONVERSATION_IN_PAST: Rule(
        Kind.RULE, "That day is past.", "Record a conversation that took place as held.", "report Annex C 14"
    ),
    Reason.CONVERSATION_BEFORE_SELECTION: Rule(
        Kind.RULE,
        "That day is before the case was selected.",
        "Give the day of the conversation on this assessment.",
        "report ¶2.9",
    ),
    Reason.FEEDBACK_BEFORE_SAMPLE: Rule(
        Kind.RULE,
        "That day is before the dip sample was recorded.",
        "Give the day of the feedback on this dip sample.",
        "report ¶6.10",
    ),
    Reason.NOT_NEXT_IQA: Rule(
        Kind.RULE,
        "That IQA cannot show it: it takes one by the same manager, confirmed since the feedback.",
        "Name a later IQA of that manager, or say not_yet.",
        "report Annex B 3f",
    ),
    Reason.DAY_TO_COME: Rule(Kind.RULE, "That day has not come.", "Record it once it has happened.", FLOW),
    Reason.DUE_IN_PAST: Rule(
        Kind.RULE, "That due date is past.", "Give a date from today on.", "report ¶4.11"
    ),
}
