"""What a person was told lately: every notice stands here, whether or not it went out as mail."""

from collections.abc import Iterator
from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import ASKING, Asking, number
from clients.cli.frame.report import Part, Report, Table
from clients.cli.look.custody import in_custody
from clients.cli.quarter.exceptions import exceptional
from clients.desk.desk import Desk, SignedIn
from clients.desk.notices import NoticeLine, Notices
from clients.desk.notices import notices as told_to
from domain import words


def notices(
    *,
    days: Annotated[int, number("How many days back; 14 where it is left out")] = 14,
    asking: Asking = ASKING,
) -> Report:
    """List what whoever asks was told, the latest first."""

    async def see(desk: Desk, by: SignedIn) -> Notices:
        return await told_to(desk, by, days=days)

    found = at_desk(asking, see)
    nothing = f"Nothing was told to {found.person(found.who)} in the last {words.count(days, 'day')}."
    parts = (_table(found.notices), *_custody(found), *_exceptions(found)) if found.notices else (nothing,)
    return Report(found.model_dump(mode="json"), parts)


def _custody(found: Notices) -> Iterator[Part]:
    """The cases in custody that a notice tells of, with the absence and the cover."""
    for one in found.notices:
        if one.custody:
            yield f"In custody in your line, as told {words.moment(one.at)}:"
        for each in one.custody:
            yield in_custody(each, found)


def _exceptions(found: Notices) -> Iterator[Part]:
    """The rules set aside that a week's notice tells of, with who and why."""
    for one in found.notices:
        if one.exceptions:
            yield f"Set aside in your line, as told {words.moment(one.at)}:"
        for each in one.exceptions:
            yield from exceptional(each, found)


def _table(found: tuple[NoticeLine, ...]) -> Table:
    return Table(
        ("TOLD", "", "ABOUT", "WHAT", "WENT OUT"),
        [
            (
                words.moment(one.at),
                "urgent" if one.urgent else "",
                one.stream,
                _what(one),
                f"{one.channel}, {words.moment(one.sent_at)}" if one.sent_at else "",
            )
            for one in found
        ],
    )


def _what(notice: NoticeLine) -> str:
    meeting = notice.meeting
    if meeting is None:
        return notice.says
    at = f" at {meeting.start:%H:%M}" if meeting.start else ""
    return f"{notice.says}: {words.a_day(meeting.on)}{at}"
