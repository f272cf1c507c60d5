"""An IQA's own page: its steps as a task list, the one that is next, the case, the people, and what was said."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Final, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.names import called_within
from clients.desk.overviews import CaseFacts, Overview, overview
from clients.desk.records import Record
from clients.web.frame.render import Link, Page, clock, due_day, long_day
from clients.web.frame.tables import as_csv
from clients.web.frame.timelines import Timeline
from clients.web.frame.visit import Visiting
from clients.web.pages.clock import of_clock
from clients.web.pages.ways import HOME, WAYS, beside, live, to_do, to_iqa
from domain import words
from domain.iqa.sight import Part
from domain.iqa.state import Stage, Step
from domain.iqa.waits import Wait
from domain.policy import Order
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}")


class Task(Value):
    """One step in the list: what it is, how it stands, and the way to it for whoever can take it now."""

    what: str
    stands: str
    href: str = ""
    mine: bool = False


class Fact(Value):
    """A line of what is known: what it is, and what it says."""

    name: str
    says: str


class IqaPage(Page):
    """An IQA for whoever reads it."""

    template: ClassVar[str] = "iqa.html"
    tasks: tuple[Task, ...]
    button: Link | None
    next_for_others: tuple[str, ...]
    case: tuple[Fact, ...]
    in_case_system: str = ""
    people: tuple[Fact, ...]
    links: tuple[Link, ...]
    more: tuple[Link, ...]
    happened: tuple[Fact, ...] = ()
    clock: Timeline | None = None


@router.get("")
async def iqa(visit: Visiting, iqa_id: str) -> Response:
    """Show an IQA."""
    found = await overview(visit.site.desk, visit.by, iqa_id)
    page = of_overview(found, visit.by.staff_id)
    return visit.show(page.model_copy(update={"clock": of_clock(found, visit.now)}))


@router.get("/tables/{name}.csv")
async def table(visit: Visiting, iqa_id: str, name: str) -> Response:
    """Give the days of an IQA as a file."""
    clock = of_clock(await overview(visit.site.desk, visit.by, iqa_id), visit.now)
    return as_csv([clock.table] if clock else [], name, iqa_id)


def of_overview(found: Overview, me: str) -> IqaPage:
    """The page of an IQA for one reader."""
    record = found.record
    mine = [wait for wait in record.waits if wait.who == me]
    return IqaPage(
        title="Your assessment" if me == record.prosecutor else f"IQA of {found.person(record.prosecutor)}",
        caption=f"{record.quarter}, {record.area}",
        back=HOME,
        live=live(record.iqa_id, record.version),
        tasks=tuple(_tasks(found, me)) if Part.RECORD in record.may_read else (),
        button=next((way for wait in mine if (way := to_do(wait.step, record.iqa_id, wait.item))), None),
        next_for_others=tuple(_waits_for(wait, found) for wait in record.waits if wait.who != me),
        case=tuple(case_facts(found.case, found.person)) if found.case else (),
        in_case_system=found.in_case_system or "",
        people=tuple(_people(found)),
        links=tuple(_links(record)),
        more=tuple(beside(one, record.iqa_id) for one in record.may_do),
        happened=tuple(
            Fact(
                name=clock(one.at),
                says=f"{found.person(one.who)}: {called_within(one.what, one.people, found.names)}",
            )
            for one in found.last
        ),
    )


def caption(record: Record) -> str:
    """What stands above the heading of every page of an IQA."""
    case = f", case {record.selection.urn}" if record.selection else ""
    return f"{record.person(record.prosecutor)}, {record.quarter}{case}"


class _Row(NamedTuple):
    """A step as the list calls it, and the further steps that stand in the same line."""

    step: Step
    called: str
    more: tuple[Step, ...] = ()


_SELECT: Final = _Row(Step.SELECT, "Choose a case")
_MARK: Final = _Row(Step.MARK, "Mark the work")
_TALK: Final = _Row(Step.CONVERSE, "Talk it over", (Step.CONFIRM_CONVERSATION, Step.REMINDER))
_ACTIONS: Final = _Row(Step.RECORD_ACTIONS, "Case actions", (Step.ACTION,))
_CHECK: Final = _Row(Step.DIP_SAMPLE, "Second check")
_FEEDBACK: Final = _Row(Step.FEEDBACK, "Feedback", (Step.ACKNOWLEDGE, Step.REVISE, Step.DEVELOPMENT))
_ROWS: Final = {
    Order.ASSESSMENT_FIRST: (_SELECT, _MARK, _TALK, _ACTIONS),
    Order.CONVERSATION_FIRST: (_SELECT, _TALK, _MARK, _ACTIONS),
}


def _tasks(found: Overview, me: str) -> Iterator[Task]:
    record = found.record
    checked = (_CHECK, _FEEDBACK) if record.sample else ()
    for row in (*_ROWS[record.order or Order.ASSESSMENT_FIRST], *checked):
        waiting = [one for one in record.waits if one.step in {row.step, *row.more}]
        mine = [one for one in waiting if one.who == me]
        if mine:
            href = f"{to_iqa(record.iqa_id)}/{WAYS[row.step].page}"
            stands = _by(mine[0]) or "yours"
            yield Task(what=row.called, stands=stands[0].upper() + stands[1:], href=href, mine=True)
        elif waiting:
            stands = ", ".join(filter(None, (found.person(waiting[0].who), _by(waiting[0]))))
            yield Task(what=row.called, stands=f"Waits for {stands}")
        elif _is_done(record, row.step):
            yield Task(what=row.called, stands="Done")
        else:
            yield Task(what=row.called, stands="Not yet")


def _by(wait: Wait) -> str:
    """By when a step is or was due; empty where no day says."""
    return f"{'was due' if wait.missed else 'due'} {due_day(wait.due)}" if wait.due else ""


def _is_done(record: Record, step: Step) -> bool:
    match step:
        case Step.SELECT:
            return record.selection is not None
        case Step.MARK:
            return record.confirmed_at is not None
        case Step.CONVERSE:
            return record.talk is not None and record.talk.counts_as_held
        case Step.DIP_SAMPLE:
            return record.sample is not None and record.sample.recorded_at is not None
        case Step.FEEDBACK:
            return record.sample is not None and record.sample.acknowledged_at is not None
        case _:
            return record.no_actions or bool(record.actions) or record.stage in _OVER


_OVER: Final = frozenset({Stage.COMPLETED, Stage.CLOSED})


def _waits_for(wait: Wait, found: Overview) -> str:
    asks = f"{found.person(wait.who)} to {words.step(wait.step, wait.item or '')}"
    return ", ".join(filter(None, (asks, _by(wait))))


def case_facts(case: CaseFacts, person: Callable[[str], str]) -> Iterator[Fact]:
    """What is shown of a case, in three lines; ``person`` says who has an id."""
    about = [words.in_words(case.stage), words.in_words(case.status)]
    about.append(words.in_words(case.plea) if case.plea else "no plea known")
    about.append(f"allocated to {person(case.prosecutor)}")
    yield Fact(name="Case", says=f"{case.urn}: {', '.join(about)}")
    days = (("charged", case.charged_on), ("next hearing", case.next_hearing), ("trial", case.trial_on))
    told = "; ".join(f"{name} {long_day(day)}" for name, day in days if day)
    if told:
        yield Fact(name="Dates", says=told[0].upper() + told[1:])
    marked = ("custody", "victim", "domestic_abuse", "rape")
    flags = [words.in_words(name) for name in marked if getattr(case, name)]
    yield Fact(name="To know", says=(", ".join(flags) or "nothing marked").capitalize())


def _people(found: Overview) -> Iterator[Fact]:
    record = found.record
    yield Fact(name="Prosecutor", says=found.person(record.prosecutor))
    yield Fact(name="Assessed by", says=found.person(record.assessor))
    if record.selection:
        yield Fact(
            name="Work assessed", says=", ".join(map(words.in_words, record.selection.work)).capitalize()
        )


def _links(record: Record) -> Iterator[Link]:
    at = to_iqa(record.iqa_id)
    if Part.MARKS in record.may_read and record.confirmed_at:
        yield Link(text="Read the assessment", href=f"{at}/assessment")
    if Part.TALK in record.may_read and record.selection:
        yield Link(text="The conversation", href=f"{at}/meeting")
    if Part.RECORD in record.may_read:
        yield Link(text="History", href=f"{at}/history")
    yield from _links_of_check(record, at)
    if Part.ACTIONS in record.may_read and record.actions:
        yield Link(text="Case actions", href=f"{at}/actions")


def _links_of_check(record: Record, at: str) -> Iterator[Link]:
    if record.sample and not record.blind:
        yield Link(text="The second check", href=f"{at}/second-check")
    if record.sample and record.sample.feedback:
        yield Link(text="The feedback", href=f"{at}/feedback")
    for each in record.sample.development if record.sample else ():
        yield Link(text="What was to be developed", href=f"{at}/development/{each.action.action_id}")
    if record.manager_talks:
        yield Link(text="Talks with the manager", href=f"{at}/manager-talks")
