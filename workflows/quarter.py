"""One Area's quarter as a durable workflow: it opens its IQAs, draws the dip sample and keeps an eye on the pace.

Replay-sensitive: its control flow changes only behind ``workflow.patched`` (CONTRIBUTING.md).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar, assert_never

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

from activities.contracts import (
    OpenOne,
    PassOn,
    TellOne,
    Wake,
)
from activities.opening import Opener
from domain.casework.commands import CaseEnvelope
from domain.casework.commands import HandOverAction as HandOverCaseAction
from domain.escalations import HandOverEscalation
from domain.ids import QUARTER, case_id, derived_id, is_case, urn_of
from domain.iqa.commands import IqaEnvelope, OpenIqa, StartIqa
from domain.quarter.commands import (
    IqaOpeningDone,
    QuarterCommand,
    QuarterEnvelope,
    StartQuarter,
    TellingDone,
)
from domain.quarter.events import PlannedIqa, QuarterEvent
from domain.quarter.kind import QUARTER as KIND
from domain.quarter.next_step import NextStep, OpenIqas, TellStreams, next_step
from domain.quarter.screen import screen
from domain.quarter.state import AreaQuarter, Deadline, Step, Telling
from domain.stream import Answer, Await, Finish, Outcome
from workflows import options
from workflows.contracts import QuarterEnded
from workflows.stream import Stream, answer_of, refusal

RequestT = TypeVar("RequestT", OpenOne, TellOne, PassOn)


@workflow.defn(name="quarter")
class QuarterWorkflow:
    """From opening to the end of its last IQA; closing the quarter is an event on the way."""

    @workflow.init
    def __init__(self, start: StartQuarter) -> None:
        self._stream: Stream[QuarterCommand, AreaQuarter, QuarterEvent] = Stream(KIND, QUARTER)
        self._opening = QuarterEnvelope(command_id=start.command_id, actor=start.actor, command=start.opening)
        self._opened: Outcome[QuarterEvent] | None = None
        self._put_off: frozenset[str] = frozenset()

    @workflow.run
    async def run(self, start: StartQuarter) -> QuarterEnded:
        """Open it, then do what it asks for until nothing is left."""
        await self._open()
        while not isinstance(step := next_step(self._quarter, self._put_off), Finish):
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
        if self._stream.state is not None and (refused := screen(envelope, self._stream.state)):
            raise refusal(refused)

    @workflow.signal(name="catch_up", description="The ledger may hold more than this workflow has folded")
    def catch_up(self, _: Wake) -> None:
        """Fold what the ledger holds, after a restore."""
        self._stream.is_behind = True

    @workflow.query(name="version", description="The version of the last event folded")
    def version(self) -> int:
        """Tell how far this workflow is, to be held against the ledger."""
        return self._stream.version

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
            case OpenIqas():
                await self._open_iqas(step.iqas)
            case TellStreams():
                await self._tell_streams(step.tellings)
            case Await():
                await self._wait(step)
            case Finish():
                return
            case never:
                assert_never(never)

    async def _open_iqas(self, planned: Sequence[PlannedIqa]) -> None:
        await self._each(Opener.open_iqa, [self._opening_of(iqa) for iqa in planned], options.BULK)
        await self._stream.ask_itself(IqaOpeningDone(iqa_ids=tuple(iqa.iqa_id for iqa in planned)))

    def _opening_of(self, planned: PlannedIqa) -> OpenOne:
        opening = OpenIqa(
            area=self._quarter.area,
            quarter=self._quarter.quarter,
            category=planned.category,
            prosecutor=planned.prosecutor,
            assessor=planned.assessor,
            target_on=planned.target_on,
            policy_version=self._quarter.policy,
            asks_for=planned.asks_for,
        )
        start = StartIqa(command_id=derived_id(planned.iqa_id, "open"), actor=QUARTER, opening=opening)
        return OpenOne(iqa_id=planned.iqa_id, task_queue=workflow.info().task_queue, start=start)

    async def _tell_streams(self, tellings: Sequence[Telling]) -> None:
        cases = [telling for telling in tellings if is_case(telling.stream)]
        iqas = [telling for telling in tellings if telling not in cases]
        untold = {
            *await self._each(Opener.tell_iqa, [self._telling(telling) for telling in iqas], options.TELL),
            *await self._each(Opener.pass_on, [self._passing_on(telling) for telling in cases], options.TELL),
        }
        self._put_off |= untold
        told = tuple(one.telling_id for one in tellings if one.stream not in untold)
        if untold:
            workflow.logger.error("not_told", extra={"streams": sorted(untold)})
        if told:
            await self._stream.ask_itself(TellingDone(telling_ids=told))

    def _telling(self, telling: Telling) -> TellOne:
        command_id = derived_id(self._stream.id, telling.telling_id)
        envelope = IqaEnvelope(command_id=command_id, actor=QUARTER, command=telling.message)
        return TellOne(iqa_id=telling.stream, envelope=envelope)

    def _passing_on(self, telling: Telling) -> PassOn:
        message = telling.message
        command = (
            message
            if isinstance(message, HandOverEscalation)
            else HandOverCaseAction.model_validate(message.model_dump())
        )
        command_id = derived_id(self._stream.id, telling.telling_id)
        envelope = CaseEnvelope(command_id=command_id, actor=QUARTER, command=command)
        return PassOn(task_queue=workflow.info().task_queue, envelope=envelope, urn=urn_of(telling.stream))

    async def _each(
        self,
        what: Callable[[Opener, RequestT], Awaitable[None]],
        requests: Sequence[RequestT],
        how: options.ActivityOptions,
    ) -> tuple[str, ...]:
        """Run one activity for each, and return the streams that were not reached.

        What is for the same stream is done in its order, and nothing more of it after one that failed.
        """
        of_streams: dict[str, list[RequestT]] = {}
        for request in requests:
            of_streams.setdefault(_stream_of(request), []).append(request)
        reached = await asyncio.gather(*(self._in_turn(what, of_one, how) for of_one in of_streams.values()))
        return tuple(
            stream for stream, was_reached in zip(of_streams, reached, strict=True) if not was_reached
        )

    async def _in_turn(
        self,
        what: Callable[[Opener, RequestT], Awaitable[None]],
        requests: Sequence[RequestT],
        how: options.ActivityOptions,
    ) -> bool:
        """Run one after the other, on the queue whose rate is limited so that no person's step waits."""
        queue = options.bulk_queue(workflow.info().task_queue)
        try:
            for request in requests:
                await workflow.execute_activity_method(
                    what, request, task_queue=queue, summary=_about(request), **how
                )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            return False
        return True

    async def _wait(self, step: Await[Step]) -> None:
        """Wait for news or the next deadline, and act on whichever came."""
        if await self._stream.wait(self._in_turn_of(step), self._stream.news()):
            self._put_off = frozenset()

    def _in_turn_of(self, step: Await[Step]) -> Deadline | None:
        """The deadline that comes next; after a refusal another that is overdue, so that none starves the others."""
        overdue = [one for one in self._quarter.deadlines if one.due <= workflow.now()]
        return overdue[self._stream.refusals % len(overdue)] if overdue else step.deadline


def _stream_of(request: OpenOne | TellOne | PassOn) -> str:
    return case_id(request.urn) if isinstance(request, PassOn) else request.iqa_id


def _about(request: OpenOne | TellOne | PassOn) -> str:
    """What a line of the history says of an activity: the stream that is reached."""
    return request.urn if isinstance(request, PassOn) else request.iqa_id
