"""Workflows that have been changed as a careless release would change them; golden histories must refuse each."""

from collections.abc import Callable
from dataclasses import replace

from temporalio import workflow

from domain.ids import TIMER
from domain.iqa.commands import IqaCommand, StartIqa
from domain.iqa.events import IqaEvent, MarksRecorded, RecordedIqaEvent
from domain.iqa.evolve import evolve
from domain.iqa.kind import IQA
from domain.iqa.state import Deadline, Iqa, Step
from workflows.contracts import IqaEnded
from workflows.iqa import IqaWorkflow
from workflows.stream import Stream


class _WithoutTimers(Stream[IqaCommand, Iqa, IqaEvent]):
    """A stream that waits for people alone."""

    async def wait(self, _: object, news: Callable[[], bool]) -> bool:
        return await super().wait(None, news)


class _Mutant(IqaWorkflow):
    """What a definition has to say for itself: the engine looks no further than the class."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)


@workflow.defn(name="iqa")
class Unchanged(_Mutant):
    """The control: what fails on this one fails for being a mutant at all."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


@workflow.defn(name="iqa")
class WithoutTimers(_Mutant):
    """Nobody is chased any more."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)
        self._stream = _WithoutTimers(IQA, TIMER)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


@workflow.defn(name="iqa")
class WithAnotherActivity(_Mutant):
    """The command goes to another activity."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)
        self._stream = Stream(replace(IQA, name="assessment"), TIMER)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


@workflow.defn(name="iqa")
class WithoutSearchAttributes(_Mutant):
    """Operators see nothing any more."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)
        self._stream = Stream(replace(IQA, listing=lambda _: None), TIMER)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


@workflow.defn(name="iqa")
class WithADeadlineMore(_Mutant):
    """Marks that were recorded are due once more."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)
        self._stream = Stream(replace(IQA, evolve=_with_a_deadline_more), TIMER)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


def _with_a_deadline_more(iqa: Iqa | None, recorded: RecordedIqaEvent, iqa_id: str) -> Iqa:
    after = evolve(iqa, recorded, iqa_id)
    if not isinstance(recorded.event, MarksRecorded):
        return after
    once_more = Deadline(step=Step.ACKNOWLEDGE, due=recorded.at)
    return after.model_copy(update={"deadlines": (*after.deadlines, once_more)})


MUTANTS = (WithoutTimers, WithAnotherActivity, WithoutSearchAttributes, WithADeadlineMore)
