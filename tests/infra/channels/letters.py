"""Letters to send."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from activities.ports import Letter, MessageKind
from domain.ids import derived_id
from domain.notices import Meeting, Notice, NoticeKind

STREAM = "iqa-2026-27-Q3-XN-P001-C1"
PLANNED = Meeting(on=date(2026, 11, 12), start=time(14, 30), minutes=45, revision=7)
MADE_AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
TO = "p001@cps.example.test"


def notice(kind: NoticeKind = NoticeKind.IQA_ASSIGNED, n: int = 1, **changes: object) -> Notice:
    made = Notice(
        notice_id=derived_id("letter", kind, n),
        area="XN",
        stream=STREAM,
        version=n,
        to="XN-P001",
        kind=kind,
        at=MADE_AT,
    )
    return made.model_copy(update=changes)


def letter(*notices: Notice, kind: MessageKind = MessageKind.DIGEST, again: bool = False) -> Letter:
    return Letter(
        message_id=UUID("5a4b3c2d-0000-5000-8000-00000000000a"),
        to="XN-P001",
        email=TO,
        kind=kind,
        made_at=MADE_AT,
        notices=notices or (notice(),),
        again=again,
    )


def invitation(meeting: Meeting = PLANNED) -> Letter:
    told = notice(NoticeKind.CONVERSATION_INVITATION, meeting=meeting)
    return letter(told, kind=MessageKind.INVITATION)
