"""Ways on the command line: the command that does each step, and the one that opens each view."""

from typing import Final

from domain.errors import See

STEPS: Final[dict[str, str]] = {
    "select": "iqa eligible {iqa}",
    "mark": "iqa mark {iqa}",
    "converse": "iqa hold-conversation {iqa}",
    "confirm_conversation": "iqa confirm-conversation {iqa}",
    "record_actions": "iqa action none {iqa}",
    "action": "iqa action complete {iqa} {item}",
    "answer_query": "iqa answer-query {iqa} {item}",
    "comment": "iqa comment {iqa}",
    "answer_request": "iqa answer-request {iqa} {item}",
    "dip_sample": "iqa dip-sample {iqa}",
    "feedback": "iqa feedback {iqa}",
    "acknowledge": "iqa acknowledge {iqa}",
    "revise": "iqa revise {iqa}",
    "development": "iqa development {iqa} {item}",
    "manager_talk": "iqa manager-talk-outcome {iqa} {item}",
    "reminder": "iqa hold-conversation {iqa}",
    "escalation": "iqa acknowledge-escalation {item}",
}
"""The command that does each step which waits for a person."""

VIEWS: Final[dict[See, str]] = {
    See.INBOX: "iqa inbox",
    See.RECORD: "iqa show",
    See.CHOICES: "iqa eligible",
    See.BLIND_RE_MARK: "iqa re-mark",
    See.ESCALATIONS: "iqa escalations",
    See.QUARTER_REPORT: "iqa quarter-report",
    See.REPLACE: "iqa replace",
    See.OWN_WORK: "iqa select --help",
    See.URGENT_ACTION: "iqa action add",
}
"""The command that opens each view, or does each step, which a remedy names."""

INSTEAD: Final[dict[See, str]] = {
    See.REPLACE: "Or give the case up and choose another: `iqa replace`.",
    See.URGENT_ACTION: "Or record an urgent action on this case: "
    "`iqa action add case-{urn} --urgent --what WHAT --owner STAFF_ID`.",
}
"""What else there is to do where a refusal names another way out."""


def to_do(step: str, item: str, iqa: str) -> str:
    """The command that does a step; for one of a newer release, the command that shows the IQA."""
    return STEPS.get(step, "iqa show {iqa}").format(item=item, iqa=iqa)
