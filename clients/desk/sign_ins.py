"""Sign-ins: where somebody is signed in, how that is ended, and who somebody is whom a provider knows."""

from uuid import UUID

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.looks import Showing
from domain.people import Person, Role
from domain.values import Code, Line
from infra.postgres import roster
from infra.postgres import sign_ins as kept
from infra.postgres.connections import Connection
from infra.postgres.sign_ins import HeldSignIn
from infra.postgres.web import Account


class SignIns(Naming):
    """Where somebody is signed in, the latest first."""

    who: Code
    sign_ins: tuple[HeldSignIn, ...]


class Ended(Naming):
    """How many sign-ins of somebody were ended."""

    who: Code
    ended: int


class Bound(Naming):
    """Whose account at a provider is whose from now on."""

    who: Code
    issuer: Line
    subject: Line


class Unbound(Ended):
    """Somebody who has no account at a provider any more; their sign-ins were ended with it."""

    accounts: int


async def sign_ins(desk: Desk, by: SignedIn, staff_id: str | None = None) -> SignIns:
    """List one's own sign-ins, or as an administrator those of somebody in the Area.

    Raises ``CommandRefused`` or ``Unreachable``.
    """
    async with desk.looking(by, Showing.SIGN_INS) as (connection, person, _):
        whose = await _whose(connection, person, staff_id)
        found = SignIns(who=whose, sign_ins=await kept.sign_ins_of(connection, whose, desk.now()))
        return await with_names(connection, found)


async def end_sign_ins(
    desk: Desk,
    by: SignedIn,
    staff_id: str | None = None,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> Ended:
    """End one's own sign-ins, or as an administrator those of somebody in the Area: one, all, or all but one.

    Raises ``CommandRefused`` or ``Unreachable``.
    """
    async with desk.acting(by) as (connection, person):
        whose = await _whose(connection, person, staff_id)
        ended = await kept.end_sign_ins(connection, whose, desk.now(), only=only, but=but)
        return await with_names(connection, Ended(who=whose, ended=ended))


async def bind_account(desk: Desk, by: SignedIn, staff_id: str, issuer: str, subject: str) -> Bound:
    """Say that an account at a provider is that of somebody in the administrator's Area.

    Raises ``CommandRefused``, where it is somebody's already too, or ``Unreachable``.
    """
    async with desk.acting(by) as (connection, person):
        whose = await _administered(connection, person, staff_id)
        account = Account(issuer, subject)
        if bound := await kept.bound_to(connection, account):
            raise CommandRefused(Refused(reason=Reason.ALREADY_DONE, detail=f"it is that of {bound}"))
        await kept.bind(connection, account, whose, person.staff_id, desk.now())
        return await with_names(connection, Bound(who=whose, issuer=issuer, subject=subject))


async def unbind_accounts(desk: Desk, by: SignedIn, staff_id: str, issuer: str) -> Unbound:
    """Take somebody's accounts at a provider from them, and end their sign-ins; raises as ``bind_account`` does."""
    async with desk.acting(by) as (connection, person):
        whose = await _administered(connection, person, staff_id)
        accounts = await kept.end_binding(connection, whose, issuer, person.staff_id, desk.now())
        ended = await kept.end_sign_ins(connection, whose, desk.now())
        return await with_names(connection, Unbound(who=whose, ended=ended, accounts=accounts))


async def _whose(connection: Connection, person: Person, staff_id: str | None) -> str:
    if staff_id is None or staff_id == person.staff_id:
        return person.staff_id
    return await _administered(connection, person, staff_id)


async def _administered(connection: Connection, person: Person, typed: str) -> str:
    """The id of somebody in the Area of an administrator, in post or not; raises ``CommandRefused``."""
    if person.role is not Role.ADMINISTRATOR:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {Role.ADMINISTRATOR}"))
    whose = await references.staff_id(connection, person, typed)
    found = await roster.person(connection, whose)
    if found is None:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_PERSON, detail=whose))
    if found.area != person.area:
        raise CommandRefused(Refused(reason=Reason.OTHER_AREA, detail=whose))
    return whose
