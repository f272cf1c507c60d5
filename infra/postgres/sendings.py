"""Forms that were sent and whose answer nobody has fetched yet: kept with whose they are, until it is."""

from datetime import datetime, timedelta
from typing import Final

from domain.values import Code, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries

_KEPT_FOR: Final = timedelta(days=30)


class SentForm(Value):
    """A form as its sender's browser sent it: under which key, to which address, and when (UTC)."""

    key: Code
    address: str
    body: bytes
    sent_at: datetime


async def keep_sent(source: Source, staff_id: str, form: SentForm) -> None:
    """Keep a form, once however often it is sent; those of long ago are forgotten meanwhile."""
    since = form.sent_at - _KEPT_FOR
    await queries("sendings").keep_sent(source, staff_id=staff_id, since=since, **form.model_dump())


async def sent_by(source: Source, staff_id: str) -> tuple[SentForm, ...]:
    """List what somebody sent and heard no answer to, newest first."""
    rows = queries("sendings").sent_by(source, staff_id=staff_id)
    return tuple([SentForm.model_validate(dict(row)) async for row in rows])


async def forget_sent(source: Source, staff_id: str, key: str) -> None:
    """Forget one: its sender has the answer."""
    await queries("sendings").forget_sent(source, staff_id=staff_id, key=key)
