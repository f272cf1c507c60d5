"""Lists: the IQAs that concern a person, their team or an Area's quarter, and those found by words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, assert_never

from clients.desk import references
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import Naming, with_names
from clients.errors import CommandRefused
from domain import words
from domain.iqa.row_sight import may_read_row, readable_waits_of
from domain.iqa.sight import Part
from domain.looks import Showing
from domain.people import Person
from domain.periods import Quarter
from domain.quarter.sight import View, judge_sight
from domain.questions import Category
from domain.rows import IqaRow, WaitRow
from domain.values import Code, Value
from infra.postgres import lists
from infra.postgres.connections import Connection

_QUARTERS: Final = 4
"""Without a quarter, a list goes back a year."""
_MOST: Final = 50
"""How many of what was found are told."""


class Whose(StrEnum):
    """Whose IQAs are listed: one's own in whatever part, those of everybody below one, or an Area's."""

    MINE = "mine"
    TEAM = "team"
    AREA = "area"


class Sampled(StrEnum):
    """How far the second check of an IQA is, for those who may read of it."""

    NOT_YET = "not_yet"
    LEFT_OUT = "left_out"
    DRAWN = "drawn"
    CHECKED = "checked"
    FED_BACK = "fed_back"


class Overdue(Value):
    """A step that waits and was due before now (UTC), in words."""

    step: Code
    item: str
    who: Code
    due: datetime | None
    says: str


class ListLine(Value):
    """An IQA in a list; ``urn`` is None where none is selected, and ``sampled`` where it may not be read."""

    iqa_id: Code
    area: Code
    quarter: Code
    category: Category
    stage: Code
    prosecutor: Code
    assessor: Code
    urn: Code | None
    overdue: tuple[Overdue, ...]
    sampled: Sampled | None


class Listed(Naming):
    """IQAs as far as a person may read them, the latest quarter first; so many more were found than are told."""

    who: Code
    iqas: tuple[ListLine, ...]
    left_off: int = 0


async def iqas(
    desk: Desk,
    by: SignedIn,
    *,
    whose: Whose = Whose.MINE,
    area: str | None = None,
    quarter: str | None = None,
) -> Listed:
    """List IQAs: of a quarter or, but for an Area's, the open ones and those of the last year.

    Raises ``CommandRefused`` where an Area's list is not theirs to see, or ``Unreachable``.
    """
    async with desk.looking(by, Showing.LIST) as (connection, person, look):
        if whose is Whose.AREA:
            named = quarter or str(Quarter.containing(desk.today))
            look.of(references.quarter_stream(area or person.area, named, desk.today))
        rows = await _rows(desk, connection, person, whose, area, quarter)
        return await with_names(connection, await _listed(desk, connection, person, rows, len(rows)))


async def find(desk: Desk, by: SignedIn, sought: Sequence[str]) -> Listed:
    """Find IQAs in which every word stands: in the id, the case's number, or an id or a name of assessor or assessed.

    Raises ``CommandRefused`` or ``Unreachable``.
    """
    async with desk.looking(by, Showing.FOUND) as (connection, person, _):
        rows = await lists.found(connection, sought, references.scope_of(person))
        return await with_names(connection, await _listed(desk, connection, person, rows, _MOST))


async def _rows(
    desk: Desk, connection: Connection, person: Person, whose: Whose, area: str | None, quarter: str | None
) -> tuple[IqaRow, ...]:
    present = Quarter.containing(desk.today)
    named, since = quarter and references.quarter(quarter, desk.today), str(present.before(_QUARTERS - 1))
    match whose:
        case Whose.MINE:
            return await lists.concerning(connection, person.staff_id, named, since)
        case Whose.TEAM:
            return await lists.below(connection, person.staff_id, named, since)
        case Whose.AREA:
            code = references.area(area) if area else person.area
            if refused := judge_sight(person, View.LIST, code):
                raise CommandRefused(refused)
            return await lists.of_area(connection, code, named or str(present))
        case never:
            assert_never(never)


async def _listed(
    desk: Desk, connection: Connection, person: Person, rows: Sequence[IqaRow], most: int
) -> Listed:
    """What of these rows a person may read; what they may not is left out, and nothing stands in its place."""
    waits = await lists.waits_of(connection, [row.iqa_id for row in rows])
    parts = {row.iqa_id: may_read_row(person, row, waits[row.iqa_id]) for row in rows}
    readable = [row for row in rows if Part.COVER in parts[row.iqa_id]]
    lines = [_line(row, parts[row.iqa_id], waits[row.iqa_id], desk.now()) for row in readable[:most]]
    return Listed(who=person.staff_id, iqas=tuple(lines), left_off=len(readable) - len(lines))


def _line(row: IqaRow, parts: frozenset[Part], waits: Iterable[WaitRow], now: datetime) -> ListLine:
    late = (
        one
        for one in readable_waits_of(parts, waits)
        if one.missed or (one.due is not None and one.due < now)
    )
    return ListLine(
        iqa_id=row.iqa_id,
        area=row.area,
        quarter=row.quarter,
        category=row.category,
        stage=row.stage,
        prosecutor=row.prosecutor,
        assessor=row.assessor,
        urn=row.urn if Part.RECORD in parts else None,
        overdue=tuple(_overdue(one) for one in late),
        sampled=_sampled(row) if Part.SAMPLE in parts else None,
    )


def _overdue(wait: WaitRow) -> Overdue:
    says = words.step(wait.step, wait.item)
    return Overdue(step=wait.step, item=wait.item, who=wait.who, due=wait.due, says=says)


def _sampled(row: IqaRow) -> Sampled:
    if row.fed_back_at:
        return Sampled.FED_BACK
    if row.sampled_at:
        return Sampled.CHECKED
    if row.sampler:
        return Sampled.DRAWN
    return Sampled.LEFT_OUT if row.released else Sampled.NOT_YET
