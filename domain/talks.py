"""Talks with a prosecutor about a case: an everyday one that was noted, and how one may talk.

An IQA that starts from a noted talk has its words, day and way already, and nobody types them again (report ¶2.16).
"""

from datetime import date

from domain.assessment import Mode, TalkedOver
from domain.errors import Reason, Refused
from domain.facts import Facts
from domain.values import Code, Note, Value


class EverydayTalk(TalkedOver):
    """An everyday conversation about a case: which manager noted it, when it was, how, and what was said."""

    manager: Code
    on: date
    mode: Mode


class NotedTalk(EverydayTalk):
    """The same as it stands on its case, by its id there, and with whom it was."""

    conversation_id: Code
    prosecutor: Code


class SaidOf(Value):
    """What was said of one question in a conversation from before its mark."""

    question: int
    sentence: Note


def mode_refused(mode: Mode, facts: Facts) -> Refused | None:
    """Refuse a way of talking that the local policy does not list (report ¶4.2)."""
    modes = facts.policy.conversation.modes
    return None if mode in modes else Refused(reason=Reason.MODE_NOT_ALLOWED, detail=", ".join(modes))
