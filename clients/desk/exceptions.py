"""Exceptions: which rules of selection were set aside, by whom and why; above the line only how many (¶4.19, ¶6.12)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain.cases import ContributionKind
from domain.errors import Reason
from domain.iqa.selected import Selection
from domain.iqa.state import Iqa
from domain.looks import Showing
from domain.people import Person
from domain.periods import Quarter
from domain.quarter.sight import View, judge_sight, may_see_line
from domain.questions import Work
from domain.values import Code, Line, Note, Value
from infra.postgres import read_models
from infra.postgres.connections import Connection
from infra.postgres.read_models import RuleCount
from infra.postgres.streams import folded


class RuleSetAside(Value):
    """A rule that was set aside: what it says, the reason as local policy words it, by whom and when (UTC)."""

    rule: Code
    says: Line
    because: Code
    reason: Line
    note: Note | None
    own_work: tuple[ContributionKind, ...]
    by: Code
    at: datetime


class Exceptional(Value):
    """An IQA that is themed, or in which a rule was set aside."""

    iqa_id: Code
    assessor: Code
    prosecutor: Code
    urn: Code
    work: tuple[Work, ...]
    theme: Line | None
    set_aside: tuple[RuleSetAside, ...]


class Count(Value):
    """In how many IQAs of an Area a rule was set aside, or without a rule how many are themed.

    None are told where they are fewer than may be.
    """

    area: Code
    rule: Code | None
    says: Line
    iqas: int | None


class Exceptions(Naming):
    """The exceptions of a quarter: one by one those in the reader's line, and by Area and rule for those above lines.

    Themed assessments are allowed and stand by themselves. ``told_from`` is the smallest number that is told, and
    ``counts`` is None for whoever may not see any.
    """

    quarter: Code
    told_from: int
    set_aside: tuple[Exceptional, ...]
    themed: tuple[Exceptional, ...]
    counts: tuple[Count, ...] | None = None
    themed_counts: tuple[Count, ...] | None = None


async def exceptions(
    desk: Desk, by: SignedIn, quarter: str | None = None, area: str | None = None
) -> Exceptions:
    """List a quarter's exceptions, today's where none is named; those of one Area alone where that is.

    Raises ``CommandRefused`` for what is no quarter and whoever may see neither a line nor counts, or ``Unreachable``.
    """
    asked = references.quarter(quarter or str(Quarter.containing(desk.today)), desk.today)
    async with desk.looking(by, Showing.EXCEPTIONS) as (connection, person, _):
        of_one = references.area(area) if area else None
        if refused := judge_sight(person, View.EXCEPTIONS, of_one or person.area):
            raise CommandRefused(refused)
        found = [
            one
            for one in await read_models.exceptions_of(connection, asked, person.staff_id)
            if of_one in {None, one.area}
        ]
        theirs = [one for one in found if may_see_line(person, one.assessor, one.senior_manager)]
        lines = await exceptional(desk, connection, [one.iqa_id for one in theirs])
        counts = await _counts(desk, connection, person, asked, of_one)
        seen = _seen(desk, asked, lines, counts)
        return await with_names(connection, seen)


def _seen(
    desk: Desk, quarter: str, lines: Sequence[Exceptional], counts: tuple[Count, ...] | None
) -> Exceptions:
    return Exceptions(
        quarter=quarter,
        told_from=desk.library.current.policy.selection.told_from,
        set_aside=tuple(one for one in lines if one.set_aside),
        themed=tuple(one for one in lines if one.theme and not one.set_aside),
        counts=None if counts is None else tuple(one for one in counts if one.rule),
        themed_counts=None if counts is None else tuple(one for one in counts if one.rule is None),
    )


async def _counts(
    desk: Desk, connection: Connection, person: Person, quarter: str, of_one: str | None
) -> tuple[Count, ...] | None:
    """How many there are by Area and rule, for those who may see that; of one Area, their own, or every one."""
    if judge_sight(person, View.EXCEPTIONS_COUNTED, person.area):
        return None
    everywhere = judge_sight(person, View.EXCEPTIONS_COUNTED) is None
    area = of_one or (None if everywhere else person.area)
    counted = await read_models.exceptions_counted(connection, quarter, area)
    told_from = desk.library.current.policy.selection.told_from
    return tuple(_count(one, told_from) for one in counted)


async def exceptional(desk: Desk, connection: Connection, iqa_ids: Iterable[str]) -> tuple[Exceptional, ...]:
    """Return these IQAs with the rules set aside in each, as far as a case is still selected in them."""
    states = [await folded(connection, iqa_id) for iqa_id in iqa_ids]
    return tuple(_line(desk, iqa, iqa.selection) for iqa in states if iqa and iqa.selection)


def _line(desk: Desk, iqa: Iqa, selection: Selection) -> Exceptional:
    listed = desk.library.policy(iqa.policy).selection.override_reasons
    reasons = {reason.code: reason.says for reason in listed}
    return Exceptional(
        iqa_id=iqa.iqa_id,
        assessor=iqa.assessor,
        prosecutor=iqa.prosecutor,
        urn=selection.urn,
        work=selection.work,
        theme=selection.theme,
        set_aside=tuple(
            RuleSetAside(
                **dict(one), says=Reason(one.rule).rule.says, reason=reasons.get(one.because, one.because)
            )
            for one in selection.set_aside
        ),
    )


def _count(one: RuleCount, told_from: int) -> Count:
    says = "A themed assessment." if one.rule is None else Reason(one.rule).rule.says
    told = one.iqas if one.iqas >= told_from else None
    return Count(area=one.area, rule=one.rule, says=says, iqas=told)
