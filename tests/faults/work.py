"""Several IQAs going through their lives at once, and what their users were told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final

from domain.iqa.commands import IqaEnvelope
from domain.iqa.state import Iqa
from domain.stream import Answer
from tests.faults.cases import insist, open_iqa, patiently, step_of
from tests.faults.steps import OPEN, RELEASED, SAMPLED, Seat, Step, seats
from tests.servers import soon
from tests.system import System

_IQAS: Final = 10
_BETWEEN_S: Final = 0.05
_APART: Final = 3
"""An IQA is opened after so many answers to the earlier ones: whenever one looks, some are new and some are done."""


def nothing_left(iqa: Iqa) -> bool:
    """Whether everybody is done with an IQA, and only the days of comment may keep it open."""
    return iqa.model_copy(update={"deadlines": ()}).closable


@dataclass(frozen=True)
class Told:
    """An answer that a user was given; ``at`` is on this process's clock."""

    iqa: str
    envelope: IqaEnvelope
    answer: Answer
    at: float


class Work:
    """IQAs that are opened one after the other, each of them assessed by somebody who takes step after step."""

    def __init__(self, system: System) -> None:
        self.told: list[Told] = []
        self.lives = {
            system.new_iqa(seat.prosecutor): (seat, (RELEASED, SAMPLED)[number % 2])
            for number, seat in enumerate(seats(system)[:_IQAS])
        }

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Work while inside; whatever is under way on leaving is dropped in the middle."""
        working = asyncio.create_task(self._all())
        try:
            yield
            assert not working.done() or working.result() is None
        finally:
            working.cancel()
            await asyncio.wait([working])

    async def to_the_end(self) -> None:
        """Work until nothing is left of any IQA but the days of comment."""
        await self._all()

    async def goes_on(self, answers: int) -> None:
        """Wait until so many more answers were given."""
        await self._answers(len(self.told) + answers)

    async def opened(self, system: System) -> list[str]:
        """The IQAs that the ledger has heard of, never none."""
        rows = await system.rows(
            "select distinct stream from iqa.ledger where stream = any($1)", list(self.lives)
        )
        assert rows
        return [row["stream"] for row in rows]

    async def finish(self, iqa: str, system: System) -> None:
        """Take every step that the ledger does not show, until nothing is left but the days of comment."""
        seat, life = self.lives[iqa]
        done = await system.kinds(iqa)
        for step in life:
            if step.effect not in done:
                await self._step(Seat(system, seat.prosecutor, seat.work), iqa, step)
        await system.until(iqa, nothing_left)

    async def _all(self) -> None:
        async with asyncio.TaskGroup() as group:
            for number, (iqa, (seat, life)) in enumerate(self.lives.items()):
                group.create_task(self._live(seat, iqa, life, number * _APART))

    async def _live(self, seat: Seat, iqa: str, life: tuple[Step, ...], after: int) -> None:
        await self._answers(after)
        for step in life:
            await self._step(seat, iqa, step)
            await asyncio.sleep(_BETWEEN_S)

    async def _answers(self, wanted: int) -> None:
        async def they_are_given() -> None:
            assert len(self.told) >= wanted

        await soon(they_are_given, within_s=60)

    async def _step(self, seat: Seat, iqa: str, step: Step) -> None:
        if step is OPEN:
            await patiently(lambda: open_iqa(seat, iqa))
            return
        envelope = await patiently(lambda: step_of(seat, iqa, step))
        answer = await patiently(lambda: insist(seat.system, iqa, envelope))
        self.told.append(Told(iqa, envelope, answer, monotonic()))
