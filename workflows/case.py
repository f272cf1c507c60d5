"""What is noted on one case outside any IQA, as a durable workflow: it chases the case's actions until they are done.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

from temporalio import workflow

from activities.contracts import Nudge
from domain.casework.commands import CaseCommand, CaseEnvelope, StartCase
from domain.casework.events import CaseEvent
from domain.casework.kind import CASE
from domain.casework.next_step import next_step
from domain.casework.state import CaseNotes
from domain.ids import TIMER
from domain.iqa.state import Step
from domain.stream import Answer, Await
from workflows.contracts import CaseEnded
from workflows.stream import Stream, answer_of


@workflow.defn(name="case")
class CaseWorkflow:
    """Runs while something waits on the case; the next command starts it again, and it catches up."""

    @workflow.init
    def __init__(self, start: StartCase) -> None:
        self._stream: Stream[CaseCommand, CaseNotes, CaseEvent] = Stream(CASE, TIMER)
        self._stream.is_behind = start.behind
        self._judged = False

    @workflow.run
    async def run(self, start: StartCase) -> CaseEnded:
        """Take the command that started it, then wait for people and deadlines until nothing waits."""
        await workflow.wait_condition(lambda: self._judged or self._stream.is_behind)
        while True:
            while step := self._next():
                news = self._stream.news()  # before any await: what is folded meanwhile is news as well
                await self._stream.start_over_when_long(start.model_copy(update={"behind": True}))
                await self._stream.wait(step.deadline, news)
            await workflow.wait_condition(workflow.all_handlers_finished)
            if self._next() is None:  # the last handlers may have recorded an action
                return CaseEnded(version=self._stream.version)

    @workflow.update(
        name="command", description="A person's command, screened, then recorded with what follows"
    )
    async def command(self, envelope: CaseEnvelope) -> Answer:
        """Record a command and answer it, or fail with the named refusal."""
        try:
            return answer_of(await self._stream.record(envelope))
        finally:
            self._judged = True

    @command.validator
    def _screened(self, envelope: CaseEnvelope) -> None:
        """Refuse at once, without a trace in the history, what the state alone refuses."""
        self._stream.screen(envelope)

    @workflow.signal(name="catch_up", description="The ledger may hold more than this workflow has folded")
    def catch_up(self, _: Nudge) -> None:
        """Fold what the ledger holds, after a restore."""
        self._stream.is_behind = True

    @workflow.query(name="version", description="The version of the last event folded")
    def version(self) -> int:
        """Tell how far this workflow is, to be held against the ledger."""
        return self._stream.version

    def _next(self) -> Await[Step] | None:
        """What to wait for; None when nothing waits, or the command that started this was refused."""
        if self._stream.is_behind:
            return Await[Step]()
        step = next_step(self._stream.state) if self._stream.state is not None else None
        return step if isinstance(step, Await) else None
