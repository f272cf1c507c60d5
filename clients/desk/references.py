"""References: whose id somebody typed: whole or as short as is unique, in capitals or not.

Whatever takes the id of an IQA, a case, a person or a quarter asks here, and nowhere else. What nothing fits stays as
it was typed, so that whoever refuses it names it; what several fit is refused with those that its reader may see.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from clients.desk.desk import Desk, SignedIn
from clients.errors import CommandRefused
from domain.errors import Reason, Refused
from domain.ids import case_id, quarter_id
from domain.offices import NATIONAL, READERS
from domain.people import Person, Role
from domain.periods import NotAQuarter, Quarter
from domain.rows import IqaRow
from domain.values import Value
from infra.postgres import lists
from infra.postgres.connections import Connection
from infra.postgres.lists import Scope

CommandT = TypeVar("CommandT", bound=Value)

_WHOLE: Final = re.compile(r"iqa-[0-9]{4}-[0-9]{2}-Q[1-4]-[A-Z0-9_/-]+-[A-Z][0-9]+")
"""An id that is whole, and stands in capitals: nothing else can be meant."""
_OF_A_QUARTER: Final = re.compile(r"(?:QUARTER-)?(?:([0-9]{4}-[0-9]{2})-)?(Q[1-4])-([A-Z0-9]{2,8})")
_ITEM: Final = re.compile(r"(.+)(\.[a-z][0-9]+)")
_SHORTEST_URN: Final = 3
"""Fewer digits than these are the end of too many cases."""
_SHOWN: Final = 8


def scope_of(person: Person) -> Scope:
    """Whose IQAs may be a person's to read: those that concern them, and by their post those of an Area or of all."""
    area = person.area if person.role in READERS else None
    return Scope(person.staff_id, area, person.role in NATIONAL)


async def iqa(connection: Connection, person: Person, typed: str) -> str:
    """The id of the IQA that is meant: by the end of its id, or of its case's number; of several the one still open.

    Raises ``CommandRefused``.
    """
    if _WHOLE.fullmatch(typed):
        return typed
    rows = await lists.ending(connection, typed, scope_of(person))
    if exact := _exact([row.iqa_id for row in rows], typed):
        return _only(exact, typed)
    fitting = await _fitting(connection, person, rows, typed)
    still_open = [row.iqa_id for row in fitting if row.is_open]
    return _only(still_open if len(still_open) == 1 else [row.iqa_id for row in fitting], typed)


async def stream(connection: Connection, person: Person, typed: str, today: date) -> str:
    """The id of the IQA, of what is noted on a case, or of the quarter that is meant; raises ``CommandRefused``."""
    kind, _, rest = typed.partition("-")
    if kind.lower() == "case" and rest:
        return case_id(await urn(connection, person, rest))
    if kind.lower() == "quarter" and (named := _OF_A_QUARTER.fullmatch(typed.upper())):
        return _quarter_stream(named, today)
    if (found := await iqa(connection, person, typed)) != typed or _WHOLE.fullmatch(found):
        return found
    if named := _OF_A_QUARTER.fullmatch(typed.upper()):
        return _quarter_stream(named, today)
    number = await _case(connection, person, typed, None)
    return case_id(number) if number else typed


async def item(connection: Connection, person: Person, typed: str, today: date) -> str:
    """The id of something in a stream, such as an escalation: that of the stream, a full stop and its number there."""
    parts = _ITEM.fullmatch(typed)
    return f"{await stream(connection, person, parts[1], today)}{parts[2]}" if parts else typed


async def staff_id(connection: Connection, person: Person, typed: str) -> str:
    """The id of the person who is meant: in one's own Area the end of it will do; raises ``CommandRefused``."""
    found = await lists.people_ending(connection, typed, person.area)
    return _only(_exact(found, typed) or found, typed)


async def urn(connection: Connection, person: Person, typed: str, of: str | None = None) -> str:
    """The number of the case that is meant, of one's own Area or of the work of one prosecutor.

    Raises ``CommandRefused``.
    """
    return await _case(connection, person, typed, of) or typed


def area(typed: str) -> str:
    """The code of an Area: capitals and digits."""
    return typed.upper()


def quarter(typed: str, today: date) -> str:
    """The name of a quarter; ``Q3`` alone is that of the present financial year. Raises ``CommandRefused``."""
    name = typed.upper()
    whole = f"{str(Quarter.containing(today)).rpartition('-')[0]}-{name}" if name[:1] == "Q" else name
    try:
        return str(Quarter.parse(whole))
    except NotAQuarter as error:
        raise CommandRefused(Refused(reason=Reason.NOT_A_QUARTER, detail=typed)) from error


def quarter_stream(area_typed: str, quarter_typed: str, today: date) -> str:
    """The stream of an Area's quarter; raises ``CommandRefused`` as ``quarter`` does."""
    return quarter_id(area(area_typed), quarter(quarter_typed, today))


async def meant(desk: Desk, by: SignedIn, typed: str) -> str:
    """The id of the stream that somebody means; raises ``CommandRefused`` or ``Unreachable``."""
    async with desk.acting(by) as (connection, person):
        return await stream(connection, person, typed, desk.today)


async def within(
    connection: Connection, person: Person, command: CommandT, today: date, of: str | None = None
) -> CommandT:
    """A command with every id in it that was typed; ``of`` is the prosecutor from whose cases one is chosen.

    Raises ``CommandRefused``.
    """

    async def case(connection: Connection, person: Person, typed: str) -> str:
        return await urn(connection, person, typed, of)

    async def of_a_stream(connection: Connection, person: Person, typed: str) -> str:
        return await item(connection, person, typed, today)

    looked_up: Mapping[str, Callable[[Connection, Person, str], Awaitable[str]]] = {
        **dict.fromkeys(_PEOPLE, staff_id),
        **dict.fromkeys(_IQAS, iqa),
        "urn": case,
        "conversation_id": of_a_stream,
        "request_id": of_a_stream,
    }
    told = {name: getattr(command, name) for name in type(command).model_fields if name in looked_up}
    found = {name: await looked_up[name](connection, person, typed) for name, typed in told.items() if typed}
    return command.model_copy(update=found) if found else command


_PEOPLE: Final = ("assessor", "owner", "prosecutor", "sampler", "to", "whose")
_IQAS: Final = ("in_iqa", "iqa_id")


async def _fitting(
    connection: Connection, person: Person, rows: Sequence[IqaRow], typed: str
) -> list[IqaRow]:
    """The IQAs that a person may see to be meant: by an id whoever reads the cover, by a case whoever the record."""
    from domain.iqa.row_sight import may_read_row  # noqa: PLC0415  what an IQA is made of, which a whole id takes not
    from domain.iqa.sight import Part  # noqa: PLC0415  as above

    waits = await lists.waits_of(connection, [row.iqa_id for row in rows])

    def fits(row: IqaRow) -> bool:
        by_id = row.iqa_id.upper().endswith(f"-{typed.upper()}")
        parts = may_read_row(person, row, waits[row.iqa_id])
        return Part.COVER in parts if by_id else Part.RECORD in parts and len(typed) >= _SHORTEST_URN

    return [row for row in rows if fits(row)]


async def _case(connection: Connection, person: Person, typed: str, of: str | None) -> str | None:
    worked_on_by = of or (person.staff_id if person.role is Role.PROSECUTOR else None)
    found = await lists.cases_ending(connection, typed, person.area, worked_on_by)
    fitting = _exact(found, typed) or (found if len(typed) >= _SHORTEST_URN else ())
    return _only(fitting, typed) if fitting else None


def _quarter_stream(named: re.Match[str], today: date) -> str:
    years, number, code = named.groups()
    return quarter_id(code, quarter(f"{years}-{number}" if years else number, today))


def _exact(found: Iterable[str], typed: str) -> tuple[str, ...]:
    """The very id where it was typed in its own capitals, else those that differ in capitals alone."""
    alike = tuple(one for one in found if one.upper() == typed.upper())
    return (typed,) if typed in alike else alike


def _only(candidates: Iterable[str], typed: str) -> str:
    """The one that fits, what was typed where none does; raises ``CommandRefused`` for several."""
    each = tuple(candidates)
    if len(each) > 1:
        more = f" and {len(each) - _SHOWN} more" if len(each) > _SHOWN else ""
        raise CommandRefused(
            Refused(reason=Reason.SEVERAL, detail=f"{typed}: {', '.join(each[:_SHOWN])}{more}")
        )
    return each[0] if each else typed
