"""The choices: which cases may be chosen for an IQA, and why each other one is refused."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.records import meant
from clients.errors import CommandRefused
from domain.cases import CaseFile, ContributionKind
from domain.errors import Reason
from domain.iqa.draws import CaseDraw
from domain.iqa.eligibility import Assessed, Candidate, asked_for, candidate, obstacles
from domain.iqa.sight import Part, judge_sight
from domain.iqa.state import Iqa, Stage
from domain.listed import Listed
from domain.looks import Showing
from domain.people import Role
from domain.questions import Subject, Work
from domain.rows import ConversationRow, IqaRow
from domain.values import Code, Value
from infra.postgres import lists, read_models, roster
from infra.postgres.connections import Connection

_LOOK_BACK: Final = timedelta(days=60)
"""Older case conversations than this are too old under any policy to begin an IQA."""


class Obstacle(Value):
    """A rule of selection that stands in the way of a case, and what it says."""

    rule: Reason
    says: str


class AllTheSame(Value):
    """Work on a case that its reader may assess all the same, by setting these rules aside.

    ``did`` is what the prosecutor did in it: some of that has to be named where too little of the work is theirs.
    """

    work: Work
    set_aside: tuple[Reason, ...]
    did: tuple[ContributionKind, ...] = ()


class Choice(Value):
    """A case with the work on it that may be assessed, or the rules that stand in the way.

    ``request_id`` is the agreed request of the prosecutor to have it assessed. ``done_by`` is whose work it is where
    too little is the prosecutor's, and ``fits`` the assessor's own IQAs of theirs for which no case is selected yet.
    ``all_the_same`` is what may be assessed although no work is eligible.
    """

    urn: Code
    stage: Code
    status: Code
    plea: Code | None
    eligible: bool
    work: tuple[Work, ...]
    asked_for: tuple[Subject, ...]
    request_id: Code | None = None
    obstacles: tuple[Obstacle, ...]
    done_by: tuple[Code, ...] = ()
    fits: tuple[Code, ...] = ()
    all_the_same: tuple[AllTheSame, ...] = ()


class Choices(Naming):
    """Recent case conversations that an IQA can start from, then the cases: what may be chosen first, then why not.

    ``version`` is that of the IQA, ``draws`` are those made for it, the first first. ``reasons`` are those for which
    policy lets a rule be set aside.
    """

    iqa_id: Code
    version: int
    quarter: Code
    draws: tuple[CaseDraw, ...]
    prosecutor: Code
    asks_for: tuple[Subject, ...]
    conversations: tuple[ConversationRow, ...]
    cases: tuple[Choice, ...]
    reasons: tuple[Listed, ...] = ()


async def choices(desk: Desk, by: SignedIn, iqa_id: str) -> Choices:
    """List the cases of an IQA's prosecutor as a selection today would judge them.

    Raises ``CommandRefused`` for whoever may not read them (``Part.CHOICES``), or ``Unreachable``.
    """
    async with desk.looking(by, Showing.CHOICES, iqa_id) as (connection, person, look):
        iqa = await meant(connection, person, iqa_id)
        look.of(iqa.iqa_id, {Part.CHOICES})
        if refused := judge_sight(person, iqa, Part.CHOICES):
            raise CommandRefused(refused)
        since = desk.today - _LOOK_BACK
        noted = await read_models.conversations(connection, iqa.assessor, iqa.prosecutor, since)
        days = desk.library.policy(iqa.policy).working_days.recent_conversation
        calendar = desk.library.current.calendar
        found_now = Choices(
            iqa_id=iqa.iqa_id,
            version=iqa.version,
            quarter=iqa.quarter,
            draws=iqa.draws,
            prosecutor=iqa.prosecutor,
            asks_for=iqa.asks_for,
            conversations=tuple(
                one for one in noted if calendar.working_days_between(one.held_on, desk.today) <= days
            ),
            cases=await _judged(desk, connection, iqa, person.role),
            reasons=desk.library.current.policy.selection.override_reasons,
        )
        return await with_names(connection, found_now)


async def _judged(desk: Desk, connection: Connection, iqa: Iqa, role: Role) -> tuple[Choice, ...]:
    """Judge every case of the prosecutor; those that may be chosen first, of them what its prosecutor asked for."""
    rules = desk.library.current.policy.selection
    assessed = Assessed(
        prosecutor=iqa.prosecutor,
        assessor=iqa.assessor,
        category=iqa.category,
        today=desk.today,
        rules=rules,
    )
    claims = await read_models.claims_of(connection, iqa.prosecutor)
    taken = {(claim.urn, claim.work) for claim in claims if claim.stream != iqa.iqa_id}
    files = await roster.case_files_of(connection, iqa.prosecutor)
    open_iqas = await _to_be_chosen_for(connection, iqa)
    agreed = await read_models.agreed_requests(connection, iqa.prosecutor, (one.case.urn for one in files))
    judged = [
        _choice(one, candidate(one, assessed), taken, iqa.asks_for, open_iqas).model_copy(
            update={
                "all_the_same": tuple(_all_the_same(one, assessed, taken, role)),
                "request_id": agreed.get(one.case.urn),
            }
        )
        for one in files
    ]
    return tuple(sorted(judged, key=lambda one: (not one.eligible, not one.request_id, not one.asked_for)))


async def _to_be_chosen_for(connection: Connection, iqa: Iqa) -> tuple[IqaRow, ...]:
    """The IQAs of this assessor, of whatever prosecutor, for which a case is still to be selected."""
    rows = await lists.concerning(connection, iqa.assessor, None, iqa.quarter)
    return tuple(row for row in rows if row.assessor == iqa.assessor and row.stage == Stage.SELECTION)


def _choice(
    case_file: CaseFile,
    judged: Candidate,
    taken: set[tuple[str, str]],
    asks_for: tuple[Subject, ...],
    open_iqas: Iterable[IqaRow],
) -> Choice:
    case = case_file.case
    work = judged.without(taken).work
    claimed = (Reason.ALREADY_ASSESSED,) if judged.work and not work else ()
    return Choice(
        urn=case.urn,
        stage=case.stage,
        status=case.status,
        plea=case.plea,
        eligible=bool(work),
        work=work,
        asked_for=asked_for(case, asks_for),
        obstacles=tuple(Obstacle(rule=one, says=one.rule.says) for one in (*claimed, *judged.obstacles)),
        done_by=judged.done_by,
        fits=tuple(row.iqa_id for row in open_iqas if row.prosecutor in judged.done_by),
    )


def _all_the_same(
    case_file: CaseFile, assessed: Assessed, taken: set[tuple[str, str]], role: Role
) -> Iterator[AllTheSame]:
    """The work of which every rule in the way may be set aside in that role; none where some work is eligible."""
    judged = candidate(case_file, assessed)
    if judged.eligible:
        return
    for work in Work:
        rules = obstacles(case_file, (work,), assessed)
        did = assessed.rules.of(work).acts_of(case_file, assessed.prosecutor)
        others = Reason.TOO_LITTLE_OWN_WORK in rules
        may = all(assessed.rules.may_override(rule, role) for rule in rules)
        if may and (did or not others) and (case_file.case.urn, work) not in taken:
            yield AllTheSame(work=work, set_aside=rules, did=tuple(sorted(did)) if others else ())
