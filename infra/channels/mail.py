"""A letter as a mail (RFC 5322): the same letter always gives the same bytes, its Message-ID first of all."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from activities.ports import Letter, MessageKind
from infra.channels.invitation import invitation, method_of
from infra.channels.wording import SERVICE, words_of

_LIST: Final = "iqa-notices"


def mail(letter: Letter, *, sender: str, public_url: str | None) -> EmailMessage:
    """Return the mail of a letter, as text and as a page, with an invitation where it carries one."""
    words, domain = words_of(letter, public_url), sender.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message["Date"] = format_datetime(letter.made_at)
    message["From"] = f"{SERVICE} <{sender}>"
    message["To"] = Address(addr_spec=letter.email)
    message["Subject"] = words.subject
    message["List-Id"] = f"{SERVICE} <{_LIST}.{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5
    message["X-Auto-Response-Suppress"] = "All"
    if letter.kind is MessageKind.URGENT:
        message["Importance"] = "high"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    for notice in letter.notices:
        if notice.meeting is not None:
            calendar = invitation(
                notice, notice.meeting, organizer=sender, to=letter.email, public_url=public_url
            )
            params = {"method": method_of(notice.meeting)}
            message.add_alternative(calendar.decode(), subtype="calendar", params=params)
    message.set_boundary(f"=_{letter.message_id.hex}")
    return message
