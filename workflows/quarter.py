"""One Area's quarter as a durable workflow: it opens its IQAs, draws the dip sample and keeps an eye on the pace.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

from collections.abc import Sequence
from typing import assert_never

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.contracts import Nudge
from domain.ids import QUARTER
from domain.quarter.commands import QuarterCommand, QuarterEnvelope, StartQuarter, TellingDone
from domain.quarter.events import QuarterEvent
from domain.quarter.kind import QUARTER as KIND
from domain.quarter.next_step import NextStep, Tell, next_step
from domain.quarter.state import AreaQuarter, Deadline, Step, Telling
from domain.stream import Answer, Await, Finish, Outcome
from workflows import options
from workflows.contracts import QuarterEnded
from workflows.stream import Stream, answer_of, refusal
from workflows.telling import tell


@workflow.defn(name="quarter")
class QuarterWorkflow:
    """From opening to the end of its last IQA; closing the quarter is an event on the way."""

    @workflow.init
    def __init__(self, start: StartQuarter) -> None:
        self._stream: Stream[QuarterCommand, AreaQuarter, QuarterEvent] = Stream(KIND, QUARTER)
        self._opening = QuarterEnvelope(
            command_id=start.command_id,
            actor=start.actor,
            command=start.opening,
            signed_in=start.signed_in,
        )
        self._opened: Outcome[QuarterEvent] | None = None
        self._put_off: dict[str, str] = {}

    @workflow.run
    async def run(self, start: StartQuarter) -> QuarterEnded:
        """Open it, then do what it asks for until nothing is left."""
        await self._open()
        while not isinstance(step := next_step(self._quarter, frozenset(self._put_off)), Finish):
            await self._stream.start_over_when_long(start)
            await self._take(step)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return QuarterEnded(version=self._stream.version)

    @workflow.update(name="open", description="Open the quarter, or learn that it is open")
    async def open(self) -> Answer:
        """Answer the opening, or fail with the named refusal."""
        await workflow.wait_condition(lambda: self._opened is not None)
        return answer_of(self._opened)

    @workflow.update(
        name="command", description="A person's command, screened, then recorded with what follows"
    )
    async def command(self, envelope: QuarterEnvelope) -> Answer:
        """Record a command and answer it, or fail with the named refusal."""
        await workflow.wait_condition(lambda: self._stream.state is not None)
        return answer_of(await self._stream.record(envelope))

    @command.validator
    def _screened(self, envelope: QuarterEnvelope) -> None:
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

    @workflow.query(name="put_off", description="The streams that could not be told, and why")
    def put_off(self) -> dict[str, str]:
        """Tell which streams are passed by until something is due: an opening among them has no IQA yet."""
        return self._put_off

    @property
    def _quarter(self) -> AreaQuarter:
        if self._stream.state is None:
            msg = "not open"
            raise ApplicationError(msg)
        return self._stream.state

    async def _open(self) -> None:
        """Record the opening; on a stream that exists already, every event of it comes back.

        A refused opening ends the workflow: there is no quarter, and another opening may be tried.
        """
        self._opened = await self._stream.record(self._opening)
        if self._stream.state is None:
            await workflow.wait_condition(workflow.all_handlers_finished)
            raise refusal(self._opened.refused)

    async def _take(self, step: NextStep) -> None:
        match step:
            case Tell():
                await self._tell(step.tellings)
            case Await():
                await self._wait(step)
            case Finish():
                return
            case never:
                assert_never(never)

    async def _tell(self, tellings: Sequence[Telling]) -> None:
        untold = await tell(tellings, QUARTER, options.TELL)
        self._put_off |= untold
        if untold:
            workflow.logger.error("not_told", extra={"streams": sorted(untold)})
        if told := tuple(one.telling_id for one in tellings if one.stream not in untold):
            await self._stream.ask_itself(TellingDone(telling_ids=told))

    async def _wait(self, step: Await[Step]) -> None:
        """Wait for news or the next deadline, and act on whichever came."""
        if await self._stream.wait(self._in_turn_of(step), self._stream.news()):
            self._put_off = {}

    def _in_turn_of(self, step: Await[Step]) -> Deadline | None:
        """The deadline that comes next; after a refusal another that is overdue, so that none starves the others."""
        overdue = [one for one in self._quarter.deadlines if one.due <= workflow.now()]
        return overdue[self._stream.refusals % len(overdue)] if overdue else step.deadline
