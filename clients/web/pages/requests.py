"""Requests: a prosecutor asks for an assessment or a talk and names the case; whoever is asked answers."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.cases import CaseView, case_view
from clients.errors import CommandRefused
from clients.web.frame.forms import filled
from clients.web.frame.render import Link, Wrong, due_day
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.cases import THEN, WANTED
from clients.web.pages.iqa import Fact, case_facts
from clients.web.pages.ways import to_case
from domain import words
from domain.casework.commands import AnswerRequest, MakeRequest
from domain.casework.requested import Request, RequestAnswer, Wanted
from domain.errors import Reason, Refused
from domain.ids import case_id

router = APIRouter(prefix="/cases/{urn}/requests")

_ASK: Final = "request"
_WANTED: Final = (
    (Wanted.ASSESSMENT, "An assessment of my work on it"),
    (Wanted.CONVERSATION, "A talk about it"),
)
_ANSWERS: Final = ((RequestAnswer.AGREED, "I agree"), (RequestAnswer.DECLINED, "Not now"))


class Ask(FormPage):
    """The form in which a prosecutor asks for an assessment or a talk."""

    template: ClassVar[str] = "ask.html"
    urn: str
    case: tuple[Fact, ...]
    wanted: tuple[tuple[str, str], ...] = _WANTED


class AnswerIt(FormPage):
    """A request, and the form in which it is answered; ``answered`` is what was said of it already."""

    template: ClassVar[str] = "answer_request.html"
    urn: str
    request_id: str
    case: tuple[Fact, ...]
    asks: tuple[Fact, ...]
    answered: str
    answers: tuple[tuple[str, str], ...] = _ANSWERS


@router.get("/new")
async def ask(visit: Visiting, urn: str) -> Response:
    """Show the form in which one asks."""
    page = await _ask(visit, urn)
    return visit.show(resumed(page, await Writing(visit, case_id(urn), _ASK).begun()))


@router.post("/new")
async def asked(visit: Visiting, urn: str) -> Response:
    """Ask; the manager answers by a day."""
    page = await _ask(visit, urn)
    given = await filled(visit.request, (*KEPT, "wanted", "text"))
    writing, wanted, text = Writing(visit, case_id(urn), _ASK), given.text("wanted"), given.text("text")
    wrong = list(given.wrong())
    if wanted not in set(Wanted):
        wrong.append(Wrong(field="wanted", says="Say what you ask for"))
    if text is None:
        wrong.append(Wrong(field="text", says="Say what you would like looked at, or talked about"))
    if wrong or wanted is None or text is None:
        return again(writing, given, page, tuple(wrong))
    command = MakeRequest(urn=urn, wanted=Wanted(wanted), text=text)
    return await sent(writing, given, command, lambda: _ask(visit, urn), to_case(urn))


@router.get("/{request_id}")
async def request(visit: Visiting, urn: str, request_id: str) -> Response:
    """Show a request, to be answered."""
    page = await _answer(visit, urn, request_id)
    return visit.show(resumed(page, await Writing(visit, case_id(urn), f"{_ASK}-{request_id}").begun()))


@router.post("/{request_id}")
async def answer(visit: Visiting, urn: str, request_id: str) -> Response:
    """Answer it: agree or not, and say why or when."""
    page = await _answer(visit, urn, request_id)
    given = await filled(visit.request, (*KEPT, "answer", "text"))
    writing = Writing(visit, case_id(urn), f"{_ASK}-{request_id}")
    said, text = given.text("answer"), given.text("text")
    wrong = list(given.wrong())
    if said not in set(RequestAnswer):
        wrong.append(Wrong(field="answer", says="Say whether you agree"))
    if text is None:
        wrong.append(Wrong(field="text", says="Say when, or why not"))
    if wrong or said is None or text is None:
        return again(writing, given, page, tuple(wrong))
    command = AnswerRequest(request_id=request_id, answer=RequestAnswer(said), text=text)
    return await sent(writing, given, command, lambda: _answer(visit, urn, request_id), to_case(urn))


async def _ask(visit: Visit, urn: str) -> Ask:
    view = await case_view(visit.site.desk, visit.by, urn)
    return Ask(
        title=THEN["requests"],
        caption=f"Case {urn}",
        back=Link(text="The case", href=to_case(urn)),
        seen=view.version,
        urn=urn,
        case=tuple(case_facts(view.case, view.person)) if view.case else (),
    )


async def _answer(visit: Visit, urn: str, request_id: str) -> AnswerIt:
    view = await case_view(visit.site.desk, visit.by, urn)
    known = view.noted.requests if view.noted else ()
    found = next((one for one in known if one.request_id == request_id), None)
    if found is None:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_REQUEST, detail=request_id))
    return of_request(found, view)


def of_request(one: Request, view: CaseView) -> AnswerIt:
    """The page of a request."""
    return AnswerIt(
        title="What was asked for",
        caption=f"{view.person(one.prosecutor)}, case {view.urn}",
        back=Link(text="The case", href=to_case(view.urn)),
        seen=view.version,
        urn=view.urn,
        request_id=one.request_id,
        case=tuple(case_facts(view.case, view.person)) if view.case else (),
        asks=(
            Fact(name="Asked by", says=view.person(one.prosecutor)),
            Fact(name="For", says=WANTED[one.wanted]),
            Fact(name="In their words", says=one.text),
            Fact(name="An answer is due", says=due_day(one.due)),
        ),
        answered=f"{words.in_words(one.answer).capitalize()}. {one.said or ''}" if one.answer else "",
    )
