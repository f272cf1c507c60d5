"""What a person was told lately: every notice stands here, whether or not it went out as mail."""

from datetime import timedelta
from typing import Annotated

from clients.cli.frame import present
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, number
from clients.cli.frame.report import Report, Table
from domain import words
from domain.notices import Notice
from domain.people import Person
from infra.postgres.connections import Connection
from infra.postgres.notices import Told, notices_of

_MOST_DAYS = 3_660


def notices(
    *,
    days: Annotated[int, number("How many days back; 14 where it is left out")] = 14,
    asking: Asking = ASKING,
) -> Report:
    """List what whoever asks was told, the latest first."""

    async def see(connection: Connection, person: Person) -> Report:
        since = present.now() - timedelta(days=min(days, _MOST_DAYS))
        found = await notices_of(connection, person.staff_id, since)
        document = {"who": person.staff_id, "notices": [_document(one) for one in found]}
        if not found:
            return Report(document, (f"Nothing was told to {person.staff_id} in the last {days} days.",))
        return Report(document, (_table(found),))

    return look(asking, see)


def _document(told: Told) -> dict[str, object]:
    return told.notice.model_dump(mode="json", exclude={"to"}) | {
        "says": words.notice(told.notice),
        "channel": told.channel,
        "sent_at": told.sent_at.isoformat() if told.sent_at else None,
    }


def _table(found: tuple[Told, ...]) -> Table:
    return Table(
        ("TOLD", "", "ABOUT", "WHAT", "WENT OUT"),
        [
            (
                words.moment(one.notice.at),
                "urgent" if one.notice.urgent else "",
                one.notice.stream,
                _what(one.notice),
                f"{one.channel}, {words.moment(one.sent_at)}" if one.sent_at else "",
            )
            for one in found
        ],
    )


def _what(notice: Notice) -> str:
    meeting = notice.meeting
    if meeting is None:
        return words.notice(notice)
    at = f" at {meeting.start:%H:%M}" if meeting.start else ""
    return f"{words.notice(notice)}: {words.a_day(meeting.on)}{at}"
