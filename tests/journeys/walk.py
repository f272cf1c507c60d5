"""One IQA walked from step to step on the real engine, and proved at its end."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter

from clients.desk.events import said_of
from clients.desk.telling.lines import StoryLine
from clients.errors import CommandRefused
from domain.assessment import Mark, Mode
from domain.calendar import day_of
from domain.errors import Reason
from domain.iqa import commands as c
from domain.iqa.state import Iqa
from domain.prompts import PromptAnswer
from domain.questions import Work
from domain.stream import Answer
from domain.words import in_words
from infra.postgres.kept import kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import calls, runs
from tests.area import Kind
from tests.commands import mark_all, select_case
from tests.servers import soon
from tests.system import System
from tests.telling import whole_story
from tests.workflows import golden


class Walk:
    """Walks one IQA at a time; ``write_to`` is where its history is kept for good, if anywhere."""

    def __init__(self, system: System, name: str, write_to: Path | None) -> None:
        self.system = system
        self.name = name
        self.iqa = ""
        self._write_to = write_to

    async def begin(self, prosecutor: str = "P1", *, policy: str = "default-1") -> None:
        """Open the next IQA."""
        self.iqa = await self.system.open(prosecutor, policy=policy)

    async def does(self, actor: str, command: c.IqaCommand) -> Answer:
        """Somebody who looks at the IQA as it is sends a command, and it is accepted."""
        return await self.system.send(self.iqa, actor, await self._seen(command))

    async def is_refused(self, actor: str, command: c.IqaCommand) -> Reason:
        """Somebody sends a command that must be refused; gives the reason."""
        with pytest.raises(CommandRefused) as refused:
            await self.does(actor, command)
        return refused.value.refused.reason

    async def selects(self, kind: Kind = Kind.ANY_WORK, *work: Work, prosecutor: str = "P1") -> Answer:
        return await self.does("M1", select_case(self.system, prosecutor, kind, *work))

    async def confirms(self, *special: Mark, answered: tuple[PromptAnswer, ...] = ()) -> Answer:
        """The manager answers everything that is on, and what is asked about it, then confirms."""
        marks = mark_all(await self.state(), {mark.question: mark for mark in special})
        await self.does("M1", marks.model_copy(update={"answered": answered}))
        return await self.does("M1", c.ConfirmAssessment(seen_version=0))

    async def talks(self, content: str = "We went through the second review.", **more: object) -> Answer:
        """The manager records that the conversation took place today."""
        held = c.HoldConversation(on=await self.day(), mode=Mode.VIDEO, do_differently=content)
        return await self.does("M1", held.model_copy(update=more))

    async def waits_past(self, deadline: str) -> Iqa:
        return await self.system.forward_past(self.iqa, deadline)

    async def day(self) -> date:
        """Today on the IQA's own clock."""
        return day_of(await self.system.now(self.iqa))

    async def state(self) -> Iqa:
        return await self.system.state(self.iqa)

    async def proved(self, *lines: str, ended: bool = True) -> Iqa:
        """Prove that the story has these lines in this order, that it repeats, and that the read rows fit."""
        if ended:
            await self.system.ended(self.iqa)
        state = await self.state()
        history = await self._settled(state.version)
        async with self.system.connection() as connection:
            ledger = await kept(connection, self.iqa)
        _in_this_order(lines, [_named(line) for line in whole_story(self.iqa, ledger)])
        assert await replay(self.iqa, history, Library.load(), ledger) == ()
        assert await self.system.read_rows(self.iqa) == await self.system.folded_rows(self.iqa)
        await self.keep(history[-1])
        return state

    async def keep(self, history: WorkflowHistory) -> None:
        """Keep a history among the golden ones, when the session was asked to."""
        if self._write_to:
            golden.write(self._write_to, self.name, history, await golden.states(history))

    async def _settled(self, version: int) -> tuple[WorkflowHistory, ...]:
        """The histories, once the workflow has folded what the ledger holds and waits again."""
        found: list[tuple[WorkflowHistory, ...]] = []

        async def settled() -> None:
            histories = await runs(self.system.client, self.iqa)
            told = await calls(histories, pydantic_data_converter)
            assert max(event["version"] for call in told for event in call.outcome["events"]) == version
            found.append(histories)

        await soon(settled)
        return found[-1]

    async def _seen(self, command: c.IqaCommand) -> c.IqaCommand:
        if not hasattr(command, "seen_version"):
            return command
        return command.model_copy(update={"seen_version": (await self.state()).version})


def _named(line: StoryLine) -> str:
    """A line with the kind of its event in place of the headline."""
    return line.what.replace(said_of(line.kind), in_words(line.kind), 1) if line.kind else line.what


def _in_this_order(lines: Sequence[str], told: Sequence[str]) -> None:
    place = 0
    for line in lines:
        found = [number for number, what in enumerate(told) if number >= place and what.startswith(line)]
        assert found, f"{line!r} is not told after line {place} of {told}"
        place = found[0] + 1
