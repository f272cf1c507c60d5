"""What a message says: how many notices of which kind, and where to read them. No case, no person, no mark, no words.

Plain English as GOV.UK writes it; one sentence for each kind, so that a phone's preview is enough.
"""

from collections import Counter
from datetime import datetime
from html import escape
from typing import Final, NamedTuple

from activities.ports import Letter, MessageKind
from domain.notices import Meeting, NoticeKind
from domain.words import a_day, count, notices

SERVICE: Final = "Individual Quality Assessments"


class Words(NamedTuple):
    """What a message says, as a subject, as lines of text and as a page."""

    subject: str
    text: str
    html: str


def words_of(letter: Letter, public_url: str | None) -> Words:
    """Return the words of a letter; without a public address the command line is named instead."""
    subject, says, items = _said(letter)
    where = f"{_WHERE}: {public_url}" if public_url else f"{_WHERE} with the command: iqa inbox"
    link = f'<a href="{escape(public_url)}">{_WHERE}</a>' if public_url else escape(where)
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
        case MessageKind.INVITATION:
            return _of_a_meeting(next(one.meeting for one in letter.notices if one.meeting))


def _of_a_meeting(meeting: Meeting) -> tuple[str, str, tuple[str, ...]]:
    """What an invitation says: the day, and the time where one was agreed."""
    when = a_day(meeting.on) + (f" at {meeting.start:%H:%M}" if meeting.start else "")
    if meeting.cancelled:
        says = f"The IQA conversation that was planned for {when} will not take place as planned."
        return "IQA conversation cancelled", says, ()
    return "IQA conversation", f"An IQA conversation is planned for you on {when}.", ()


_WHERE: Final = "See what it is about, and what to do"
_FOOTER: Final = "This message was sent automatically. Please do not reply to it."
