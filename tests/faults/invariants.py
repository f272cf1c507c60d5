"""What must be true of everything that people were told, whatever has happened since."""

from collections.abc import Iterable

from tests.faults.work import Told, nothing_left
from tests.system import System


async def kept(system: System, told: Iterable[Told]) -> list[Told]:
    """Those answers whose commands the ledger holds."""
    return [one for one in told if await _times_recorded(system, one)]


async def each_is_there_once(system: System, told: Iterable[Told]) -> None:
    """Each command stands in the ledger once, with the events that its sender was told of, and the same answer."""
    for one in told:
        assert await _times_recorded(system, one) == 1
        events = [e for e in await system.events(one.iqa) if e.command_id == one.answer.command_id]
        assert tuple(recorded.event.kind for recorded in events) == one.answer.events
        assert await system.answer_to(one.iqa, one.answer.command_id) == one.answer


async def done_and_shown(system: System, iqas: Iterable[str]) -> None:
    """Of each IQA nothing is left but the days of comment, and the read tables show what the ledger tells."""
    for iqa in iqas:
        assert nothing_left(await system.state(iqa))
        assert await system.read_rows(iqa) == await system.folded_rows(iqa)


async def _times_recorded(system: System, told: Told) -> int:
    sql = "select 1 from iqa.commands where stream = $1 and command_id = $2"
    return len(await system.rows(sql, told.iqa, told.answer.command_id))
