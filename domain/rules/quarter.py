"""What a quarter asks of its own: is it open and running, and can its sample be drawn and proved."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import QUARTER

RULES: Final = {
    Reason.QUARTER_NOT_OPEN: Rule(
        Kind.NOT_FOUND,
        "This quarter is not open in this Area.",
        "Ask a senior manager or an administrator to open it.",
        QUARTER,
    ),
    Reason.QUARTER_NOT_RUNNING: Rule(
        Kind.RULE,
        "That quarter has not begun, is over, or has no working day left.",
        "Open the quarter that is running.",
        QUARTER,
    ),
    Reason.QUARTER_CLOSED: Rule(
        Kind.RULE, "The quarter is closed.", "Its sample stands; nothing more is needed.", QUARTER
    ),
    Reason.NOT_A_QUARTER: Rule(
        Kind.RULE, "That is no financial quarter.", "Write one as 2026-27-Q3.", "report ¶7.5 (inferred)"
    ),
    Reason.NOT_PLANNED: Rule(
        Kind.NOT_FOUND,
        "This quarter did not plan that IQA.",
        "Name an IQA that the quarter planned.",
        QUARTER,
    ),
    Reason.NO_SAMPLER: Rule(
        Kind.RULE,
        "Nobody in post in the Area may sample this IQA.",
        "Import the Area's senior managers or its chief crown prosecutor.",
        "report ¶4.13",
    ),
    Reason.NOTHING_TO_HAND_OVER: Rule(
        Kind.RULE,
        "Nothing waits for that person that the other could take.",
        "See their inbox, or name somebody else.",
        QUARTER,
    ),
    Reason.SEED_NOT_COMMITTED: Rule(
        Kind.CONFLICT,
        "The seed of the dip sample is missing, or is not the one committed to.",
        "Restore the table of seeds from a backup of this quarter.",
        QUARTER,
    ),
}
