"""A made-up fourth kind of stream: somebody visits an Area, until the day is over. What a new kind must bring."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID

from temporalio import workflow

from domain.errors import Reason, Refused
from domain.facts import Facts, Needs
from domain.ids import TIMER
from domain.notices import About, Notice, NoticeKind
from domain.rows import Rows
from domain.stream import (
    TAGGED,
    Answer,
    Await,
    CatchUp,
    DeadlinePassed,
    Envelope,
    Finish,
    Kind,
    Outcome,
    OutOfOrder,
    Recorded,
    RecordRequest,
    Start,
)
from domain.stream import Deadline as DeadlineOf
from domain.values import Code, Value
from workflows.stream import Stream, answer_of, refusal


class PlanVisit(Value):
    """Plan a visit that is over at an instant (UTC)."""

    kind: Literal["plan_visit"] = "plan_visit"
    area: Code
    host: Code
    over_at: datetime


class CallOff(Value):
    """Nobody comes."""

    kind: Literal["call_off"] = "call_off"


VisitCommand = PlanVisit | CallOff | DeadlinePassed | CatchUp


class VisitPlanned(Value):
    """Somebody will come."""

    kind: Literal["visit_planned"] = "visit_planned"
    area: Code
    host: Code
    over_at: datetime


class VisitEnded(Value):
    """They were here, or were not."""

    kind: Literal["visit_ended"] = "visit_ended"
    came: bool


VisitEvent = VisitPlanned | VisitEnded

VisitEnvelope: TypeAlias = Envelope[Annotated[VisitCommand, TAGGED]]
RecordedVisitEvent: TypeAlias = Recorded[Annotated[VisitEvent, TAGGED]]
StartVisit: TypeAlias = Start[PlanVisit]


class Step(StrEnum):
    OVER = "over"


class Visit(Value):
    """A visit after some of its events."""

    version: int
    area: Code
    host: Code
    over_at: datetime
    came: bool | None = None
    command_ids: frozenset[UUID] = frozenset()


def screen(envelope: VisitEnvelope, visit: Visit | None) -> Refused | None:
    if isinstance(envelope.command, CallOff) and visit and visit.came is not None:
        return Refused(reason=Reason.ALREADY_DONE)
    return None


def decide(envelope: VisitEnvelope, visit: Visit | None, facts: Facts) -> tuple[VisitEvent, ...] | Refused:
    if refused := screen(envelope, visit):
        return refused
    match envelope.command:
        case PlanVisit(area=area, host=host, over_at=over_at) if visit is None:
            known = facts.person(host)
            planned = VisitPlanned(area=area, host=host, over_at=over_at)
            return (planned,) if known else Refused(reason=Reason.UNKNOWN_PERSON, detail=host)
        case DeadlinePassed():
            return (VisitEnded(came=True),)
        case CallOff():
            return (VisitEnded(came=False),)
        case _:
            return ()


def evolve(visit: Visit | None, recorded: RecordedVisitEvent, stream: str) -> Visit:
    match recorded.event:
        case VisitPlanned(area=area, host=host, over_at=over_at) if visit is None:
            return Visit(version=1, area=area, host=host, over_at=over_at)
        case VisitEnded(came=came) if visit is not None:
            return visit.model_copy(update={"version": recorded.version, "came": came})
        case _:
            raise OutOfOrder(stream, recorded, visit.version if visit else 0)


def needs(envelope: VisitEnvelope, visit: Visit | None) -> Needs:
    command = envelope.command
    return Needs(people=frozenset({command.host}) if isinstance(command, PlanVisit) else frozenset())


def next_step(visit: Visit) -> Await[Step] | Finish:
    if visit.came is not None:
        return Finish()
    return Await[Step](deadline=DeadlineOf[Step](step=Step.OVER, due=visit.over_at))


def notices(event: VisitEvent, _: Visit, visit: Visit, about: About) -> tuple[Notice, ...]:
    return about.to(visit.host, kind=NoticeKind.REMINDER) if isinstance(event, VisitEnded) else ()


VISIT: Final[Kind[VisitCommand, Visit, VisitEvent]] = Kind(
    name="visit",
    envelope=VisitEnvelope,
    recorded=RecordedVisitEvent,
    request=RecordRequest[Annotated[VisitCommand, TAGGED]],
    outcome=Outcome[Annotated[VisitEvent, TAGGED]],
    start=StartVisit,
    start_again=lambda _, opening: StartVisit.of(opening),
    facts=Facts,
    screen=screen,
    needs=needs,
    decide=decide,
    evolve=evolve,
    next_step=next_step,
    rows=lambda _: Rows(),
    notices=notices,
)


@workflow.defn(name="visit")
class VisitWorkflow:
    """From the plan until the day is over."""

    @workflow.init
    def __init__(self, start: StartVisit) -> None:
        self._stream: Stream[VisitCommand, Visit, VisitEvent] = Stream(VISIT, TIMER)
        self._opening = VisitEnvelope(command_id=start.command_id, actor=start.actor, command=start.opening)

    @workflow.run
    async def run(self, start: StartVisit) -> dict[str, int]:
        await self._stream.record(self._opening)
        while self._stream.state and isinstance(step := next_step(self._stream.state), Await):
            news = self._stream.news()
            await self._stream.start_over_when_long(start)
            await self._stream.wait(step.deadline, news)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return {"version": self._stream.version}

    @workflow.update(name="command")
    async def command(self, envelope: VisitEnvelope) -> Answer:
        return answer_of(await self._stream.record(envelope))

    @command.validator
    def _screened(self, envelope: VisitEnvelope) -> None:
        if refused := screen(envelope, self._stream.state):
            raise refusal(refused)

    @workflow.query(name="version")
    def version(self) -> int:
        return self._stream.version
