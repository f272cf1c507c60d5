"""Workflows that have been changed as a careless release would change them; golden histories must refuse each."""

from collections.abc import Callable, Sequence

from temporalio import workflow

from activities.contracts import IqaRecorded, RecordIqa, StartIqa
from domain.iqa.commands import IqaEnvelope
from domain.iqa.events import MarksRecorded, RecordedIqaEvent
from domain.iqa.evolve import fold
from domain.iqa.next_step import Await
from domain.iqa.state import Deadline, Iqa, Step
from workflows import options
from workflows.contracts import IqaEnded
from workflows.iqa import IqaWorkflow


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

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)

    async def _wait(self, step: Await, news: Callable[[], bool]) -> None:
        await super()._wait(step.model_copy(update={"deadline": None}), news)


@workflow.defn(name="iqa")
class WithAnotherActivity(_Mutant):
    """The command goes to another activity."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)

    async def _record(self, folded: int, envelope: IqaEnvelope) -> IqaRecorded:
        request = RecordIqa(stream=self._stream.id, folded=folded, now=workflow.now(), envelope=envelope)
        recorded: IqaRecorded = await workflow.execute_activity(
            "record_assessment", request, result_type=IqaRecorded, **options.RECORD
        )
        return recorded


@workflow.defn(name="iqa")
class WithoutSearchAttributes(_Mutant):
    """Operators see nothing any more."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)

    def _show(self, _: Iqa) -> None:
        """Show nothing."""


@workflow.defn(name="iqa")
class WithADeadlineMore(_Mutant):
    """Marks that were recorded are due once more."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        super().__init__(start)
        self._stream._fold = _with_a_deadline_more  # noqa: SLF001  the seam that a change of evolve goes through

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        return await super().run(start)


def _with_a_deadline_more(iqa: Iqa | None, recorded: Sequence[RecordedIqaEvent], iqa_id: str) -> Iqa | None:
    after = fold(iqa, recorded, iqa_id)
    if after is None or not any(isinstance(each.event, MarksRecorded) for each in recorded):
        return after
    once_more = Deadline(step=Step.ACKNOWLEDGE, due=recorded[-1].at)
    return after.model_copy(update={"deadlines": (*after.deadlines, once_more)})


MUTANTS = (WithoutTimers, WithAnotherActivity, WithoutSearchAttributes, WithADeadlineMore)
