"""Sign-ins by a provider: what a browser takes there and back, who is whom, and the sign-ins that hold."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from domain.values import Code, Line, Value
from infra.postgres.roster import Source
from infra.postgres.sql import queries
from infra.postgres.web import IDLE, LONGEST, Account

HANDSHAKE_LASTS: Final = timedelta(minutes=10)


class Handshake(NamedTuple):
    """What goes to the provider (``state``, ``nonce``, and a hash of ``verifier``), and ``browser``, a cookie alone."""

    state: str
    browser: str
    nonce: str
    verifier: str


class HeldSignIn(Value):
    """A sign-in that holds: how, from where, since when and when it was last used (UTC)."""

    sign_in_id: UUID
    how: Code
    place: Line | None
    began_at: datetime
    seen_at: datetime


async def begin_handshake(source: Source, now: datetime) -> Handshake:
    """Make what a browser takes to the provider and back, once and within ten minutes."""
    made = Handshake(*(secrets.token_urlsafe(32) for _ in Handshake._fields))
    await queries("sign_ins").begin_handshake(
        source,
        state_hash=_hash(made.state),
        browser_hash=_hash(made.browser),
        nonce=made.nonce,
        verifier=made.verifier,
        now=now,
        since=now - HANDSHAKE_LASTS,
    )
    return made


async def end_handshake(source: Source, state: str, browser: str, now: datetime) -> Handshake | None:
    """Take what a browser brings back; None where it took nothing, brought it before, or came too late."""
    found = await queries("sign_ins").end_handshake(
        source, state_hash=_hash(state), browser_hash=_hash(browser), since=now - HANDSHAKE_LASTS
    )
    return Handshake(state, browser, found["nonce"], found["verifier"]) if found else None


async def bound_to(source: Source, account: Account) -> str | None:
    """Return whose account it is."""
    found: str | None = await queries("sign_ins").bound_to(source, **account._asdict())
    return found


async def bind(source: Source, account: Account, staff_id: str, by: str, now: datetime) -> None:
    """Bind an account to a person."""
    await queries("sign_ins").bind(source, **account._asdict(), staff_id=staff_id, bound_by=by, now=now)


async def end_binding(source: Source, staff_id: str, issuer: str, by: str, now: datetime) -> int:
    """Unbind a person's accounts at a provider, and return how many they were."""
    rows = queries("sign_ins").end_binding(source, staff_id=staff_id, issuer=issuer, ended_by=by, now=now)
    return len([row async for row in rows])


async def known_by_email(source: Source, email: str, day: date) -> str | None:
    """Return the one person in post with that address, if none of their accounts was ever bound."""
    found = [
        row["staff_id"]
        async for row in queries("sign_ins").never_bound_by_email(source, email=email, day=day)
    ]
    return found[0] if len(found) == 1 else None


async def sign_ins_of(source: Source, staff_id: str, now: datetime) -> tuple[HeldSignIn, ...]:
    """List the sign-ins of somebody that hold, the latest first."""
    rows = queries("sign_ins").sign_ins_of(
        source, staff_id=staff_id, idle_since=now - IDLE, began_since=now - LONGEST
    )
    return tuple([HeldSignIn.model_validate(dict(row)) async for row in rows])


async def end_sign_ins(
    source: Source, staff_id: str, now: datetime, *, only: UUID | None = None, but: UUID | None = None
) -> int:
    """End one of somebody's sign-ins, all, or all but one, and return how many ended."""
    rows = queries("sign_ins").end_sign_ins(source, staff_id=staff_id, sign_in_id=only, but=but, now=now)
    return len([row async for row in rows])


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
