"""What a message says: how many notices of which kind, and where to read them. No case, no person, no mark, no words.

Plain English as GOV.UK writes it; one sentence for each kind, so that a phone's preview is enough.
"""

from collections import Counter
from datetime import datetime
from html import escape
from typing import Final, NamedTuple

from activities.ports import Letter, MessageKind
from domain.notices import NoticeKind
from domain.words import count, notices

SERVICE: Final = "Individual Quality Assessments"


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
    """How many notices of which kind a letter carries, and when the first is due, in the order of the kinds."""
    counts = Counter(notice.kind for notice in letter.notices)
    return tuple(notices(kind, counts[kind], _first_due(letter, kind)) for kind in NoticeKind if counts[kind])


def _first_due(letter: Letter, kind: NoticeKind) -> datetime | None:
    return min((one.due for one in letter.notices if one.kind is kind and one.due), default=None)


def _said(letter: Letter) -> tuple[str, str, tuple[str, ...]]:
    """The subject, the first sentence, and what it lists."""
    match letter.kind:
        case MessageKind.DIGEST:
            many = count(len(letter.notices), "new notice")
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
