"""An Area's quarter: open it, and go on under another policy."""

from collections.abc import Sequence
from typing import Annotated, Any

from clients.cli.frame import addresses
from clients.cli.frame.options import SENDING, Sending, named
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.cli.frame.sending import Errand, send_to
from clients.cli.quarter import views
from clients.errors import CommandRefused
from clients.gateway import Gateway
from domain import words
from domain.errors import Reason, Refused
from domain.people import Person
from domain.quarter.commands import ApplyPolicy, OpenQuarter, StartQuarter
from domain.quarter.events import NotAskedFor
from domain.quarter.state import AreaQuarter
from infra.postgres.connections import Connection
from infra.postgres.streams import folded_quarter
from infra.reference import UnknownVersion


def open_quarter(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3 (October to December 2026)")],
    *,
    policy: Annotated[
        str | None, named("The version of the policy; the current one where it is left out")
    ] = None,
    sending: Sending = SENDING,
) -> Report:
    """Open an Area's quarter: its IQAs are planned, spread over the weeks, and opened."""
    views.parsed(quarter)
    errand = Errand(sending)
    version = _installed(policy)

    async def ask(connection: Connection, _person: Person, gateway: Gateway) -> Report:
        stream = addresses.quarter(area, quarter).stream
        opening = OpenQuarter(area=area, quarter=quarter, policy_version=version)
        start = StartQuarter(command_id=errand.command_id, actor=errand.actor, opening=opening)
        answer = await gateway.open_quarter(stream, start, errand.settings.task_queue)
        if answer.command_id != errand.command_id:
            raise CommandRefused(Refused(reason=Reason.ALREADY_OPEN, detail=stream), errand.command_id)
        state = await folded_quarter(connection, stream)
        return _opened(stream, state, {"command": opening.kind, "command_id": str(errand.command_id)})

    return errand.run(ask)


def apply_policy(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    version: Annotated[str, named("The version of the policy, as its file says")],
    *,
    sending: Sending = SENDING,
) -> Report:
    """Go on under another version of the policy from now on; everything that was opened or decided stays."""
    views.parsed(quarter)
    return send_to(addresses.quarter(area, quarter), sending, ApplyPolicy(policy_version=version))


def _installed(version: str | None) -> str:
    """The version of the policy, the current one where none is named; raises ``Failure`` for one that is not here."""
    library = views.library()
    try:
        return library.policy(version).version if version else library.current.policy.version
    except UnknownVersion as error:
        raise by_rule(Refused(reason=Reason.UNKNOWN_POLICY, detail=version or "")) from error


def _opened(stream: str, state: AreaQuarter | None, document: dict[str, Any]) -> Report:
    planned = state.planned if state else ()
    left_out = state.left_out if state else ()
    not_asked_for = state.not_asked_for if state else ()
    document |= {
        "stream": stream,
        "planned": [one.model_dump(mode="json") for one in planned],
        "left_out": [one.model_dump(mode="json") for one in left_out],
        "not_asked_for": [one.model_dump(mode="json") for one in not_asked_for],
    }
    targets = f", due from {words.a_day(planned[0].target_on)}" if planned else ""
    lines = [f"{stream}: the quarter is open; {len(planned)} IQAs are planned{targets} and are being opened."]
    lines += [f"  Left out: {one.prosecutor}, {words.in_words(one.because)}" for one in left_out]
    lines += [
        f"  Due this year and asked for nowhere, as no IQA is planned there: {words.in_words(subject)} of {whose}"
        for subject, whose in _by_subject(not_asked_for)
    ]
    return Report(document, tuple(lines))


def _by_subject(missing: Sequence[NotAskedFor]) -> list[tuple[str, str]]:
    """Each kind of case with all whose it is."""
    found: dict[str, list[str]] = {}
    for one in missing:
        found.setdefault(one.subject, []).append(one.whose)
    return [(subject, ", ".join(whose)) for subject, whose in found.items()]
