"""Overviews: an IQA as it stands, and the case that it is about, as far as their reader may read them."""

from datetime import date

from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.records import Record, as_read
from domain.cases import CaseFile, CaseStatus, MilestoneKind, Plea, Stage
from domain.looks import Showing
from domain.values import Code, Value
from infra.postgres import roster


class CaseFacts(Value):
    """What the last export knows of a case; ``next_hearing`` is the first hearing from today on."""

    urn: Code
    unit: Code
    stage: Stage
    status: CaseStatus
    plea: Plea | None
    prosecutor: Code
    charged_on: date | None
    next_hearing: date | None
    trial_on: date | None
    custody: bool
    victim: bool
    domestic_abuse: bool
    rape: bool


class Overview(Naming):
    """An IQA and its case; ``case`` is None while none is chosen, or where no export has it any more."""

    record: Record
    case: CaseFacts | None


async def overview(desk: Desk, by: SignedIn, iqa_id: str) -> Overview:
    """Show an IQA with its case; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.looking(by, Showing.OVERVIEW, iqa_id) as (connection, person, look):
        iqa = await as_read(desk, connection, person, look, iqa_id)
        if iqa.selection is None:
            return Overview(record=iqa, case=None, names=iqa.names)
        file = await roster.case_file(connection, iqa.selection.urn)
        found = Overview(record=iqa, case=facts_of(file, desk.today) if file else None)
        return await with_names(connection, found)


def facts_of(file: CaseFile, today: date) -> CaseFacts:
    """Return what is shown of a case on a day (Europe/London)."""
    hearings = [
        one.on_date
        for one in file.milestones
        if one.kind is MilestoneKind.NEXT_HEARING and one.on_date >= today
    ]
    case = {name: getattr(file.case, name) for name in CaseFacts.model_fields if name != "next_hearing"}
    return CaseFacts(**case, next_hearing=min(hearings, default=None))
