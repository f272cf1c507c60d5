"""Lists of IQAs, and what ends as somebody typed it; who may read which line is decided by whoever asks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from domain.iqa.begun import BEGUN_BY
from domain.iqa.state import Step
from domain.rows import IqaRow, WaitRow
from infra.postgres.roster import Source
from infra.postgres.sql import queries

_MOST: Final = 200
"""No more lines than this are of use to anybody who looks for one."""


class Scope(NamedTuple):
    """Whose IQAs may be somebody's to read: those that concern them, and of an Area or of every Area by their post."""

    who: str
    area: str | None
    everywhere: bool


async def concerning(source: Source, who: str, quarter: str | None, since: str) -> tuple[IqaRow, ...]:
    """The IQAs that somebody assesses, is assessed in or samples, of a quarter, or else open or not long ago."""
    return await _rows(queries("lists").concerning(source, who=who, quarter=quarter, since=since))


async def below(source: Source, who: str, quarter: str | None, since: str) -> tuple[IqaRow, ...]:
    """The IQAs of everybody below somebody, of which quarters as for ``concerning``."""
    return await _rows(queries("lists").below(source, who=who, quarter=quarter, since=since))


async def of_area(source: Source, area: str, quarter: str) -> tuple[IqaRow, ...]:
    """The IQAs of an Area's quarter."""
    return await _rows(queries("lists").of_area(source, area=area, quarter=quarter))


async def found(source: Source, words: Iterable[str], scope: Scope) -> tuple[IqaRow, ...]:
    """The IQAs in which every word stands in an id, in the case's number or in a name, whatever its capitals."""
    tails = [_literal(word) for word in words]
    return await _rows(queries("lists").found(source, tails=tails, most=_MOST, **scope._asdict()))


async def ending(source: Source, typed: str, scope: Scope) -> tuple[IqaRow, ...]:
    """The IQA of that id, whatever its capitals, and those whose id or whose case's number ends so."""
    tail = _literal(typed.upper())
    rows = queries("lists").ending(source, typed=typed, tail=tail, most=_MOST, **scope._asdict())
    return await _rows(rows)


async def waits_of(source: Source, streams: Iterable[str]) -> Mapping[str, Sequence[WaitRow]]:
    """What waits in some IQAs, by the id of each, the soonest first; nothing where nothing waits."""
    waits: defaultdict[str, list[WaitRow]] = defaultdict(list)
    async for row in queries("lists").waits_of(source, streams=sorted(streams)):
        waits[row["stream"]].append(WaitRow.model_validate(dict(row)))
    return waits


async def named(source: Source, iqa_ids: Iterable[str]) -> dict[str, IqaRow]:
    """Some IQAs by their ids; one that is unknown is left out."""
    rows = await _rows(queries("lists").iqas_named(source, iqa_ids=sorted(iqa_ids)))
    return {row.iqa_id: row for row in rows}


async def waits_asked_on_cases(source: Source, who: str) -> tuple[WaitRow, ...]:
    """What waits for others on the cases on which somebody has asked for something or recorded something."""
    rows = queries("lists").waits_asked_on_cases(source, who=who)
    return tuple([WaitRow.model_validate(dict(row)) async for row in rows])


async def begun(source: Source, waits: Iterable[WaitRow]) -> dict[WaitRow, datetime]:
    """Since when each of these steps waits (UTC), as far as an event says."""
    among = [one for one in waits if one.step in set(Step)]
    kinds = {one: BEGUN_BY[Step(one.step)] for one in among}
    streams, wanted = {one.stream for one in among}, {kind for each in kinds.values() for kind in each}
    sql, found = queries("lists"), dict[WaitRow, datetime]()
    async for row in sql.begun_by(source, streams=sorted(streams), kinds=sorted(wanted)):
        for one in among:
            of_this = one.stream == row["stream"] and row["kind"] in kinds[one]
            if of_this and (not one.item or f'"{one.item}"'.encode() in row["body"]):
                found[one] = row["at"]
    return found


async def changed(
    source: Source, streams: Iterable[str], who: str, since: datetime, most: int
) -> tuple[str, ...]:
    """In which of some streams others did something since an instant (UTC), the latest first."""
    rows = queries("lists").changed(source, streams=sorted(streams), who=who, since=since, most=most)
    return tuple([row["stream"] async for row in rows])


async def people_ending(source: Source, typed: str, area: str) -> tuple[str, ...]:
    """Whoever has that id, whatever its capitals, and those of an Area whose id ends so."""
    rows = queries("lists").people_ending(source, typed=typed, tail=_literal(typed.upper()), area=area)
    return tuple([row["staff_id"] async for row in rows])


async def cases_ending(
    source: Source, typed: str, area: str, worked_on_by: str | None = None
) -> tuple[str, ...]:
    """The case of that number, whatever its capitals, and those of an Area or of one person whose number ends so."""
    rows = queries("lists").cases_ending(
        source, typed=typed, tail=_literal(typed.upper()), area=area, worked_on_by=worked_on_by
    )
    return tuple([row["urn"] async for row in rows])


async def _rows(rows: Any) -> tuple[IqaRow, ...]:  # noqa: ANN401  the records of a statement
    return tuple([IqaRow.model_validate(dict(row)) async for row in rows])


def _literal(text: str) -> str:
    """A text in which no character stands for others, as SQL's LIKE has it."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
