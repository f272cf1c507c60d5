"""One IQA as a durable workflow: it waits for a person or a deadline, records what was done, and waits again.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.contracts import Nudge
from domain.ids import IQA, TIMER
from domain.iqa.commands import IqaCommand, IqaEnvelope, StartIqa
from domain.iqa.events import IqaEvent
from domain.iqa.kind import IQA as KIND
from domain.iqa.next_step import next_step
from domain.iqa.state import Iqa
from domain.iqa.tellings import to_tell
from domain.stream import Answer, Finish
from workflows import options
from workflows.contracts import IqaEnded
from workflows.stream import Stream, answer_of
from workflows.telling import tell


@workflow.defn(name="iqa")
class IqaWorkflow:
    """From opening to the last case action; the history of this workflow is the IQA's audit trail."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        self._stream: Stream[IqaCommand, Iqa, IqaEvent] = Stream(KIND, TIMER)
        self._opening = IqaEnvelope(command_id=start.command_id, actor=start.actor, command=start.opening)
        self._handed_on: set[str] = set()

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        """Open it, then wait for people and deadlines until nothing is left."""
        await self._open()
        while not isinstance(step := next_step(self._iqa), Finish):
            news = self._stream.news()  # before any await: what is folded meanwhile is news as well
            await self._hand_on()
            await self._stream.start_over_when_long(start)
            await self._stream.wait(step.deadline, news)
        await self._hand_on()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return IqaEnded(stage=self._iqa.stage, version=self._stream.version)

    @workflow.update(
        name="command", description="A person's command, screened, then recorded with what follows"
    )
    async def command(self, envelope: IqaEnvelope) -> Answer:
        """Record a command and answer it, or fail with the named refusal."""
        await workflow.wait_condition(lambda: self._stream.state is not None)
        return answer_of(await self._stream.record(envelope))

    @command.validator
    def _screened(self, envelope: IqaEnvelope) -> None:
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

    @property
    def _iqa(self) -> Iqa:
        if self._stream.state is None:
            msg = "not open"
            raise ApplicationError(msg)
        return self._stream.state

    async def _open(self) -> None:
        """Record the opening; on a stream that exists already, every event of it comes back."""
        while self._stream.state is None:
            command_id = self._stream.attempt_id(self._opening.command_id)
            opening = self._opening.model_copy(update={"command_id": command_id})
            await self._stream.record_for_the_system(opening)

    async def _hand_on(self) -> None:
        """Tell the cases what was handed over here; repeated by a later run, it is done once."""
        fresh = [one for one in to_tell(self._iqa) if one.telling_id not in self._handed_on]
        self._handed_on |= {one.telling_id for one in fresh}
        await tell(fresh, IQA, options.BULK)
