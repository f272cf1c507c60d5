"""Looks: who was shown what when, or was refused it; for auditors alone, one by one, and no figure of anybody.

DPA 2018 s62 asks for the consultation of such records to be logged: who, when, and what was disclosed.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.ids import is_case, is_iqa, is_quarter
from domain.values import Code, Line, Value

SHOWN: Final = "shown"
"""The outcome of a look that somebody was let have; that of any other is the rule by which it was refused."""

_LONGEST: Final = 64


class Showing(StrEnum):
    """What there is to look at: each view of the desk by which somebody is shown an IQA, a person or a list."""

    INBOX = "inbox"
    ESCALATIONS = "escalations"
    MATTERS = "matters"
    LADDER = "ladder"
    LIST = "list"
    FOUND = "found"
    NOTICES = "notices"
    CHOICES = "choices"
    WORKSHEET = "worksheet"
    RECORD = "record"
    OVERVIEW = "overview"
    CASE = "case"
    STORY = "story"
    VERSIONS = "versions"
    VERIFICATION = "verification"
    AUDIT = "audit"
    PACE = "pace"
    REPORT = "report"
    NATIONAL = "national"
    EXCEPTIONS = "exceptions"
    SAMPLE = "sample"
    SECOND_CHECKS = "second_checks"
    REFUSALS = "refusals"
    ACCESS_LOG = "access_log"
    SIGN_INS = "sign_ins"


class Look(Value):
    """One look: ``at`` and ``signed_in_at`` are UTC, ``place`` is where from: a machine's name, a browser's address.

    ``stream`` is the IQA, case or quarter, None where it is no single one; ``parts`` are the parts of an IQA shown.
    """

    at: datetime
    who: Code
    how: Code
    signed_in_at: datetime
    place: Line | None
    showing: Showing
    stream: Code | None
    parts: tuple[Code, ...]
    outcome: Code


def named(typed: str) -> str | None:
    """What was typed, as far as it may be kept: an id of a stream and nothing else that somebody wrote."""
    is_stream = is_iqa(typed) or is_case(typed) or is_quarter(typed)
    return typed if is_stream and len(typed) <= _LONGEST and typed.isprintable() else None
