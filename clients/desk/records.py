"""Records: one IQA, or what is noted on one case, as it stands and as far as its reader may read it."""

from datetime import date, datetime
from typing import Any

from clients.desk import references
from clients.desk.desk import Desk, Looking, SignedIn
from clients.desk.names import Naming, with_names
from clients.desk.questions import QuestionLine, asked
from clients.errors import CommandRefused
from domain.assessment import Mark
from domain.calendar import day_of
from domain.casework.requested import Request
from domain.casework.sight import judge_sight as judge_sight_of_case
from domain.casework.sight import readable as readable_of_case
from domain.casework.state import CaseActionState
from domain.errors import Reason, Refused
from domain.escalations import Escalation
from domain.ids import is_case, quarter_id, urn_of
from domain.iqa.beside import Beside, open_beside
from domain.iqa.draws import CaseDraw
from domain.iqa.improvements import SeenLater
from domain.iqa.known import known
from domain.iqa.manager_talks import ManagerTalk
from domain.iqa.re_marks import not_re_marked, re_marks_asked
from domain.iqa.second_check import Sample
from domain.iqa.selected import Selection
from domain.iqa.sight import (
    Part,
    Reader,
    judge_sight,
    may_read,
    parts_shown,
    readable,
    readable_waits,
    reader_of,
)
from domain.iqa.state import (
    ActionState,
    AnsweredPrompt,
    Held,
    Iqa,
    Missed,
    Plan,
    QueryState,
    Remark,
    Stage,
    Talk,
)
from domain.iqa.waits import Wait
from domain.known import Known
from domain.looks import Showing
from domain.people import Person
from domain.periods import Quarter
from domain.policy import Order
from domain.questions import Category, Subject
from domain.talks import EverydayTalk, NotedTalk
from domain.values import Code, Note
from infra.postgres.connections import Connection
from infra.postgres.streams import folded, folded_case


class Record(Naming):
    """An IQA; a field that is not set may not be read, and is left out where it is written. Instants are UTC.

    ``may_read`` names the parts that may be; ``comment_until`` is when an IQA that nothing else keeps open closes;
    ``left_no_time`` says that it was confirmed too late to be assured within its quarter, ``blind`` that its marks are
    kept from a sampler who can still mark blind. ``questions`` are those that it is assessed by, ``wording_of`` whose
    their wording is. Beside a second check stand what is ``known`` without anybody's judgement, how many questions
    policy asks to have re-marked before it is recorded, and which were not.
    """

    iqa_id: Code
    version: int
    area: Code
    quarter: Code
    category: Category
    prosecutor: Code
    assessor: Code
    senior_manager: Code
    stage: Stage
    may_read: tuple[Part, ...]
    former_assessors: tuple[Code, ...] = ()
    target_on: date | None = None
    order: Order | None = None
    policy: Code | None = None
    question_set: Code | None = None
    asks_for: tuple[Subject, ...] = ()
    opened_at: datetime | None = None
    draws: tuple[CaseDraw, ...] = ()
    selection: Selection | None = None
    replaced: int = 0
    marks: tuple[Mark, ...] = ()
    first_marks: tuple[Mark, ...] = ()
    seen_later: tuple[SeenLater, ...] = ()
    victims_note: Note | None = None
    team_learning: Note | None = None
    prompts: tuple[AnsweredPrompt, ...] = ()
    confirmed_at: datetime | None = None
    noted: EverydayTalk | None = None
    talk: Talk | None = None
    plan: Plan | None = None
    held: Held | None = None
    held_before: tuple[Held, ...] = ()
    actions: tuple[ActionState, ...] = ()
    no_actions: bool = False
    comments: tuple[Remark, ...] = ()
    queries: tuple[QueryState, ...] = ()
    comment_until: datetime | None = None
    sample: Sample | None = None
    manager_talks: tuple[ManagerTalk, ...] = ()
    known: tuple[Known, ...] = ()
    re_marks_asked: int = 0
    not_re_marked: tuple[int, ...] = ()
    released: bool = False
    missed: tuple[Missed, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    waits: tuple[Wait, ...] = ()
    left_no_time: bool = False
    blind: bool = False
    questions: tuple[QuestionLine, ...] = ()
    wording_of: Note | None = None
    may_do: tuple[Beside, ...] = ()

    @property
    def titles(self) -> dict[int, str]:
        """The titles of the questions by number."""
        return {one.number: one.title for one in self.questions if one.title}

    def mark(self, question: int) -> Mark | None:
        """The current mark of a question."""
        return next((mark for mark in self.marks if mark.question == question), None)


class CaseRecord(Naming):
    """What is noted on a case, as far as its reader may read it; a field that is not set may not be read."""

    case_id: Code
    version: int
    urn: Code
    area: Code
    conversations: tuple[NotedTalk, ...] = ()
    requests: tuple[Request, ...] = ()
    actions: tuple[CaseActionState, ...] = ()
    escalations: tuple[Escalation, ...] = ()


async def record(desk: Desk, by: SignedIn, iqa_id: str) -> Record:
    """Show an IQA; raises ``CommandRefused`` where there is none or nothing of it may be read, or ``Unreachable``."""
    async with desk.looking(by, Showing.RECORD, iqa_id) as (connection, person, look):
        return await as_read(desk, connection, person, look, iqa_id)


async def as_read(desk: Desk, connection: Connection, person: Person, look: Looking, iqa_id: str) -> Record:
    """An IQA for whoever looks at it in whatever view; raises ``CommandRefused``."""
    iqa = await meant(connection, person, iqa_id)
    parts = may_read(person, iqa)
    look.of(iqa.iqa_id, parts_shown(person, iqa))
    if refused := judge_sight(person, iqa, Part.COVER):
        raise CommandRefused(refused)
    told = readable(person, iqa)
    if Part.TALK in parts:
        told["comment_until"] = iqa.comment_until
    if {Part.SAMPLE, Part.MARKS} <= parts and iqa.sample:
        told |= _check(desk, iqa, iqa.sample)
    seen = Record(
        **told,
        stage=iqa.stage,
        may_read=tuple(sorted(parts)),
        waits=readable_waits(person, iqa),
        left_no_time=await _left_no_time(connection, iqa) if Part.OVERSIGHT in parts else False,
        blind=reader_of(person, iqa) is Reader.BLIND,
        may_do=open_beside(person, iqa) if Part.RECORD in parts else (),
        **(asked(desk, iqa.question_set) if Part.RECORD in parts else {}),
    )
    return await with_names(connection, seen)


async def noted_talk(desk: Desk, by: SignedIn, iqa_id: str) -> EverydayTalk:
    """Return the noted talk that an IQA started from, with its day and way; raises ``CommandRefused`` without one."""
    seen = await record(desk, by, iqa_id)
    if seen.noted is None:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_CONVERSATION, detail=seen.iqa_id))
    return seen.noted


async def shown(desk: Desk, by: SignedIn, typed: str) -> Record | CaseRecord:
    """Show an IQA, or what is noted on a case, whichever is meant; raises as those two do."""
    stream = await references.meant(desk, by, typed)
    return await (case_record if is_case(stream) else record)(desk, by, stream)


async def case_record(desk: Desk, by: SignedIn, stream: str) -> CaseRecord:
    """Show what is noted on a case; raises ``CommandRefused`` where nothing is or may be read, or ``Unreachable``."""
    async with desk.looking(by, Showing.CASE, stream) as (connection, person, look):
        notes = await folded_case(connection, stream)
        if notes is None:
            raise CommandRefused(Refused(reason=Reason.NOTHING_NOTED, detail=urn_of(stream)))
        look.of(stream)
        if refused := judge_sight_of_case(person, notes):
            raise CommandRefused(refused)
        return await with_names(connection, CaseRecord(**readable_of_case(person, notes)))


async def meant(connection: Connection, person: Person, typed: str) -> Iqa:
    """Return the IQA that somebody means; raises ``CommandRefused``."""
    return await found(connection, await references.iqa(connection, person, typed))


def _check(desk: Desk, iqa: Iqa, sample: Sample) -> dict[str, Any]:
    """What there is to know beside a second check: what the record shows, and how much of it is re-marked."""
    if sample.recorded_at:
        return {"known": known(iqa), "not_re_marked": not_re_marked(iqa)}
    policy = desk.library.policies.get(iqa.policy)
    asked = re_marks_asked(iqa, sample.sampler, policy.dip_sample) if policy else 0
    return {"known": known(iqa), "re_marks_asked": asked}


async def found(connection: Connection, iqa_id: str) -> Iqa:
    """Return an IQA as its ledger tells it; raises ``CommandRefused`` where nobody opened it."""
    iqa = await folded(connection, iqa_id)
    if iqa is None:
        raise CommandRefused(Refused(reason=Reason.NOT_OPEN, detail=iqa_id))
    return iqa


async def _left_no_time(connection: Connection, iqa: Iqa) -> bool:
    """Whether the quarter in which it was confirmed numbered it as too late to be assured."""
    if iqa.confirmed_at is None:
        return False
    from infra.postgres.quarter_views import left_no_time  # noqa: PLC0415  what it imports takes time, and counts here alone

    confirmed_in = str(Quarter.containing(day_of(iqa.confirmed_at)))
    return await left_no_time(connection, quarter_id(iqa.area, confirmed_in), iqa.iqa_id)
