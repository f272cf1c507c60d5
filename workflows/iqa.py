"""One IQA as a durable workflow: it waits for a person or a deadline, records what was done, and waits again.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

from collections.abc import Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.contracts import Answer, IqaRecorded, RecordIqa
from activities.record import Recorder
from domain.ids import TIMER, derived_id, quarter_id
from domain.iqa.commands import CatchUp, DeadlinePassed, IqaEnvelope
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import fold
from domain.iqa.next_step import Await, Finish, next_step
from domain.iqa.screen import screen
from domain.iqa.state import Deadline, Iqa
from workflows import options, search
from workflows.contracts import IqaEnded, StartIqa, Wake
from workflows.stream import FoldedStream, Outcome, answer_of, refusal


@workflow.defn(name="iqa")
class IqaWorkflow:
    """From opening to the last case action; the history of this workflow is the IQA's audit trail."""

    @workflow.init
    def __init__(self, start: StartIqa) -> None:
        self._stream: FoldedStream[Iqa, RecordedIqaEvent] = FoldedStream(workflow.info().workflow_id, fold)
        self._opening = IqaEnvelope(command_id=start.command_id, actor=start.actor, command=start.opening)
        self._shown = search.Shown()
        self._behind = False
        self._refusals = 0
        self._told = 0

    @workflow.run
    async def run(self, start: StartIqa) -> IqaEnded:
        """Open it, then wait for people and deadlines until nothing is left."""
        await self._open()
        while not isinstance(step := next_step(self._iqa), Finish):
            await self._tell_the_quarter()
            await self._start_over_when_long(start)
            await self._wait(step)
        await self._tell_the_quarter()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return IqaEnded(stage=self._iqa.stage, version=self._stream.version)

    @workflow.update(
        name="command", description="A person's command, screened, then recorded with what follows"
    )
    async def command(self, envelope: IqaEnvelope) -> Answer:
        """Record a command and answer it, or fail with the named refusal."""
        await workflow.wait_condition(lambda: self._stream.state is not None)
        return answer_of(await self._record(envelope))

    @command.validator
    def _screened(self, envelope: IqaEnvelope) -> None:
        """Refuse at once, without a trace in the history, what the state alone refuses."""
        if self._stream.state is not None and (refused := screen(envelope, self._stream.state)):
            raise refusal(refused)

    @workflow.signal(name="catch_up", description="The ledger may hold more than this workflow has folded")
    def catch_up(self, _: Wake) -> None:
        """Fold what the ledger holds, after a restore."""
        self._behind = True

    @property
    def _iqa(self) -> Iqa:
        if self._stream.state is None:
            msg = "not open"
            raise ApplicationError(msg)
        return self._stream.state

    async def _open(self) -> None:
        """Record the opening; on a stream that exists already, every event of it comes back."""
        while self._stream.state is None:
            await self._record_for_the_system(self._opening)

    async def _wait(self, step: Await) -> None:
        """Wait for news, at most until the next deadline, and act on whichever came."""
        if self._behind:
            self._behind = False
            await self._record_for_the_system(self._from_timer(CatchUp(), "catch_up"))
        elif step.deadline is None:
            await workflow.wait_condition(self._news())
        else:
            await self._wait_until(step.deadline)

    async def _wait_until(self, deadline: Deadline) -> None:
        left = max(deadline.due - workflow.now(), timedelta(0))
        group = workflow.create_event_group(deadline.step)
        try:
            await workflow.wait_condition(
                self._news(),
                timeout=left,
                timeout_summary=f"{deadline.name} due {deadline.due:%Y-%m-%d}",
                event_groups=[group],
            )
        except TimeoutError:
            passed = DeadlinePassed(deadline=deadline.name, due=deadline.due)
            await self._record_for_the_system(
                self._from_timer(passed, deadline.name, deadline.due.isoformat())
            )

    def _from_timer(self, command: CatchUp | DeadlinePassed, *about: object) -> IqaEnvelope:
        """A command of the system: its id is derived, so that an attempt repeated is answered, not done again."""
        command_id = derived_id(self._stream.stream, *about, self._stream.version, self._refusals)
        return IqaEnvelope(command_id=command_id, actor=TIMER, command=command)

    async def _record_for_the_system(self, envelope: IqaEnvelope) -> None:
        """Record; when that was refused, raise an alarm and back off: a system command must never loop."""
        version = self._stream.version
        try:
            outcome = await self._record(envelope)
            refused = outcome.refused.reason if outcome.refused else None
        except ApplicationError as error:
            refused = error.type
        if refused is None or self._stream.version != version:
            self._refusals = 0
            return
        workflow.logger.error(
            "system_command_refused", extra={"command": envelope.command.kind, "refused": refused}
        )
        self._refusals += 1
        await workflow.sleep(options.back_off(self._refusals), summary=f"{envelope.command.kind} was refused")

    async def _record(self, envelope: IqaEnvelope) -> Outcome[RecordedIqaEvent]:
        outcome = await self._stream.record(lambda: self._call_record(envelope))
        self._show()
        return outcome

    async def _call_record(self, envelope: IqaEnvelope) -> IqaRecorded:
        request = RecordIqa(
            iqa_id=self._stream.stream, folded=self._stream.version, now=workflow.now(), envelope=envelope
        )
        return await workflow.execute_activity_method(
            Recorder.record_iqa,
            request,
            summary=f"{envelope.command.kind} by {envelope.actor}",
            **options.RECORD,
        )

    def _news(self) -> Callable[[], bool]:
        """A condition that holds once anything was folded, or should be."""
        version = self._stream.version
        return lambda: self._stream.version != version or self._behind

    def _show(self) -> None:
        """Bring the search attributes up to date."""
        iqa = self._stream.state
        if iqa is None:
            return
        due_at = iqa.deadlines[0].due if iqa.deadlines else None
        if changes := self._shown.changes(iqa.stage, due_at, escalated=bool(iqa.escalations)):
            workflow.upsert_search_attributes(changes)

    async def _tell_the_quarter(self) -> None:
        """Wake the quarter for new escalations; it reads them itself, so an undelivered signal loses nothing."""
        raised = len(self._iqa.escalations)
        if raised == self._told:
            return
        self._told = raised
        quarter = quarter_id(self._iqa.area, self._iqa.quarter)
        try:
            await workflow.get_external_workflow_handle(quarter).signal(
                "wake", Wake(stream=self._stream.stream, version=self._stream.version)
            )
        except ApplicationError as error:
            workflow.logger.warning("quarter_not_reached", extra={"quarter": quarter, "error": error.type})

    async def _start_over_when_long(self, start: StartIqa) -> None:
        """Continue as new once the history is long; the new run folds the stream again from the ledger."""
        if workflow.info().is_continue_as_new_suggested():
            await workflow.wait_condition(workflow.all_handlers_finished)
            workflow.continue_as_new(start)
