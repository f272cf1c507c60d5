"""What a message says: how many notices of which kind, and where to read them. No case, no person, no mark, no words.

Plain English as GOV.UK writes it; one sentence for each kind, so that a phone's preview is enough.
"""

from collections import Counter
from html import escape
from typing import Final, NamedTuple

from activities.ports import Letter, MessageKind
from domain.notices import NoticeKind

SERVICE: Final = "Individual Quality Assessments"

KINDS: Final[dict[NoticeKind, tuple[str, str]]] = {
    NoticeKind.URGENT_ACTION: ("1 urgent case action", "{n} urgent case actions"),
    NoticeKind.ESCALATION: ("1 matter escalated to you", "{n} matters escalated to you"),
    NoticeKind.ESCALATION_CLIMBED: (
        "1 matter that nobody has taken on yet",
        "{n} matters that nobody has taken on yet",
    ),
    NoticeKind.OVERDUE: ("1 step of yours that is overdue", "{n} steps of yours that are overdue"),
    NoticeKind.REMINDER: ("1 conversation to hold soon", "{n} conversations to hold soon"),
    NoticeKind.IQA_ASSIGNED: ("1 IQA to assess", "{n} IQAs to assess"),
    NoticeKind.IQA_REPLANNED: ("1 IQA with another target date", "{n} IQAs with another target date"),
    NoticeKind.IQA_WITHDRAWN: ("1 IQA withdrawn", "{n} IQAs withdrawn"),
    NoticeKind.ASSESSMENT_CONFIRMED: ("1 IQA of your work to read", "{n} IQAs of your work to read"),
    NoticeKind.MARKS_REVISED: ("1 IQA of your work that was revised", "{n} revisions of IQAs of your work"),
    NoticeKind.CONVERSATION_INVITATION: ("1 IQA conversation in your calendar", "{n} IQA conversations"),
    NoticeKind.CONVERSATION_TO_CONFIRM: ("1 conversation to confirm", "{n} conversations to confirm"),
    NoticeKind.CONVERSATION_DISPUTED: (
        "1 conversation that is open again",
        "{n} conversations that are open again",
    ),
    NoticeKind.CONVERSATION_CLOSED: (
        "1 conversation closed without being held",
        "{n} conversations closed without being held",
    ),
    NoticeKind.ACTION_ASSIGNED: ("1 case action for you", "{n} case actions for you"),
    NoticeKind.COMMENT_MADE: ("1 comment on an assessment", "{n} comments on assessments"),
    NoticeKind.QUERY_RAISED: ("1 query to answer", "{n} queries to answer"),
    NoticeKind.QUERY_ANSWERED: ("1 answer to your query", "{n} answers to your queries"),
    NoticeKind.SAMPLE_DRAWN: ("1 IQA to dip sample", "{n} IQAs to dip sample"),
    NoticeKind.FEEDBACK_GIVEN: ("feedback for you to acknowledge", "feedback on {n} IQAs to acknowledge"),
    NoticeKind.DEVELOPMENT_REVIEWED: (
        "a development action of yours that was looked at again",
        "{n} development actions of yours that were looked at again",
    ),
    NoticeKind.WORK_HANDED_OVER: ("work handed over to you", "work handed over to you {n} times"),
    NoticeKind.PACE_WARNING: (
        "a warning about the pace of your assessments",
        "{n} warnings about the pace of your assessments",
    ),
    NoticeKind.PACE_RAISED: (
        "a matter of pace with one of your managers",
        "{n} matters of pace with your managers",
    ),
    NoticeKind.PACE_PATTERN: ("the week's pattern in your Area", "{n} weeks' patterns in your Area"),
    NoticeKind.QUARTER_CLOSED: ("1 quarter closed", "{n} quarters closed"),
}
"""How one and how many of a kind are told: always a noun that stands after "You have"."""


class Words(NamedTuple):
    """What a message says, as a subject, as lines of text and as a page."""

    subject: str
    text: str
    html: str


def words_of(letter: Letter, public_url: str | None) -> Words:
    """Return the words of a letter; without a public address the command line is named instead."""
    subject, says, items = _said(letter)
    where = f"Read more: {public_url}" if public_url else "Read more with the command: iqa inbox"
    link = f'<a href="{escape(public_url)}">Read more</a>' if public_url else escape(where)
    listed = "\n".join(f"- {item}" for item in items)
    text = "\n\n".join(part for part in (says, listed, where, _FOOTER) if part) + "\n"
    points = "".join(f"<li>{escape(item)}</li>" for item in items)
    page = f"<p>{escape(says)}</p>" + (f"<ul>{points}</ul>" if points else "") + f"<p>{link}</p>"
    html = f'<html lang="en-GB"><body>{page}<p>{escape(_FOOTER)}</p></body></html>'
    return Words(subject, text, html)


def kinds_of(letter: Letter) -> tuple[str, ...]:
    """How many notices of which kind a letter carries, in the order of the kinds."""
    counts = Counter(notice.kind for notice in letter.notices)
    return tuple(
        one if counts[kind] == 1 else many.format(n=counts[kind])
        for kind, (one, many) in KINDS.items()
        if counts[kind]
    )


def _said(letter: Letter) -> tuple[str, str, tuple[str, ...]]:
    """The subject, the first sentence, and what it lists."""
    match letter.kind:
        case MessageKind.DIGEST:
            number = len(letter.notices)
            many = "1 new notice" if number == 1 else f"{number} new notices"
            return f"{SERVICE}: {many}", f"You have {many}:", kinds_of(letter)
        case MessageKind.URGENT:
            return f"Urgent: {SERVICE}", "Something urgent waits for you:", kinds_of(letter)
        case MessageKind.INVITATION if any(n.meeting and n.meeting.cancelled for n in letter.notices):
            return (
                "IQA conversation cancelled",
                "An IQA conversation that was planned for you will not take place as planned.",
                (),
            )
        case MessageKind.INVITATION:
            return "IQA conversation", "An IQA conversation is planned for you.", ()


_FOOTER: Final = "This message was sent automatically. Please do not reply to it."
