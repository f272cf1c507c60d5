"""IQAs that are on their way."""

from domain.iqa import commands as c
from domain.iqa.state import Iqa
from tests.commands import mark_all, select_case
from tests.system import System


async def confirmed(system: System) -> tuple[str, Iqa]:
    """An IQA of P1 whose assessment M1 has confirmed: the conversation is next."""
    iqa = await system.open("P1")
    await system.send(iqa, "M1", select_case(system, "P1"))
    await system.send(iqa, "M1", mark_all(await system.state(iqa)))
    await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=(await system.state(iqa)).version))
    return iqa, await system.state(iqa)
