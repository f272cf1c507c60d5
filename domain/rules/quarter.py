"""What a quarter asks of its own: is it open and running, and can its sample be drawn and proved."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import POLICY, QUARTER

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
    Reason.QUARTER_NOT_OVER: Rule(
        Kind.RULE,
        "The quarter is not over yet.",
        "Close it on the day after its last one, or let it close by itself; `iqa quarter-report` shows it until then.",
        QUARTER,
    ),
    Reason.QUARTER_CLOSED: Rule(
        Kind.RULE,
        "The quarter is closed.",
        "Its sample and its report stand; nothing more is needed.",
        QUARTER,
    ),
    Reason.UNKNOWN_POLICY: Rule(
        Kind.NOT_FOUND,
        "No policy of that version is installed where the commands are judged.",
        "Put its file beside the one that IQA_POLICY names, and start the workers again.",
        POLICY,
    ),
    Reason.NOT_A_QUARTER: Rule(
        Kind.RULE, "That is no financial quarter.", "Write one as 2026-27-Q3.", "report ¶7.5 (inferred)"
    ),
    Reason.ENDS_BEFORE_IT_STARTS: Rule(
        Kind.RULE, "The last day is before the first.", "Give the first day, then the last.", "absences.csv"
    ),
    Reason.COVERS_THEMSELVES: Rule(
        Kind.RULE,
        "Nobody covers their own absence.",
        "Name somebody else, or leave the cover out.",
        "absences.csv",
    ),
    Reason.NOT_PLANNED: Rule(
        Kind.NOT_FOUND,
        "This quarter did not plan that IQA.",
        "Name an IQA that the quarter planned.",
        QUARTER,
    ),
    Reason.OTHER_QUARTER: Rule(
        Kind.RULE,
        "The assessment was confirmed in another quarter.",
        "Pick the IQA in the quarter in which it was confirmed.",
        "report ¶4.13",
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
