"""Refusals of what is named: nothing of that id is here, or it is here already."""

from typing import Final

from domain.errors import Kind, Reason, Rule
from domain.rules.sources import FLOW, POLICY

RULES: Final[dict[Reason, Rule]] = {
    Reason.NOT_OPEN: Rule(Kind.NOT_FOUND, "There is no such IQA.", "Check the id with `iqa inbox`.", FLOW),
    Reason.ALREADY_OPEN: Rule(
        Kind.CONFLICT, "It is already open.", "Go on with it; nothing was changed.", FLOW
    ),
    Reason.UNKNOWN_PERSON: Rule(
        Kind.NOT_FOUND,
        "Nobody with that staff id was imported.",
        "Check the id, or import the people again.",
        "people.csv",
    ),
    Reason.UNKNOWN_ABSENCE: Rule(
        Kind.NOT_FOUND,
        "Nobody is recorded away from that day for that reason.",
        "Give the first day and the kind as they were entered or imported.",
        "absences.csv",
    ),
    Reason.UNKNOWN_CASE: Rule(
        Kind.NOT_FOUND,
        "No case with that URN was imported.",
        "Check the URN, or import the cases again.",
        "cases.csv",
    ),
    Reason.UNKNOWN_ACTION: Rule(
        Kind.NOT_FOUND, "There is no such case action.", "See `iqa show` for its actions.", FLOW
    ),
    Reason.UNKNOWN_QUERY: Rule(
        Kind.NOT_FOUND, "There is no such query.", "See `iqa show` for its queries.", FLOW
    ),
    Reason.UNKNOWN_QUESTION: Rule(
        Kind.RULE,
        "There is no such question here.",
        "Use the numbers that `iqa show` lists.",
        "report Annex C",
    ),
    Reason.UNKNOWN_PROMPT: Rule(
        Kind.NOT_FOUND, "That prompt was not raised.", "See `iqa show` for its prompts.", FLOW
    ),
    Reason.UNKNOWN_CONVERSATION: Rule(
        Kind.NOT_FOUND,
        "No such case conversation was noted.",
        "Note it first, or select the case directly.",
        "report ¶2.16",
    ),
    Reason.UNKNOWN_ESCALATION: Rule(
        Kind.NOT_FOUND, "No such escalation waits here.", "See `iqa escalations`.", FLOW
    ),
    Reason.UNKNOWN_DEVELOPMENT: Rule(
        Kind.NOT_FOUND,
        "The feedback asked for nothing of that id to be developed.",
        "See `iqa show` for what it asked.",
        "report Annex B 3e",
    ),
    Reason.UNLISTED_REASON: Rule(
        Kind.RULE, "That reason is not on the list.", "Choose one of the listed reasons.", POLICY
    ),
    Reason.COMMAND_ID_REUSED: Rule(
        Kind.CONFLICT,
        "This command id was used for something else.",
        "Leave the id out to make a new one.",
        "docs/adr",
    ),
    Reason.TOO_MANY: Rule(
        Kind.RULE, "That is more than one IQA can hold.", "Say less, or note it on the case.", POLICY
    ),
    Reason.BEYOND_CALENDAR: Rule(
        Kind.RULE,
        "That date is beyond the calendar of working days.",
        "Give another date, or install a newer calendar.",
        "GOV.UK bank holidays",
    ),
}
