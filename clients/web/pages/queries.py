"""A queried mark, answered by somebody other than who gave it; where it is upheld, with another mark (¶4.12)."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.errors import CommandRefused
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.assessment import answer_of
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Answer, Mark, Upheld
from domain.errors import Reason, Refused
from domain.iqa.commands import AnswerQuery
from domain.iqa.sight import Part
from domain.iqa.state import QueryState, Step
from domain.listed import Listed
from domain.questions import NotApplicableReason

router = APIRouter(prefix="/iqas/{iqa_id}/queries/{query_id}")

_FORM: Final = "query-"
_NA: Final = "not_applicable:"
_OUTCOMES: Final = (
    (Upheld.UPHELD.value, "Upheld: the mark changes"),
    (Upheld.PARTLY.value, "Partly: the mark or what stands beside it changes"),
    (Upheld.NOT_UPHELD.value, "Not upheld: it stays"),
)


class Query(FormPage):
    """A query with the mark that it is about."""

    template: ClassVar[str] = "query.html"
    iqa_id: str
    query_id: str
    question: int
    about: str
    wording: str
    mark: str
    good: str
    improve: str
    asked: str
    answered: str
    answers: bool
    outcomes: tuple[tuple[str, str], ...] = _OUTCOMES
    ways: tuple[tuple[str, str], ...] = ()


@router.get("")
async def query(visit: Visiting, iqa_id: str, query_id: str) -> Response:
    """Show a query."""
    page = await _page(visit, iqa_id, query_id)
    return visit.show(resumed(page, await Writing(visit, page.iqa_id, f"{_FORM}{query_id}").begun()))


@router.post("")
async def answer(visit: Visiting, iqa_id: str, query_id: str) -> Response:
    """Answer it."""
    given = await filled(visit.request, (*KEPT, "outcome", "text", "answer", "good", "improve"))
    page, writing = await _page(visit, iqa_id, query_id), Writing(visit, iqa_id, f"{_FORM}{query_id}")
    command = _answer(given, page)
    if not isinstance(command, AnswerQuery):
        return again(writing, given, page, command)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id, query_id), to_iqa(iqa_id))


def _answer(given: Filled, page: Query) -> AnswerQuery | tuple[Wrong, ...]:
    outcome, text, mark = given.text("outcome"), given.text("text"), _mark(given, page.question)
    wrong = [*given.wrong()]
    if outcome not in set(Upheld):
        wrong.append(Wrong(field="outcome", says="Say whether the query is upheld"))
    elif Upheld(outcome).changes_mark and mark is None:
        wrong.append(Wrong(field="answer", says="Say how the question is answered now"))
    if text is None:
        wrong.append(Wrong(field="text", says="Write your answer"))
    if mark and mark.answer.finds_fault and mark.improvement is None:
        wrong.append(Wrong(field="improve", says="Say what should be done differently"))
    if wrong or text is None or outcome is None:
        return tuple(wrong)
    changed = mark if Upheld(outcome).changes_mark else None
    return AnswerQuery(
        query_id=page.query_id, outcome=Upheld(outcome), text=text, amended=changed, seen_version=0
    )


def _mark(given: Filled, question: int) -> Mark | None:
    typed = given.text("answer") or ""
    why = typed.removeprefix(_NA) if typed.startswith(_NA) else ""
    if why not in {"", *NotApplicableReason} or (not why and typed not in set(Answer)):
        return None
    return Mark(
        question=question,
        answer=Answer.NOT_APPLICABLE if why else Answer(typed),
        not_applicable=NotApplicableReason(why) if why else None,
        good_practice=given.text("good"),
        improvement=given.text("improve"),
    )


async def _page(visit: Visit, iqa_id: str, query_id: str) -> Query:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    one = next((one for one in iqa.queries if one.query_id == query_id), None)
    if one is None or Part.MARKS not in iqa.may_read:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_QUERY, detail=query_id))
    policy = visit.site.desk.library.policies.get(iqa.policy or "")
    reasons = policy.marking.not_applicable_reasons if policy else ()
    return of_record(iqa, one, visit.by.staff_id, reasons)


def of_record(iqa: Record, one: QueryState, me: str, reasons: tuple[Listed, ...]) -> Query:
    """The page of a query for one reader."""
    mark, line = (
        iqa.mark(one.question),
        next((each for each in iqa.questions if each.number == one.question), None),
    )
    waits = any(
        (wait.step, wait.item, wait.who) == (Step.ANSWER_QUERY, one.query_id, me) for wait in iqa.waits
    )
    return Query(
        title=f"Query of question {one.question}",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        query_id=one.query_id,
        question=one.question,
        about=words.question(one.question, iqa.titles),
        wording=line.wording if line else "",
        mark=answer_of(mark) if mark else "Not marked",
        good=(mark.good_practice if mark else None) or "",
        improve=(mark.improvement if mark else None) or "",
        asked=one.text,
        answered=_answered(one, iqa),
        answers=waits,
        ways=tuple(_ways(reasons)),
    )


def _answered(one: QueryState, iqa: Record) -> str:
    if one.outcome is None or one.answered_by is None:
        return ""
    return f"{words.in_words(one.outcome).capitalize()} by {iqa.person(one.answered_by)}: {one.answer or ''}"


def _ways(reasons: tuple[Listed, ...]) -> Iterator[tuple[str, str]]:
    yield Answer.YES.value, "Yes"
    yield Answer.NO.value, "No"
    for reason in reasons:
        yield f"{_NA}{reason.code}", f"Not applicable: {reason.says}"
