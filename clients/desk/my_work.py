"""My work: what waits for a person and for whom they wait, what waits for those who are away, and what is new."""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from clients.desk.desk import Desk, SignedIn
from clients.desk.inbox import Inbox, InboxLine, lines_of, waiting_for
from clients.desk.names import with_names
from clients.desk.questions import titles_of
from clients.desk.records import found as found_iqa
from clients.desk.telling.lines import StoryLine, tell
from clients.desk.telling.readers import of_iqa
from domain import words
from domain.casework.sight import readable_items
from domain.casework.state import CaseNotes
from domain.ids import is_case, urn_of
from domain.iqa.kind import IQA
from domain.iqa.row_sight import may_read_row, readable_waits_of
from domain.iqa.sight import part_of_step
from domain.iqa.state import Step
from domain.looks import Showing
from domain.people import Person, Role
from domain.periods import Quarter
from domain.rows import IqaRow, WaitRow
from domain.values import Code, Value
from infra.postgres import lists, roster
from infra.postgres.connections import Connection
from infra.postgres.kept import decided, kept
from infra.postgres.looks import looked_last
from infra.postgres.streams import folded_case

_QUARTERS: Final = 4
"""One's IQAs are the open ones and those of a year."""
_LATELY: Final = timedelta(days=31)
_STREAMS: Final = 6
_LINES: Final = 10
"""How far back, of how many IQAs and in how many lines it is told what is new."""
_BOOKKEEPING: Final = frozenset({"reminder_sent", "deadline_moved"})


class Awaited(Value):
    """A step that waits for somebody else; ``since`` and ``due`` are UTC, None where no event and no day says."""

    stream: Code
    step: Code
    item: str
    who: Code
    urn: Code | None
    since: datetime | None
    due: datetime | None
    overdue: bool
    says: str


class Away(Value):
    """Somebody who is away today, to that day (London, None where it is open), and what of theirs one may read.

    ``cover`` stands in, ``above`` is whom they report to.
    """

    who: Code
    until: date | None
    cover: Code | None
    above: Code | None
    waiting: tuple[InboxLine, ...]


class Changed(Value):
    """What somebody else did in an IQA since one last looked."""

    iqa_id: Code
    line: StoryLine


class OwnIqa(Value):
    """An IQA of one's own work: whose it is to assess, and how far it is."""

    iqa_id: Code
    quarter: Code
    assessor: Code
    urn: Code | None
    stage: Code


class MyWork(Inbox):
    """What waits for a person, and what else they want to know first.

    ``looked_at`` is when they were last shown this before they signed in (UTC), None where that was not lately;
    ``changed`` is what is new since, the latest first. ``iqas`` are a prosecutor's, the latest first.
    """

    looked_at: datetime | None
    waits_for: tuple[Awaited, ...]
    away: tuple[Away, ...]
    changed: tuple[Changed, ...]
    iqas: tuple[OwnIqa, ...]


async def my_work(desk: Desk, by: SignedIn) -> MyWork:
    """Show somebody's work; raises ``Unreachable`` or ``CommandRefused``."""
    async with desk.looking(by, Showing.INBOX) as (connection, person, _):
        me, since = person.staff_id, str(Quarter.containing(desk.today).before(_QUARTERS - 1))
        rows = await lists.concerning(connection, me, None, since)
        looked_at = await looked_last(connection, me, Showing.INBOX, by.at - _LATELY, by.at)
        found = MyWork(
            **dict(await waiting_for(connection, person, desk.now())),
            looked_at=looked_at,
            waits_for=await _waits_for(desk, connection, person, rows),
            away=tuple([one async for one in _away(desk, connection, person)]),
            changed=await _changed(desk, connection, person, rows, looked_at) if looked_at else (),
            iqas=tuple(_own(one) for one in rows if one.prosecutor == me) if _assessed(person) else (),
        )
        return await with_names(connection, found)


def _assessed(person: Person) -> bool:
    return person.role is Role.PROSECUTOR


def _own(row: IqaRow) -> OwnIqa:
    return OwnIqa(**{name: getattr(row, name) for name in OwnIqa.model_fields})


async def _waits_for(
    desk: Desk, connection: Connection, person: Person, rows: Iterable[IqaRow]
) -> tuple[Awaited, ...]:
    """What waits for others in one's IQAs and on the cases for which one asked, as far as one may read of it."""
    going_on = {row.iqa_id: row for row in rows if row.is_open}
    waits = await lists.waits_of(connection, going_on)
    of_iqas = [
        one
        for iqa_id, row in going_on.items()
        for one in readable_waits_of(may_read_row(person, row, waits[iqa_id]), waits[iqa_id])
        if one.who != person.staff_id
    ]
    awaited = (*of_iqas, *[one async for one in _asked_on_cases(connection, person)])
    begun, now = await lists.begun(connection, awaited), desk.now()
    found = (_awaited(one, going_on, begun.get(one), now) for one in awaited)
    return tuple(sorted(found, key=lambda one: (not one.overdue, one.due is None, one.due or now)))


async def _asked_on_cases(connection: Connection, person: Person) -> AsyncIterator[WaitRow]:
    """What one asked for, or recorded for somebody else to do."""
    notes: dict[str, CaseNotes | None] = {}
    for one in await lists.waits_asked_on_cases(connection, person.staff_id):
        if one.stream not in notes:
            notes[one.stream] = await folded_case(connection, one.stream)
        known = notes[one.stream]
        if known and one.item in _mine(known, person) & readable_items(person, known):
            yield one


def _mine(notes: CaseNotes, person: Person) -> frozenset[str]:
    asked = (one.request_id for one in notes.requests if one.prosecutor == person.staff_id)
    recorded = (one.action.action_id for one in notes.actions if one.recorded_by == person.staff_id)
    return frozenset((*asked, *recorded))


def _awaited(one: WaitRow, rows: Mapping[str, IqaRow], since: datetime | None, now: datetime) -> Awaited:
    return Awaited(
        stream=one.stream,
        step=one.step,
        item=one.item,
        who=one.who,
        urn=urn_of(one.stream) if is_case(one.stream) else rows[one.stream].urn,
        since=since,
        due=one.due,
        overdue=one.missed or (one.due is not None and one.due < now),
        says=words.step(one.step, one.item),
    )


async def _away(desk: Desk, connection: Connection, person: Person) -> AsyncIterator[Away]:
    """Those who are away and whom one covers or who report to one, each with what waits for them."""
    for one in await roster.away_near(connection, person.staff_id, desk.today):
        waiting = await lines_of(connection, one.staff_id, desk.now())
        rows = await lists.named(connection, {line.stream for line in waiting})
        read = [line for line in waiting if await _may_read(connection, person, line, rows)]
        yield Away(
            who=one.staff_id,
            until=one.to_date,
            cover=one.cover,
            above=one.reports_to,
            waiting=tuple(read),
        )


async def _may_read(
    connection: Connection, person: Person, line: InboxLine, rows: Mapping[str, IqaRow]
) -> bool:
    if is_case(line.stream):
        notes = await folded_case(connection, line.stream)
        return notes is not None and line.item in readable_items(person, notes)
    row = rows.get(line.stream)
    known = row is not None and line.step in set(Step)
    return row is not None and known and part_of_step(Step(line.step)) in may_read_row(person, row)


async def _changed(
    desk: Desk, connection: Connection, person: Person, rows: Iterable[IqaRow], since: datetime
) -> tuple[Changed, ...]:
    """What others did in one's IQAs, told as its story tells it."""
    streams = [row.iqa_id for row in rows]
    new = await lists.changed(connection, streams, person.staff_id, since, _STREAMS)
    found = [one for iqa_id in new for one in await _news(desk, connection, person, iqa_id, since)]
    return tuple(sorted(found, key=lambda one: one.line.at, reverse=True))[:_LINES]


async def _news(
    desk: Desk, connection: Connection, person: Person, iqa_id: str, since: datetime
) -> list[Changed]:
    state = await found_iqa(connection, iqa_id)
    told = decided(IQA, await kept(connection, iqa_id))
    titles = titles_of(desk, state.question_set)
    lines = tell(IQA, iqa_id, told, of_iqa(person, state), desk.library.current.calendar, titles)
    return [
        Changed(iqa_id=iqa_id, line=line)
        for line in lines
        if line.at > since and line.kind not in _BOOKKEEPING and line.who != person.staff_id
    ]
