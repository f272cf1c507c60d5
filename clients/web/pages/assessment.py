"""The assessment as it is read: each question with its wording and its answer; and what the prosecutor says of it."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Wrong, clock
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.ways import live, to_iqa
from domain import words
from domain.assessment import Mark
from domain.iqa.commands import Comment, QueryMark
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/assessment")

_FORM: Final = "comment"
_QUERY: Final = "query"


class Answered(Value):
    """A question as it was answered; ``before`` is the answer that a revision changed."""

    number: int
    title: str
    wording: str
    answer: str
    before: str
    good: str
    improve: str


class Assessment(FormPage):
    """An assessment that is confirmed."""

    template: ClassVar[str] = "assessment.html"
    iqa_id: str
    confirmed: str
    answers: tuple[Answered, ...]
    notes: tuple[Fact, ...]
    said: tuple[Fact, ...]
    mine: bool
    revises: bool
    source: str


@router.get("")
async def assessment(visit: Visiting, iqa_id: str) -> Response:
    """Show the assessment."""
    page = await _page(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("/comment")
async def comment(visit: Visiting, iqa_id: str) -> Response:
    """Comment on it."""
    given = await filled(visit.request, (*KEPT, "comment"))
    writing, text = Writing(visit, iqa_id, _FORM), given.text("comment")
    wrong = given.wrong() or (() if text else (Wrong(field="comment", says="Write your comment"),))
    if wrong or text is None:
        return again(writing, given, await _page(visit, iqa_id), wrong)
    return await sent(writing, given, Comment(text=text), lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/query")
async def query(visit: Visiting, iqa_id: str) -> Response:
    """Query one mark; another manager answers."""
    given = await filled(visit.request, (*KEPT, "question", "query"))
    writing, text, number = Writing(visit, iqa_id, _QUERY), given.text("query"), given.number("question")
    wrong = list(given.wrong())
    if number is None:
        wrong.append(Wrong(field="question", says="Choose the question whose mark you query"))
    if text is None:
        wrong.append(Wrong(field="query", says="Say what should be looked at again"))
    if wrong or text is None or number is None:
        return again(writing, given, await _page(visit, iqa_id), tuple(wrong))
    command = QueryMark(question=number, text=text)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


async def _page(visit: Visit, iqa_id: str) -> Assessment:
    return of_record(await record(visit.site.desk, visit.by, iqa_id), visit.by.staff_id)


def of_record(iqa: Record, me: str) -> Assessment:
    """The page of an assessment for one reader."""
    wordings = {one.number: one.wording for one in iqa.questions}
    first = {mark.question: mark for mark in iqa.first_marks}
    comments = [Fact(name=f"Comment, {clock(one.at)}", says=one.text) for one in iqa.comments]
    queries = [
        Fact(
            name=f"Query of question {words.question(one.question, iqa.titles)}",
            says="\n".join(filter(None, (one.text, one.answer or "Not answered yet."))),
        )
        for one in iqa.queries
    ]
    notes = (("Victims and witnesses", iqa.victims_note), ("Learning for the team", iqa.team_learning))
    return Assessment(
        title="The assessment",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        live=live(iqa.iqa_id, iqa.version, "assessment"),
        iqa_id=iqa.iqa_id,
        confirmed=clock(iqa.confirmed_at) if iqa.confirmed_at else "",
        answers=tuple(
            _answered(mark, first.get(mark.question), wordings.get(mark.question, ""), iqa.titles)
            for mark in iqa.marks
        ),
        notes=tuple(Fact(name=name, says=says) for name, says in notes if says),
        said=(*comments, *queries),
        mine=me == iqa.prosecutor and iqa.closed_at is None,
        revises=me == iqa.assessor and iqa.confirmed_at is not None and iqa.closed_at is None,
        source=iqa.wording_of or "",
    )


def _answered(mark: Mark, first: Mark | None, wording: str, titles: dict[int, str]) -> Answered:
    now, before = answer_of(mark), answer_of(first) if first else ""
    return Answered(
        number=mark.question,
        title=words.question(mark.question, titles),
        wording=wording,
        answer=now,
        before=before if before != now else "",
        good=mark.good_practice or "",
        improve=mark.improvement or "",
    )


def answer_of(mark: Mark) -> str:
    """The answer of a mark in words, with why the question does not apply."""
    why = f": {words.in_words(mark.not_applicable)}" if mark.not_applicable else ""
    return words.in_words(mark.answer).capitalize() + why
