"""What a mail looks like, and what a calendar makes of an invitation."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from activities.ports import MessageKind
from domain import words
from domain.calendar import LONDON
from domain.notices import Meeting, NoticeKind
from infra.channels.mail import mail
from infra.channels.wording import kinds_of, words_of
from tests.infra.channels.letters import PLANNED, STREAM, TO, invitation, letter, notice
from tests.post import SENDER

PUBLIC = "https://iqa.example.test/inbox"


def sent(*args: object, **kwargs: object) -> str:
    return mail(letter(*args, **kwargs), sender=SENDER, public_url=PUBLIC).as_string()  # type: ignore[arg-type]


def calendar_of(meeting: Meeting = PLANNED, stream: str = STREAM) -> Calendar:
    planned = invitation(meeting)
    [told] = planned.notices
    moved = planned._replace(notices=(told.model_copy(update={"stream": stream}),))
    parts = mail(moved, sender=SENDER, public_url=PUBLIC).iter_parts()
    [part] = [part for part in parts if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == ("CANCEL" if meeting.cancelled else "REQUEST")
    found = Calendar.from_ical(part.get_content())
    assert isinstance(found, Calendar)
    return found


def test_the_same_letter_always_gives_the_same_bytes() -> None:
    one, other = (mail(invitation(), sender=SENDER, public_url=PUBLIC).as_bytes() for _ in range(2))

    assert one == other


def test_a_mail_says_that_a_machine_sent_it_and_can_be_sorted() -> None:
    made = mail(letter(), sender=SENDER, public_url=PUBLIC)

    assert made["Message-ID"] == "<5a4b3c2d-0000-5000-8000-00000000000a@mail.example.test>"
    assert made["Date"] == "Tue, 10 Nov 2026 09:00:00 +0000"
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["List-Id"] == "Individual Quality Assessments <iqa-notices.mail.example.test>"
    assert (made["To"], made["Importance"]) == (TO, None)


def test_what_is_urgent_says_so() -> None:
    urgent = letter(notice(NoticeKind.URGENT_ACTION, urgent=True), kind=MessageKind.URGENT)
    made = mail(urgent, sender=SENDER, public_url=PUBLIC)

    assert (made["Importance"], made["Subject"]) == ("high", "Urgent: Individual Quality Assessments")


def test_a_digest_counts_by_kind_in_the_order_of_the_kinds() -> None:
    kinds = (NoticeKind.REMINDER, NoticeKind.IQA_ASSIGNED, NoticeKind.ESCALATION, NoticeKind.IQA_ASSIGNED)
    digest = letter(*(notice(kind, n) for n, kind in enumerate(kinds)))

    assert words_of(digest, PUBLIC).text == (
        "You have 4 new notices:\n\n"
        "- something late that was escalated to you\n- a conversation to hold soon\n- 2 assessments for you to do\n\n"
        "See what it is about, and what to do: https://iqa.example.test/inbox\n\n"
        "This message was sent automatically. Please do not reply to it.\n"
    )


def test_an_invitation_says_when_it_is_and_what_was_called_off_when_it_would_have_been() -> None:
    off = PLANNED.model_copy(update={"cancelled": True, "start": None})

    assert "planned for you on Thu 12 Nov 2026 at 14:30." in words_of(invitation(PLANNED), PUBLIC).text
    assert (
        "planned for Thu 12 Nov 2026 will not take place as planned."
        in words_of(invitation(off), PUBLIC).text
    )


def test_without_a_public_address_the_command_is_named() -> None:
    told = words_of(letter(), None)

    assert "iqa inbox" in told.text
    assert "<a " not in told.html


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_mail_counts_each_kind_in_the_words_of_the_inbox(kind: NoticeKind) -> None:
    assert kinds_of(letter(notice(kind))) == (words.notice(notice(kind)),)
    assert "2" in kinds_of(letter(notice(kind), notice(kind, 2)))[0]


def test_a_digest_says_by_which_day_the_first_of_a_kind_was_due_and_of_which_step_only_the_inbox_does() -> (
    None
):
    due = {"deadline": "converse", "due": datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)}
    late = notice(NoticeKind.OVERDUE, 1, **due)
    later = notice(NoticeKind.OVERDUE, 2, **due | {"due": datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC)})

    assert kinds_of(letter(late)) == ("a step of yours that is overdue, due Tue 1 Dec 2026",)
    assert kinds_of(letter(later, late)) == (
        "2 steps of yours that are overdue, the first due Tue 1 Dec 2026",
    )
    assert words.notice(late) == (
        "a step of yours that is overdue, due Tue 1 Dec 2026: hold the conversation"
    )


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("as_kind", [MessageKind.DIGEST, MessageKind.URGENT])
def test_no_mail_names_a_stream_or_a_person(kind: NoticeKind, as_kind: MessageKind) -> None:
    told = sent(notice(kind), kind=as_kind)

    assert STREAM not in told
    assert "XN-" not in told


def test_an_invitation_is_a_private_event_in_london_time_with_its_zone() -> None:
    found = calendar_of()
    [event] = found.events

    assert (found["METHOD"], str(event["SUMMARY"]), event["CLASS"]) == (
        "REQUEST",
        "IQA conversation",
        "PRIVATE",
    )
    assert event.start == datetime(2026, 11, 12, 14, 30, tzinfo=LONDON)
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.duration == timedelta(minutes=45)
    assert [str(zone["TZID"]) for zone in found.timezones] == ["Europe/London"]
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == (f"mailto:{SENDER}", f"mailto:{TO}")
    assert STREAM not in found.to_ical().decode()


def test_a_conversation_stays_at_its_hour_when_the_clocks_change_meanwhile() -> None:
    summer = calendar_of(PLANNED.model_copy(update={"on": date(2027, 3, 29)}))
    [event] = summer.events

    assert event.start == datetime(2027, 3, 29, 13, 30, tzinfo=UTC)
    assert event["DTSTART"].to_ical() == b"20270329T143000"


def test_the_zone_in_an_invitation_says_what_london_s_clocks_do() -> None:
    [zone] = calendar_of().timezones
    told = zone.to_tz(lookup_tzid=False)
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 24 * 365 * 4, 7)]

    assert [at for at in hours if at.astimezone(told).utcoffset() != at.astimezone(LONDON).utcoffset()] == []


def test_without_a_time_the_day_is_set_and_left_free() -> None:
    [event] = calendar_of(PLANNED.model_copy(update={"start": None})).events

    assert (event.start, event.end) == (date(2026, 11, 12), date(2026, 11, 13))
    assert event["TRANSP"] == "TRANSPARENT"


def test_another_plan_of_the_same_iqa_replaces_the_first_in_the_calendar() -> None:
    [first] = calendar_of().events
    [second] = calendar_of(PLANNED.model_copy(update={"revision": 9})).events
    [other] = calendar_of(stream="iqa-2026-27-Q3-XN-P002-C1").events

    assert first["UID"] == second["UID"] != other["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (7, 9)


def test_a_plan_that_falls_away_is_cancelled() -> None:
    found = calendar_of(PLANNED.model_copy(update={"cancelled": True, "revision": 9}))
    [event] = found.events

    assert (found["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 9)
