"""An Area's quarter: opened with its plan, and closed with its report."""

from time import monotonic
from uuid import UUID

from clients.command_ids import new_command_id
from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.outcomes import Accepted
from clients.desk.refusals import kept_if_refused
from clients.desk.reports import QuarterReport, told_of
from clients.desk.sending import ONCE, Again, gateway_for, left_s, repeatable, send
from clients.errors import CommandRefused
from domain.custody import CustodyAway
from domain.errors import Reason, Refused
from domain.facts import Facts, Needs, UnknownVersion
from domain.ids import quarter_id
from domain.offices import judge_post
from domain.quarter.commands import CloseQuarter, OpenQuarter, StartQuarter
from domain.quarter.events import LeftOut, NotAskedFor, PlannedIqa
from domain.quarter.procedures import PROCEDURES
from domain.values import Code
from infra.postgres import read_models
from infra.postgres.quarter_views import frozen
from infra.postgres.shared_facts import shared_facts
from infra.postgres.streams import folded_quarter


class Opened(Naming):
    """A quarter that was opened: the IQAs that it plans, who is left out, what is due and asked for nowhere.

    ``custody`` are cases with somebody in custody whose prosecutor is away, or soon will be.
    """

    command: Code
    command_id: UUID
    stream: Code
    planned: tuple[PlannedIqa, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_asked_for: tuple[NotAskedFor, ...] = ()
    custody: tuple[CustodyAway, ...] = ()


class Closed(Accepted):
    """A quarter that was closed; ``report`` is what was frozen then."""

    report: QuarterReport | None


async def open_quarter(
    desk: Desk, by: SignedIn, area: str, quarter: str, policy: str | None = None, again: Again = ONCE
) -> Opened:
    """Open an Area's quarter under a version of the policy, the current one where none is named.

    Raises as ``send`` does.
    """
    area, quarter = references.area(area), references.quarter(quarter, desk.today)
    stream, command_id = quarter_id(area, quarter), again.command_id or new_command_id()
    give_up_at = monotonic() + desk.patience_s
    opening = OpenQuarter(area=area, quarter=quarter, policy_version=_installed(desk, policy))
    with repeatable(command_id):
        async with kept_if_refused(desk, by.staff_id, stream, opening, command_id):
            async with desk.acting(by) as (_, person):
                start = StartQuarter(
                    command_id=command_id, actor=person.staff_id, opening=opening, signed_in=by.sign_in
                )
            gateway = await gateway_for(desk, left_s(give_up_at))
            answer = await gateway.open_quarter(stream, start, desk.settings.task_queue)
            if answer.command_id != command_id:
                raise CommandRefused(await _open_before(desk, by, opening, stream), command_id)
        async with desk.reading() as connection:
            state = await folded_quarter(connection, stream)
            opened = Opened(
                command=opening.kind,
                command_id=command_id,
                stream=stream,
                planned=state.planned if state else (),
                left_out=state.left_out if state else (),
                not_asked_for=state.not_asked_for if state else (),
                custody=state.custody_told if state else (),
            )
            return await with_names(connection, opened)


async def _open_before(desk: Desk, by: SignedIn, opening: OpenQuarter, stream: str) -> Refused:
    """Why a quarter that somebody has opened is not opened again: the right to do it is judged first."""
    async with desk.acting(by) as (connection, person):
        needs = Needs(people=frozenset({person.staff_id}), policy=opening.policy_version)
        facts = Facts(**await shared_facts(connection, desk.library, needs, desk.now()))
    refused = judge_post(person.staff_id, PROCEDURES[OpenQuarter].by, opening.area, facts)
    return refused or Refused(reason=Reason.ALREADY_OPEN, detail=stream)


async def close_quarter(desk: Desk, by: SignedIn, area: str, quarter: str, again: Again = ONCE) -> Closed:
    """Close a quarter whose last day is over; raises as ``send`` does, and where it is closed already."""
    stream = references.quarter_stream(area, quarter, desk.today)
    command_id = again.command_id or new_command_id()
    async with kept_if_refused(desk, by.staff_id, stream, CloseQuarter(), command_id):
        async with desk.acting(by) as (connection, _):
            before = await frozen(connection, stream)
            asked = await read_models.asked(connection, stream, command_id)
        if before and not asked:
            raise CommandRefused(Refused(reason=Reason.QUARTER_CLOSED, detail=stream), again.command_id)
    done = await send(desk, by, stream, CloseQuarter(), Again(command_id, again.seen_version))
    with repeatable(done.command_id):
        async with desk.reading() as connection:
            kept = await frozen(connection, stream)
            report = await with_names(connection, told_of(kept.report, kept)) if kept else None
    return Closed(**dict(done), report=report)


def _installed(desk: Desk, version: str | None) -> str:
    """The version of the policy; raises ``CommandRefused`` for one that is not here."""
    try:
        return (desk.library.policy(version) if version else desk.library.current.policy).version
    except UnknownVersion as error:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_POLICY, detail=version or "")) from error
