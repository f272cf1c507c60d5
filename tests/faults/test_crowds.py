"""Many at once on a server as it comes, which takes ten commands of one workflow at a time."""

import asyncio

from clients.command_ids import new_command_id
from tests.commands import select_case
from tests.engines import StockEngine
from tests.servers import Database
from tests.system import running_system

IMPATIENT_PEOPLE = 50


async def test_fifty_identical_commands_on_a_stock_server_have_one_effect_and_fifty_equal_answers(
    stock_engine: StockEngine, database: Database
) -> None:
    async with stock_engine() as address, running_system(address, database) as system:
        iqa, command_id = await system.open(), new_command_id()

        answers = await asyncio.gather(
            *(system.send(iqa, "M1", select_case(system), command_id) for _ in range(IMPATIENT_PEOPLE))
        )

        assert len(answers) == IMPATIENT_PEOPLE
        assert len(set(answers)) == 1
        assert await system.kinds(iqa) == ["iqa_opened", "case_selected"]
        assert await system.read_rows(iqa) == await system.folded_rows(iqa)
