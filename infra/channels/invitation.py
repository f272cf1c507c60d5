"""An invitation to a conversation as calendars read it (RFC 5545, RFC 5546): requested, moved, cancelled.

Local London time with its zone, so that a conversation at 14:30 stays at 14:30 when the clocks change meanwhile.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain.calendar import LONDON
from domain.ids import derived_id
from domain.notices import Meeting, Notice

SUMMARY: Final = "IQA conversation"

_LONDON_TIME: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
"""The rule since 1996, not the list of every change since 1970 that a library writes: few calendars read that."""


def method_of(meeting: Meeting) -> str:
    """How the calendar is to take it (RFC 5546 §1.4)."""
    return "CANCEL" if meeting.cancelled else "REQUEST"


def invitation(notice: Notice, meeting: Meeting, *, organizer: str, to: str, public_url: str | None) -> bytes:
    """Return the calendar object for one person; the same notice always gives the same bytes."""
    from icalendar import vCalAddress  # noqa: PLC0415  loads slowly, only the post needs it

    organized_by, attendee = vCalAddress(f"mailto:{organizer}"), vCalAddress(f"mailto:{to}")
    attendee.params["ROLE"], attendee.params["RSVP"] = "REQ-PARTICIPANT", "FALSE"
    concerned = {"organizer": organized_by, "attendee": attendee}
    event = Entry(notice.stream, meeting, notice.at, organizer.rpartition("@")[2], public_url)
    return _written(event, method_of(meeting), concerned)


class Entry(NamedTuple):
    """What stands in a calendar: the conversation of which stream, as it was agreed at an instant (UTC).

    ``domain`` is whose name the UID ends with: that of the stream's conversation, told by nothing that it is made of.
    """

    stream: str
    meeting: Meeting
    at: datetime
    domain: str
    url: str | None


def entry(one: Entry) -> bytes:
    """Return the calendar object that somebody adds to their own calendar; it names nobody."""
    return _written(one, "PUBLISH", {})


def _written(one: Entry, method: str, concerned: Mapping[str, object]) -> bytes:
    from icalendar import Calendar, Event, Timezone  # noqa: PLC0415  as above

    event = Event()
    event.add("uid", f"{derived_id('conversation', one.stream)}@{one.domain}")
    event.add("sequence", one.meeting.revision)
    event.add("dtstamp", one.at)
    event.add("summary", SUMMARY)
    event.add("status", "CANCELLED" if one.meeting.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if one.url:
        event.add("url", one.url)
    for name, who in concerned.items():
        event.add(name, who)
    _when(event.add, one.meeting)
    calendar = Calendar()
    calendar.add("prodid", "-//IQA//Notices//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if one.meeting.start is not None:
        calendar.add_component(Timezone.from_ical(_LONDON_TIME))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _when(add: Callable[[str, object], None], meeting: Meeting) -> None:
    """A time where one was agreed, otherwise the whole day, which leaves it free for other things."""
    if meeting.start is None:
        add("dtstart", meeting.on)
        add("dtend", meeting.on + timedelta(days=1))
        add("transp", "TRANSPARENT")
        return
    start = datetime.combine(meeting.on, meeting.start, tzinfo=LONDON)
    add("dtstart", start)
    add("duration", timedelta(minutes=meeting.minutes))
    add("transp", "OPAQUE")
