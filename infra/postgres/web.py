"""What the web client keeps for itself: codes that let a browser in, sign-ins, and what somebody began to write."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.people import Role
from domain.values import Code, Line, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries

IDLE: Final = timedelta(minutes=60)
"""How long a sign-in outlasts the last look of its person."""
LONGEST: Final = timedelta(hours=12)
"""How long a sign-in lasts at most."""
_RAN_OUT: Final = 2 * LONGEST
"""How long after its beginning a sign-in that has run out still tells for whom to keep what is sent."""
KEPT_FOR: Final = timedelta(days=30)
"""How long what somebody began to write is kept for them."""
_CODE_LASTS: Final = timedelta(hours=12)


class Account(NamedTuple):
    """Somebody as a provider knows them."""

    issuer: str
    subject: str


class RanOut(Value):
    """Whose sign-in has run out, and by which account they had signed in, where there was one."""

    staff_id: Code
    issuer: str | None
    subject: str | None

    @property
    def account(self) -> Account | None:
        """The account at a provider."""
        return Account(self.issuer, self.subject) if self.issuer and self.subject else None


class Admitted(Value):
    """A sign-in that holds: whose (None until somebody says who they are), how, and since when (UTC)."""

    sign_in_id: UUID
    staff_id: Code | None
    how: Code
    issuer: str | None
    subject: str | None
    began_at: datetime

    @property
    def account(self) -> Account | None:
        """The account at a provider by which they signed in, where there is one."""
        return Account(self.issuer, self.subject) if self.issuer and self.subject else None


class Draft(Value):
    """What somebody began to write in a form, and the version of the stream that they saw.

    ``version`` is the draft's own. ``command_id`` is that of what was sent of it and not answered yet.
    """

    version: int
    seen_version: int
    words: bytes
    command_id: UUID | None
    saved_at: datetime


class KeptForm(Value):
    """What somebody wrote that is not recorded, and the ``steps`` of its stream that wait for them.

    What was sent after a sign-in had run out has the address to which it was sent for a ``stream``.
    """

    stream: str
    form: str
    words: bytes
    saved_at: datetime
    steps: tuple[Code, ...]


class SignsIn(Value):
    """Somebody who may sign in where the system is tried out."""

    staff_id: Code
    name: Line | None
    role: Role
    area: Code


async def new_code(source: Source, now: datetime) -> str:
    """Make a code that lets one browser in, once, within twelve hours."""
    code = secrets.token_urlsafe(24)
    await queries("web").make_code(source, code_hash=_hash(code), made_at=now)
    return code


async def use_code(source: Source, code: str, now: datetime) -> bool:
    """Use a code up, and tell whether it was good."""
    return bool(
        await queries("web").use_code(source, code_hash=_hash(code), now=now, since=now - _CODE_LASTS)
    )


async def begin_sign_in(
    source: Source,
    staff_id: str | None,
    how: str,
    now: datetime,
    place: str | None = None,
    account: Account | None = None,
) -> str:
    """Sign somebody in, and give the token that only their browser has; drafts of long ago are forgotten meanwhile."""
    token = secrets.token_urlsafe(32)
    await queries("web").begin_sign_in(
        source,
        token_hash=_hash(token),
        staff_id=staff_id,
        how=how,
        **_account(account),
        place=place,
        now=now,
        kept_since=now - KEPT_FOR,
    )
    return token


async def admitted(source: Source, token: str, now: datetime, *, unseen: bool = False) -> Admitted | None:
    """Return whoever has a token, if their sign-in still holds; an ``unseen`` look does not prolong it."""
    ask = queries("web").sign_in_unseen if unseen else queries("web").sign_in
    row = await ask(
        source, token_hash=_hash(token), now=now, idle_since=now - IDLE, began_since=now - LONGEST
    )
    return Admitted.model_validate(dict(row)) if row else None


async def end_sign_in(source: Source, token: str, now: datetime) -> None:
    """Sign somebody out; their token is good for nothing from then on."""
    await queries("web").end_sign_in(source, token_hash=_hash(token), now=now)


async def draft(source: Source, staff_id: str, stream: str, form: str) -> Draft | None:
    """Return what somebody began to write in a form of a stream."""
    row = await queries("web").draft(source, staff_id=staff_id, stream=stream, form=form)
    return Draft.model_validate(dict(row)) if row else None


async def save_draft(source: Source, staff_id: str, stream: str, form: str, kept: Draft) -> int | None:
    """Keep a draft, and return its new version; None where another tab has saved one since ``kept.version``."""
    saved: int | None = await queries("web").save_draft(
        source,
        staff_id=staff_id,
        stream=stream,
        form=form,
        now=kept.saved_at,
        **kept.model_dump(exclude={"saved_at"}),
    )
    return saved


async def forget_draft(source: Source, staff_id: str, stream: str, form: str) -> None:
    """Forget what somebody began to write."""
    await queries("web").forget_draft(source, staff_id=staff_id, stream=stream, form=form)


async def whose_ran_out(source: Source, token: str, now: datetime) -> RanOut | None:
    """Return whose sign-in has run out; None where nobody's did, or they signed out themselves."""
    row = await queries("web").whose_ran_out(source, token_hash=_hash(token), began_since=now - _RAN_OUT)
    return RanOut.model_validate(dict(row)) if row else None


async def keep_unsent(
    source: Source, whose: RanOut, address: str, form: str, words: bytes, now: datetime
) -> None:
    """Keep what somebody sent to an address when their sign-in had run out, for the account that had signed in."""
    await queries("web").keep_unsent(
        source,
        staff_id=whose.staff_id,
        **_account(whose.account),
        stream=address,
        form=form,
        words=words,
        now=now,
    )


async def unsent(
    source: Source, staff_id: str, account: Account | None, now: datetime, most: int = 100
) -> tuple[KeptForm, ...]:
    """List what somebody wrote in the last thirty days that is not recorded, newest first."""
    rows = queries("web").unsent(
        source, staff_id=staff_id, **_account(account), since=now - KEPT_FOR, most=most
    )
    return tuple([KeptForm.model_validate(dict(row)) async for row in rows])


async def people_who_may_sign_in(source: Source, day: date, most: int = 200) -> tuple[SignsIn, ...]:
    """List people in post on a day, by Area and post."""
    rows = queries("web").people_who_may_sign_in(source, day=day, most=most)
    return tuple([SignsIn.model_validate(dict(row)) async for row in rows])


def _account(account: Account | None) -> dict[str, str | None]:
    return {"issuer": account and account.issuer, "subject": account and account.subject}


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
