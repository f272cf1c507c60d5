"""Samples: a quarter's dip sample drawn again, from its ledger or from a document that somebody kept."""

from collections.abc import Sequence
from typing import Final

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.reports import as_it_stands_now
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.looks import Showing
from domain.quarter.sample.lottery import Fault, FaultKind
from domain.quarter.sample.own_figures import SamplerFigures, figures
from domain.quarter.sample.proof import SampleRecord
from domain.quarter.sight import View, checks_for, is_chief_of, judge_sight
from domain.values import Code
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.streams import folded_quarter

FAULTS: Final = {
    FaultKind.NOT_THE_SEED: "the seed is not the one that was committed to",
    FaultKind.NOT_THE_LIST: "the numbered list is not the one that was published when the quarter closed",
    FaultKind.NUMBERED_WRONGLY: "its number skips or comes twice",
    FaultKind.NOT_DRAWN: "should have been drawn and was not",
    FaultKind.DRAWN_WRONGLY: "was drawn and should not have been",
    FaultKind.PASSED_OVER_WRONGLY: "was passed over and should not have been",
    FaultKind.LEFT_OUT: "was undertaken in the quarter and has no number",
}
"""What each fault says of an IQA, or of the whole."""


class Verified(Naming):
    """A sample as it was drawn, and what differs; before the close it holds the commitment alone.

    ``verified`` says that the seed is revealed and everything is as it should be.
    """

    record: SampleRecord
    faults: tuple[Fault, ...]
    verified: bool


async def verify_sample(desk: Desk, by: SignedIn, area: str, quarter: str) -> Verified:
    """Recompute the draw from the commitment, the revealed seed and the numbered list.

    Raises ``CommandRefused`` or ``Unreachable``.
    """
    stream = references.quarter_stream(area, quarter, desk.today)
    async with desk.looking(by, Showing.SAMPLE, stream) as (connection, person, _):
        if refused := judge_sight(person, View.SAMPLE, references.area(area)):
            raise CommandRefused(refused)
        state = await folded_quarter(connection, stream)
        if state is None:
            raise CommandRefused(Refused(reason=Reason.QUARTER_NOT_OPEN, detail=stream))
        record = SampleRecord.of(state)
        beside = await _against_the_iqas(connection, record) if record.seed else ()
        return await with_names(connection, verified(record, beside))


class SecondChecks(Naming):
    """What the second checks of a quarter came to, of each sampler whose figures the reader may see."""

    area: Code
    quarter: Code
    samplers: tuple[SamplerFigures, ...]


async def second_checks(desk: Desk, by: SignedIn, area: str, quarter: str) -> SecondChecks:
    """Count one's own second checks of a quarter, or as its Area's chief everybody's; nobody is ranked (¶6.12).

    Raises ``CommandRefused``, ``Unreachable``, or ``UnknownVersion`` of the quarter's policy.
    """
    stream = references.quarter_stream(area, quarter, desk.today)
    async with desk.looking(by, Showing.SECOND_CHECKS, stream) as (connection, person, _):
        one = await as_it_stands_now(desk, connection, stream)
        shown = checks_for(person, one.quarter.area, figures(one.facts.standing))
        if not shown and not is_chief_of(person, one.quarter.area):
            raise CommandRefused(Refused(reason=Reason.NO_SECOND_CHECKS, detail=person.staff_id))
        found = SecondChecks(area=one.quarter.area, quarter=one.quarter.quarter, samplers=shown)
        return await with_names(connection, found)


def verified(record: SampleRecord, beside: Sequence[Fault] = ()) -> Verified:
    """Recompute the draw of a document, with what else was found."""
    faults = (*record.faults(), *beside)
    published = (
        record.model_copy(update={"numbered": record.in_order}) if record.seed else record.commitment_only
    )
    return Verified(record=published, faults=faults, verified=record.seed is not None and not faults)


async def _against_the_iqas(connection: Connection, record: SampleRecord) -> Sequence[Fault]:
    known = await read_models.undertaken(connection, record.area, record.quarter)
    withdrawn = frozenset(iqa_id for iqa_id, is_withdrawn in known.items() if is_withdrawn)
    return record.left_out(frozenset(known), withdrawn)
