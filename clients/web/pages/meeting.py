"""The conversation: planned, recorded when it took place, and answered by the prosecutor from their own sign-in."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong, long_day
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.ways import beside, live, to_iqa
from domain import words
from domain.assessment import Mode
from domain.errors import Reason, Refused
from domain.iqa.beside import Beside
from domain.iqa.commands import ConfirmConversation, DisputeConversation, HoldConversation, PlanConversation
from domain.iqa.state import Held, Step
from domain.notices import Meeting as Invited
from domain.policy import Order
from domain.talks import SaidOf
from infra.channels.invitation import Entry, entry

router = APIRouter(prefix="/iqas/{iqa_id}/meeting")

_FORM: Final = "meeting"
_PLAN: Final = "plan"
_ANSWER: Final = "took-place"
SAID: Final = ("went_well", "do_differently", "prosecutor_view")
"""The fields that say what a talk was about."""
TALK: Final = (*SAID, "mode", *days.fields("on"))
"""All the fields that tell of a talk."""
MODES: Final = tuple((mode, words.in_words(mode).capitalize()) for mode in Mode)
"""Each way of talking as it is offered."""


class Meeting(FormPage):
    """The conversation of an IQA, for whoever takes part in it or may read of it."""

    template: ClassVar[str] = "meeting.html"
    iqa_id: str
    with_whom: str
    told: tuple[Fact, ...]
    plan: str
    records: bool
    answers: bool
    talked_over: tuple[tuple[int, str], ...] = ()
    noted: str = ""
    ways: tuple[Link, ...] = ()
    modes: tuple[tuple[str, str], ...] = MODES


@router.get("")
async def meeting(visit: Visiting, iqa_id: str) -> Response:
    """Show the conversation as it stands."""
    page = await _page(visit, iqa_id)
    form = _ANSWER if page.answers else _FORM
    return visit.show(resumed(page, await Writing(visit, iqa_id, form).begun()))


@router.get("/conversation.ics")
async def calendar(visit: Visiting, iqa_id: str) -> Response:
    """Give the conversation as it is planned, for somebody's own calendar; it names nobody."""
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    if iqa.plan is None or iqa.held:
        raise CommandRefused(Refused(reason=Reason.NOT_PERMITTED, detail=iqa_id))
    one = iqa.plan
    meeting = Invited(on=one.on, start=one.at, minutes=one.minutes, revision=one.revision)
    at = f"{visit.site.origin}{to_iqa(iqa.iqa_id)}/meeting"
    host = urlsplit(visit.site.origin).hostname or "localhost"
    file = entry(Entry(iqa.iqa_id, meeting, visit.now, host, at))
    headers = {"Content-Disposition": 'attachment; filename="conversation.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("")
async def hold(visit: Visiting, iqa_id: str) -> Response:
    """Record that it took place, and what was said."""
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    given = await filled(visit.request, (*KEPT, *ASKED, *TALK, *said_fields(iqa)))
    writing, on, mode = Writing(visit, iqa_id, _FORM), day_in(given), mode_in(given)
    wrong = (*given.wrong(), *(one for one in (on, mode) if isinstance(one, Wrong)))
    if isinstance(on, Wrong) or isinstance(mode, Wrong) or wrong:
        return again(writing, given, await _page(visit, iqa_id), wrong)
    held = HoldConversation(
        on=on,
        mode=mode,
        said_of=said_of(given, iqa),
        went_well=given.text("went_well"),
        do_differently=given.text("do_differently"),
        prosecutor_view=given.text("prosecutor_view"),
        answered=answered(given),
    )
    return await sent(writing, given, held, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/plan")
async def plan(visit: Visiting, iqa_id: str) -> Response:
    """Set a day, perhaps a time; the step stays open."""
    known = (*KEPT, *ASKED, "plan_mode", "at", *days.fields("plan"))
    given = await filled(visit.request, known)
    writing = Writing(visit, iqa_id, _PLAN)
    on, at = days.day(given, "plan", "the day that you agreed"), days.clock(given, "at")
    mode = mode_in(given, "plan_mode")
    wrong = tuple(one for one in (on, at, mode) if isinstance(one, Wrong))
    if isinstance(on, Wrong) or isinstance(at, Wrong) or isinstance(mode, Wrong):
        return again(writing, given, await _page(visit, iqa_id), wrong)
    planned = PlanConversation(on=on, at=at, mode=mode, answered=answered(given))
    return await sent(writing, given, planned, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/took-place")
async def took_place(visit: Visiting, iqa_id: str) -> Response:
    """Say, as the prosecutor, whether it took place."""
    given = await filled(visit.request, (*KEPT, "took_place", "note"))
    writing, note = Writing(visit, iqa_id, _ANSWER), given.text("note")
    says = given.text("took_place")
    if says not in {"yes", "differed", "not_yet"}:
        wrong = (Wrong(field="took_place", says="Say whether it took place"), *given.wrong())
        return again(writing, given, await _page(visit, iqa_id), wrong)
    if wrong := given.wrong():
        return again(writing, given, await _page(visit, iqa_id), wrong)
    command = (
        DisputeConversation(note=note)
        if says == "not_yet"
        else ConfirmConversation(differed=says == "differed", note=note)
    )
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


def talked_over(iqa: Record) -> tuple[tuple[int, str], ...]:
    """The questions of which a talk from before the marks has to say something: number and title."""
    if iqa.order is Order.CONVERSATION_FIRST or iqa.confirmed_at is None:
        return ()
    found = (one.question for one in iqa.marks if one.to_be_talked_over)
    return tuple((number, words.question(number, iqa.titles)) for number in found)


def said_fields(iqa: Record) -> tuple[str, ...]:
    """The fields in which that is said."""
    return tuple(f"said-{number}" for number, _ in talked_over(iqa))


def said_of(given: Filled, iqa: Record) -> tuple[SaidOf, ...]:
    """What was said of each of them, as far as something is written."""
    found = ((number, given.text(f"said-{number}")) for number, _ in talked_over(iqa))
    return tuple(SaidOf(question=number, sentence=sentence) for number, sentence in found if sentence)


def day_in(given: Filled) -> date | Wrong:
    """The day of the conversation."""
    return days.day(given, "on", "the day of the conversation")


def mode_in(given: Filled, name: str = "mode") -> Mode | Wrong:
    """The way of talking that was chosen."""
    typed = given.text(name) or ""
    return Mode(typed) if typed in set(Mode) else Wrong(field=name, says="Say how you talked")


async def _page(visit: Visit, iqa_id: str) -> Meeting:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    return of_record(iqa, visit.by.staff_id, visit)


def of_record(iqa: Record, me: str, visit: Visit) -> Meeting:
    """The page of an IQA's conversation for one reader."""
    mine = {wait.step for wait in iqa.waits if wait.who == me}
    today = days.standing("on", visit.site.desk.today)
    other = iqa.assessor if me == iqa.prosecutor else iqa.prosecutor
    return Meeting(
        title="The conversation",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        live=live(iqa.iqa_id, iqa.version, "meeting"),
        values=today,
        iqa_id=iqa.iqa_id,
        with_whom=iqa.person(other),
        told=tuple(told_of(iqa.held, iqa)) if iqa.held else (),
        plan=_planned(iqa),
        records=bool(mine & {Step.CONVERSE, Step.REMINDER}) and me == iqa.assessor,
        answers=Step.CONFIRM_CONVERSATION in mine,
        talked_over=talked_over(iqa),
        noted=long_day(iqa.noted.on) if iqa.noted and iqa.noted.manager == me else "",
        ways=tuple(beside(one, iqa.iqa_id) for one in iqa.may_do if one is Beside.CORRECT_CONVERSATION),
    )


def _planned(iqa: Record) -> str:
    if iqa.plan is None or iqa.held:
        return ""
    at = f" at {iqa.plan.at:%H:%M}" if iqa.plan.at else ""
    return f"Planned for {long_day(iqa.plan.on)}{at}, {words.in_words(iqa.plan.mode)}."


def told_of(held: Held, iqa: Record) -> Iterator[Fact]:
    """A conversation as it is recorded."""
    yield Fact(name="Took place", says=f"{long_day(held.on)}, {words.in_words(held.mode)}")
    yield Fact(name="Recorded by", says=iqa.person(held.by))
    for name, says in (
        ("What went well", held.went_well),
        ("What to do differently", held.do_differently),
        ("The prosecutor's view", held.prosecutor_view),
        ("Put right because", held.because),
    ):
        if says:
            yield Fact(name=name, says=says)
    for one in held.said_of:
        yield Fact(name=f"Said of question {words.question(one.question, iqa.titles)}", says=one.sentence)
    if iqa.talk:
        yield Fact(name="As it stands", says=words.in_words(iqa.talk).capitalize())
