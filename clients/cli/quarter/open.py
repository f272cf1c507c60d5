"""An Area's quarter: open it, and go on under another policy."""

from typing import Annotated

from clients.cli.frame.acting import at_desk
from clients.cli.frame.options import SENDING, Sending, named
from clients.cli.frame.report import Report
from clients.cli.frame.sending import again_of, send
from clients.cli.look.custody import in_custody
from clients.cli.quarter import views
from clients.desk import quarters, references
from clients.desk.desk import Desk, SignedIn
from clients.desk.quarters import Opened
from domain import words
from domain.ids import quarter_id
from domain.quarter.commands import ApplyPolicy


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

    async def open_it(desk: Desk, by: SignedIn) -> Opened:
        return await quarters.open_quarter(desk, by, area, quarter, policy, again_of(sending))

    return _opened(at_desk(sending, open_it))


def apply_policy(
    area: Annotated[str, named("The Area's code, such as XN")],
    quarter: Annotated[str, named("The quarter, such as 2026-27-Q3")],
    version: Annotated[str, named("The version of the policy, as its file says")],
    *,
    sending: Sending = SENDING,
) -> Report:
    """Go on under another version of the policy from now on; everything that was opened or decided stays."""
    return send(
        sending, quarter_id(references.area(area), views.parsed(quarter)), ApplyPolicy(policy_version=version)
    )


def _opened(done: Opened) -> Report:
    planned = done.planned
    targets = f", due from {words.a_day(planned[0].target_on)}" if planned else ""
    many = words.count(len(planned), "IQA is", "IQAs are")
    lines = [f"{done.stream}: the quarter is open; {many} planned{targets} and being opened."]
    lines += [
        f"  Left out: {done.person(one.prosecutor)}, {words.in_words(one.because)}" for one in done.left_out
    ]
    lines += [
        f"  Due this year and asked for nowhere, as no IQA is planned there: {words.in_words(subject)} of {whose}"
        for subject, whose in _by_subject(done)
    ]
    lines += [in_custody(one, done) for one in done.custody]
    return Report(done.model_dump(mode="json"), tuple(lines))


def _by_subject(done: Opened) -> list[tuple[str, str]]:
    """Each kind of case with all whose it is."""
    found: dict[str, list[str]] = {}
    for one in done.not_asked_for:
        found.setdefault(one.subject, []).append(done.person(one.whose))
    return [(subject, ", ".join(whose)) for subject, whose in found.items()]
