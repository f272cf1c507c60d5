"""Refusals of the moment: another step comes first, or it was done before."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import FLOW

RULES: Final[dict[Reason, Rule]] = {
    Reason.STALE: Rule(
        Kind.CONFLICT,
        "Somebody changed this after you looked.",
        "Look again, then decide whether it still holds.",
        FLOW,
    ),
    Reason.IQA_ENDED: Rule(
        Kind.RULE, "The IQA was withdrawn.", "Only its open case actions can still be advanced.", FLOW
    ),
    Reason.IQA_CLOSED: Rule(
        Kind.RULE, "The IQA is closed.", "Its record stands; note anything new on the case.", FLOW
    ),
    Reason.ALREADY_DONE: Rule(Kind.RULE, "This step was done before.", "Nothing more is needed.", FLOW),
    Reason.NOT_DUE_YET: Rule(
        Kind.RULE, "That deadline has not come.", "Nothing is needed: the timer comes again.", FLOW
    ),
    Reason.ASSESSMENT_CONFIRMED: Rule(
        Kind.RULE,
        "The assessment is confirmed.",
        "Revise marks with a reason; only a senior manager can still withdraw it.",
        FLOW,
    ),
    Reason.ASSESSMENT_NOT_CONFIRMED: Rule(
        Kind.RULE, "The assessment is not confirmed yet.", "Confirm it first.", FLOW
    ),
    Reason.QUESTIONS_UNANSWERED: Rule(
        Kind.RULE, "Questions are still unanswered.", "Mark each question that is on.", "report ¶4.4"
    ),
    Reason.CONVERSATION_FIRST: Rule(
        Kind.RULE,
        "The conversation comes before the assessment is confirmed.",
        "Hold the conversation first.",
        "report ¶2.18; local policy",
    ),
    Reason.CONVERSATION_HELD: Rule(
        Kind.RULE, "The conversation is recorded as held or closed.", "Nothing more is needed.", FLOW
    ),
    Reason.CONVERSATION_NOT_HELD: Rule(Kind.RULE, "No conversation is recorded yet.", "Hold it first.", FLOW),
    Reason.ACTIONS_RECORDED: Rule(
        Kind.RULE, "Case actions are recorded already.", "Complete or hand over those that stand.", FLOW
    ),
    Reason.NOT_SAMPLED: Rule(
        Kind.RULE,
        "This IQA was not drawn for the dip sample.",
        "See `iqa inbox` for those that were.",
        "report ¶4.13",
    ),
    Reason.SAMPLE_NOT_STARTED: Rule(
        Kind.RULE,
        "The dip sample starts when the IQA is completed or its conversation overdue.",
        "Wait until then.",
        "report ¶2.10, ¶6.6",
    ),
    Reason.BLIND_RE_MARK_FIRST: Rule(
        Kind.RULE,
        "The sampler marks first, before the manager's marks are shown.",
        "Give your own answers with `iqa re-mark`.",
        "report ¶6.8; local policy, not a CPS rule",
    ),
    Reason.NOT_BLIND: Rule(
        Kind.RULE,
        "The marks were shown, or local policy asks for no blind re-mark.",
        "Give your verdicts with the dip sample.",
        "report ¶6.8; local policy, not a CPS rule",
    ),
    Reason.SAMPLE_NOT_RECORDED: Rule(
        Kind.RULE, "The dip sample is not recorded yet.", "Record it, then give feedback.", "report ¶4.14"
    ),
    Reason.FEEDBACK_NOT_GIVEN: Rule(
        Kind.RULE, "No feedback was given yet.", "It can be acknowledged once it is.", FLOW
    ),
}
