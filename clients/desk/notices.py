"""Notices: what a person was told lately; each stands here, whether or not it went out as mail."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from clients.desk.desk import Desk, SignedIn
from clients.desk.exceptions import Exceptional, exceptional
from clients.desk.names import Naming, with_names
from domain import words
from domain.custody import CustodyAway
from domain.looks import Showing
from domain.notices import Meeting, Notice, NoticeKind
from domain.values import Code, Value
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.custody import custody_found
from infra.postgres.notices import Told, notices_of

_MOST_DAYS: Final = 3_660


class NoticeLine(Value):
    """What somebody was told, in words; instants are UTC, and ``sent_at`` is None while it waits for the post.

    ``deadline`` names the step that it is about, where that is ``due`` by a time.
    ``exceptions`` are those that a week's notice to a senior manager tells of, with their reasons; ``custody`` are the
    cases of a notice of custody while the prosecutor is away.
    """

    notice_id: UUID
    area: Code
    stream: Code
    version: int
    kind: NoticeKind
    urgent: bool
    at: datetime
    meeting: Meeting | None
    deadline: Code | None
    due: datetime | None
    says: str
    channel: Code | None
    sent_at: datetime | None
    exceptions: tuple[Exceptional, ...] = ()
    custody: tuple[CustodyAway, ...] = ()


class Notices(Naming):
    """What a person was told, the latest first."""

    who: Code
    notices: tuple[NoticeLine, ...]


async def notices(desk: Desk, by: SignedIn, *, days: int) -> Notices:
    """List what whoever asks was told in so many days; raises ``Unreachable`` or ``CommandRefused``."""
    async with desk.looking(by, Showing.NOTICES) as (connection, person, _):
        since = desk.now() - timedelta(days=min(days, _MOST_DAYS))
        found = await notices_of(connection, person.staff_id, since)
        lines = [await _line(desk, connection, told) for told in found]
        told = Notices(who=person.staff_id, notices=tuple(lines))
        return await with_names(connection, told)


async def _line(desk: Desk, connection: Connection, told: Told) -> NoticeLine:
    notice = dict(told.notice)
    known = {name: notice[name] for name in NoticeLine.model_fields if name in notice}
    return NoticeLine(
        **known,
        says=words.notice(told.notice),
        channel=told.channel,
        sent_at=told.sent_at,
        exceptions=await _exceptions(desk, connection, told.notice),
        custody=await _custody(connection, told.notice),
    )


async def _custody(connection: Connection, notice: Notice) -> tuple[CustodyAway, ...]:
    """The cases in custody that the quarter put to those above, as it found them."""
    if notice.kind is not NoticeKind.CUSTODY_WHILE_AWAY:
        return ()
    return await custody_found(connection, notice.stream, notice.version)


async def _exceptions(desk: Desk, connection: Connection, notice: Notice) -> tuple[Exceptional, ...]:
    """What the week's review named for this senior manager, with the reasons as the IQAs tell them."""
    if notice.kind is not NoticeKind.RULES_SET_ASIDE:
        return ()
    managers = await read_models.weeks_reviewed(connection, notice.stream, notice.version)
    iqa_ids = [iqa for one in managers if one.senior_manager == notice.to for iqa in one.set_aside]
    return await exceptional(desk, connection, iqa_ids)
