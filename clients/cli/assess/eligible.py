"""Which cases may be chosen for an IQA, why each other one is refused, and one drawn by lot."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, NamedTuple

from clients.cli.frame import acting
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, IqaId, today
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Part, Report, Table
from domain import words
from domain.cases import CaseFile
from domain.errors import Reason, Refused
from domain.iqa.eligibility import Assessed, Candidate, asked_for, candidate
from domain.offices import NATIONAL
from domain.people import Person
from domain.questions import Category, Subject, Work
from domain.rows import ConversationRow, IqaRow
from infra.postgres import read_models, roster
from infra.postgres.connections import Connection
from infra.reference import Library

_LOOK_BACK: Final = timedelta(days=60)
"""Older case conversations than this are too old under any policy to begin an IQA."""


class Choice(NamedTuple):
    """A case with the work on it that may be assessed, or the rules that stand in the way."""

    case_file: CaseFile
    work: tuple[Work, ...]
    obstacles: tuple[Reason, ...]
    asked_for: tuple[Subject, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The choice as JSON values."""
        case = self.case_file.case
        return {
            "urn": case.urn,
            "stage": case.stage,
            "status": case.status,
            "plea": case.plea,
            "eligible": bool(self.work),
            "work": list(self.work),
            "asked_for": list(self.asked_for),
            "obstacles": [{"rule": reason, "says": reason.rule.says} for reason in self.obstacles],
        }


def eligible(iqa: IqaId, *, asking: Asking = ASKING) -> Report:
    """List the cases: recent conversations first, then what may be chosen (what is asked for on top), then why not."""

    async def see(connection: Connection, person: Person) -> Report:
        row = await _mine(connection, person, iqa)
        found = await choices(connection, row)
        noted = await read_models.conversations(
            connection, row.assessor, row.prosecutor, today() - _LOOK_BACK
        )
        document = {
            "iqa": iqa,
            "prosecutor": row.prosecutor,
            "asks_for": list(row.asks_for),
            "conversations": [one.model_dump(mode="json") for one in noted],
            "cases": [choice.document for choice in found],
        }
        return Report(document, tuple(_parts(row, noted, found)))

    return look(asking, see)


def draw(iqa: IqaId, *, asking: Asking = ASKING) -> Report:
    """Draw one eligible case by lot, each with the same chance; nothing is recorded until it is selected."""

    async def see(connection: Connection, person: Person) -> Report:
        row = await _mine(connection, person, iqa)
        pool = [choice for choice in await choices(connection, row) if choice.work]
        if not pool:
            says = f"No case of {row.prosecutor} is eligible, so none can be drawn."
            raise Failure(ExitCode.REFUSED, says, f"See why with `iqa eligible {iqa}`.")
        drawn = secrets.choice(pool)
        command = f"iqa select {iqa} {drawn.case_file.case.urn} --work {drawn.work[0]} --drawn"
        lines = (
            f"Drawn from {len(pool)} eligible cases: {drawn.case_file.case.urn} ({', '.join(drawn.work)}).",
            f"  Select it with: {command}",
        )
        return Report({"iqa": iqa, "eligible": len(pool), "case": drawn.document, "select": command}, lines)

    return look(asking, see)


async def _mine(connection: Connection, person: Person, iqa_id: str) -> IqaRow:
    """The IQA's row, for somebody who may know of the prosecutor's cases: anyone of its Area."""
    row = await read_models.iqa(connection, iqa_id)
    if row is None:
        raise acting.no_such_iqa(iqa_id)
    if person.area != row.area and person.role not in NATIONAL:
        raise by_rule(Refused(reason=Reason.OTHER_AREA, detail=row.area))
    return row


async def choices(connection: Connection, row: IqaRow) -> tuple[Choice, ...]:
    """Judge every case of the IQA's prosecutor as a selection would today; those that may be chosen first."""
    library = Library.load(acting.settings().policy_file)
    assessed = Assessed(
        prosecutor=row.prosecutor,
        category=Category(row.category),
        today=today(),
        rules=library.current.policy.selection,
    )
    claims = await read_models.claims_of(connection, row.prosecutor)
    taken = {(claim.urn, claim.work) for claim in claims if claim.stream != row.iqa_id}
    files = await roster.case_files_of(connection, row.prosecutor)
    asks_for = tuple(map(Subject, row.asks_for))
    found = [
        _choice(case_file, candidate(case_file, assessed), taken)._replace(
            asked_for=asked_for(case_file.case, asks_for)
        )
        for case_file in files
    ]
    return tuple(sorted(found, key=lambda choice: (not choice.work, not choice.asked_for)))


def _choice(case_file: CaseFile, judged: Candidate, taken: set[tuple[str, str]]) -> Choice:
    work = tuple(one for one in judged.work if (judged.urn, one) not in taken)
    claimed = (Reason.ALREADY_ASSESSED,) if judged.work and not work else ()
    return Choice(case_file, work, (*claimed, *judged.obstacles))


def _parts(row: IqaRow, noted: Iterable[ConversationRow], found: Iterable[Choice]) -> Iterable[Part]:
    for one in noted:
        said = f"Conversation on {words.a_day(one.held_on)} about {one.urn}: an IQA can start from it"
        yield f"{said} (--conversation {one.stream}.{one.conversation_id})."
    may = [choice for choice in found if choice.work]
    yield f"{len(may)} cases of {row.prosecutor} may be chosen for {row.iqa_id}:"
    if asks := words.asked_for(row.asks_for):
        yield f"  It {asks}, still to be assessed this year: what fits is marked, any may be chosen."
    if may:
        marked = ("ASKED FOR",) if row.asks_for else ()
        heads = ("URN", "STAGE", "PLEA", "WORK THAT MAY BE ASSESSED", *marked)
        yield Table(heads, [_may(choice)[: len(heads)] for choice in may])
    refused = [choice for choice in found if not choice.work]
    if refused:
        yield f"{len(refused)} may not:"
        yield Table(("URN", "WHY NOT"), [(choice.case_file.case.urn, _why_not(choice)) for choice in refused])


def _may(choice: Choice) -> tuple[str, ...]:
    """A row; what is asked for stands last, and is left out where nothing is."""
    case = choice.case_file.case
    plea = words.in_words(case.plea) if case.plea else "not known"
    asked = ", ".join(map(words.in_words, choice.asked_for))
    return case.urn, words.in_words(case.stage), plea, ", ".join(choice.work), asked


def _why_not(choice: Choice) -> str:
    return "; ".join(f"{reason}: {reason.rule.says}" for reason in choice.obstacles)
