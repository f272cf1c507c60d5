"""Feedback on an assessment: recorded by whoever checked it, answered by its manager in one click (¶6.10)."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong, clock, long_day
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.checked import beside, found
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.meeting import MODES
from clients.web.pages.ways import live, to_iqa
from domain import words
from domain.assessment import Mode, Reply, ToDevelop
from domain.iqa.commands import AcknowledgeFeedback, GiveFeedback
from domain.iqa.second_check import Sample
from domain.iqa.state import Step

router = APIRouter(prefix="/iqas/{iqa_id}/feedback")

_FORM: Final = "feedback"
_REPLY: Final = "reply"
_DAY: Final = "the day of the feedback"


class FeedbackPage(FormPage):
    """What was said of an assessment, and what its reader can do about it now."""

    template: ClassVar[str] = "feedback.html"
    iqa_id: str
    whose: str
    gives: bool
    answers: bool
    changes_mind: bool
    asks: bool
    check: tuple[Fact, ...]
    told: tuple[Fact, ...]
    modes: tuple[tuple[str, str], ...] = MODES


@router.get("")
async def feedback(visit: Visiting, iqa_id: str) -> Response:
    """Show the feedback, or the form in which it is recorded."""
    page = await _page(visit, iqa_id)
    form = _FORM if page.gives else _REPLY
    return visit.show(resumed(page, await Writing(visit, page.iqa_id, form).begun()))


@router.post("")
async def give(visit: Visiting, iqa_id: str) -> Response:
    """Record that the manager was given feedback, and what they are to develop by when."""
    known = (*KEPT, "mode", "content", "develop", *days.fields("on"), *days.fields("by"))
    given = await filled(visit.request, known)
    page, writing = await _page(visit, iqa_id), Writing(visit, iqa_id, _FORM)
    command = _feedback(given)
    if not isinstance(command, GiveFeedback):
        return again(writing, given, page, command)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/answer")
async def answer(visit: Visiting, iqa_id: str) -> Response:
    """Answer it, as the manager: revise, let it stand because, or nothing to revise."""
    given = await filled(visit.request, (*KEPT, "reply", "because"))
    page, writing = await _page(visit, iqa_id), Writing(visit, iqa_id, _REPLY)
    said, because = given.text("reply"), given.text("because")
    wrong = given.wrong()
    if said not in set(Reply):
        wrong = (*wrong, Wrong(field="reply", says="Say what you do about it"))
    elif Reply(said).needs_reason and because is None:
        wrong = (*wrong, Wrong(field="because", says="Say why you let it stand"))
    if wrong or said is None:
        return again(writing, given, page, wrong)
    command = AcknowledgeFeedback(reply=Reply(said), note=because if Reply(said) is Reply.LET_STAND else None)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


def _feedback(given: Filled) -> GiveFeedback | tuple[Wrong, ...]:
    on, content, what = days.day(given, "on", _DAY), given.text("content"), given.text("develop")
    by = days.day(given, "by", "the day by which it should show") if what else None
    mode = given.text("mode")
    wrong = [*given.wrong(), *(one for one in (on, by) if isinstance(one, Wrong))]
    if mode not in set(Mode):
        wrong.append(Wrong(field="mode", says="Say how you talked"))
    if content is None:
        wrong.append(Wrong(field="content", says="Say what you told the manager"))
    if wrong or isinstance(on, Wrong) or isinstance(by, Wrong) or content is None or mode is None:
        return tuple(wrong)
    develop = (ToDevelop(what=what, due_on=by),) if what and by else ()
    return GiveFeedback(on=on, mode=Mode(mode), content=content, development=develop)


async def _page(visit: Visit, iqa_id: str) -> FeedbackPage:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    return of_record(iqa, beside(iqa), visit)


def of_record(iqa: Record, sample: Sample, visit: Visit) -> FeedbackPage:
    """The page of the feedback on an IQA for one reader."""
    me = visit.by.staff_id
    mine = {wait.step for wait in iqa.waits if wait.who == me}
    return FeedbackPage(
        title="Feedback on the assessment",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        live=live(iqa.iqa_id, iqa.version, "feedback"),
        values=days.standing("on", visit.site.desk.today),
        iqa_id=iqa.iqa_id,
        whose=iqa.person(iqa.assessor),
        gives=Step.FEEDBACK in mine,
        answers=Step.ACKNOWLEDGE in mine,
        changes_mind=Step.REVISE in mine,
        asks=bool(sample.asks),
        check=tuple(found(sample, iqa)) if sample.recorded_at else (),
        told=tuple(_told(sample, iqa)),
    )


def _told(sample: Sample, iqa: Record) -> Iterator[Fact]:
    if sample.feedback:
        one = sample.feedback
        yield Fact(name="Given", says=f"{long_day(one.on)}, {words.in_words(one.mode)}")
        yield Fact(name="What was said", says=one.content)
    for each in sample.development:
        yield Fact(name="To develop", says=f"{each.action.what}, to show by {long_day(each.action.due_on)}")
    if sample.acknowledged_at and sample.reply:
        because = f": {sample.reply_note}" if sample.reply_note else ""
        says = f"{words.REPLIES[sample.reply].capitalize()}{because}"
        yield Fact(name=f"Answer of {iqa.person(iqa.assessor)}", says=says)
        yield Fact(name="Answered", says=clock(sample.acknowledged_at))
