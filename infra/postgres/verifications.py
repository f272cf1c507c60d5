"""Verifications under way, and what came of them: kept so that every web process can tell, and ask them to stop."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.values import Code, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries

SEEN_EVERY_S: Final = 1.0
"""How often a process says that it is still at a verification."""
_UNSEEN: Final = timedelta(seconds=15)
_KEPT_FOR: Final = timedelta(days=1)


class Verifying(Value):
    """A verification: whose, of which stream, how far it is, and what came of it (JSON).

    ``stopped_at`` is when its person asked to stop it, ``ended_at`` when there was an outcome, ``seen_at`` when some
    process was last seen at it (UTC).
    """

    verification_id: UUID
    staff_id: Code
    stream: Code
    begun_at: datetime
    seen_at: datetime
    done: int
    total: int
    stopped_at: datetime | None
    ended_at: datetime | None
    outcome: bytes | None

    def is_cut_off(self, now: datetime) -> bool:
        """Whether no process has been at it for a while, though nobody stopped it and it did not end."""
        return self.ended_at is None and self.stopped_at is None and self.seen_at < now - _UNSEEN


async def begin(source: Source, one: Verifying) -> None:
    """Keep that it is under way; those of long ago are forgotten meanwhile."""
    own = one.model_dump(include={"verification_id", "staff_id", "stream"})
    now = one.begun_at
    await queries("verifications").begin_verification(source, **own, now=now, since=now - _KEPT_FOR)


async def under_way(source: Source, now: datetime) -> tuple[Verifying, ...]:
    """List what is being verified in any process."""
    rows = queries("verifications").verifying(source, since=now - _UNSEEN)
    return tuple([Verifying.model_validate(dict(row)) async for row in rows])


async def verification(source: Source, verification_id: UUID, staff_id: str) -> Verifying | None:
    """Return one of somebody's."""
    row = await queries("verifications").verification(
        source, verification_id=verification_id, staff_id=staff_id
    )
    return Verifying.model_validate(dict(row)) if row else None


async def goes_on(source: Source, verification_id: UUID, done: int, total: int, now: datetime) -> bool:
    """Say how far it is, and hear whether to go on."""
    return bool(
        await queries("verifications").goes_on(
            source, verification_id=verification_id, done=done, total=total, now=now
        )
    )


async def stop(source: Source, verification_id: UUID, staff_id: str, now: datetime) -> None:
    """Ask one of somebody's to stop, whichever process is at it."""
    await queries("verifications").stop_verification(
        source, verification_id=verification_id, staff_id=staff_id, now=now
    )


async def end(source: Source, verification_id: UUID, outcome: bytes, now: datetime) -> None:
    """Keep what came of it."""
    await queries("verifications").end_verification(
        source, verification_id=verification_id, outcome=outcome, now=now
    )
