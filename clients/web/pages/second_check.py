"""The second check before any mark is shown: whether the case was read, and the sampler's own answers (¶6.4, ¶6.8)."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from clients.desk.overviews import Overview, overview
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.checked import beside
from clients.web.pages.compare import CHECK, CaseRead
from clients.web.pages.iqa import Fact, caption, case_facts
from clients.web.pages.ways import live, to_iqa
from domain import words
from domain.assessment import Answer, BlindAnswer, BlindReMark
from domain.iqa.commands import ReMarkBlind, SeeMarks
from domain.questions import PresetKind
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/second-check")

_FORM: Final = "blind"
_SEE: Final = "see-marks"
OWN: Final = (("", "Not re-marked"), *((one.value, words.in_words(one).capitalize()) for one in Answer))
"""The answers that a sampler can give of their own; the first stands for none."""


class Question(Value):
    """A question that is on, with its wording and hints."""

    number: int
    title: str
    wording: str
    hints: tuple[str, ...]


class Blind(FormPage):
    """The questions of an IQA without anybody's answers; ``may_look`` says that the marks may be seen first."""

    template: ClassVar[str] = "second_check.html"
    iqa_id: str
    case: tuple[Fact, ...]
    questions: tuple[Question, ...]
    may_look: bool
    ways: tuple[tuple[str, str], ...] = OWN
    read: tuple[tuple[str, str], ...] = CaseRead


@router.get("")
async def second_check(visit: Visiting, iqa_id: str) -> Response:
    """Show the questions to a sampler who can still mark blind, and to others what the check compares."""
    found = await _overview(visit, iqa_id)
    if not found.record.blind:
        return RedirectResponse(f"{to_iqa(found.record.iqa_id)}/second-check/compare", status_code=303)
    begun = await Writing(visit, found.record.iqa_id, _FORM).begun()
    return visit.show(resumed(of_overview(found), begun))


@router.post("")
async def re_mark(visit: Visiting, iqa_id: str) -> Response:
    """Keep the sampler's own answers, and show the marks beside them."""
    found = await _overview(visit, iqa_id)
    page = of_overview(found)
    given = await filled(visit.request, (*KEPT, "case_read", *_fields(page)))
    writing, answers = Writing(visit, page.iqa_id, _FORM), tuple(_answers(given, page))
    wrong = given.wrong()
    if not answers:
        says = "Answer a question as you would, or look at the marks first"
        wrong = (*wrong, Wrong(field=f"q{page.questions[0].number}-answer", says=says))
    if wrong:
        return again(writing, given, page, wrong)
    await _carry(visit, page, given)
    to = f"{to_iqa(page.iqa_id)}/second-check/compare"
    return await sent(writing, given, ReMarkBlind(answers=answers), lambda: _page(visit, iqa_id), to)


@router.post("/look")
async def look(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks first; nothing is blind from then on."""
    given = await filled(visit.request, KEPT)
    await _overview(visit, iqa_id)
    writing, to = Writing(visit, iqa_id, _SEE), f"{to_iqa(iqa_id)}/second-check/compare"
    return await sent(writing, given, SeeMarks(), lambda: _page(visit, iqa_id), to)


async def _overview(visit: Visit, iqa_id: str) -> Overview:
    found = await overview(visit.site.desk, visit.by, iqa_id)
    beside(found.record)
    return found


async def _page(visit: Visit, iqa_id: str) -> Blind:
    return of_overview(await _overview(visit, iqa_id))


async def _carry(visit: Visit, page: Blind, given: Filled) -> None:
    """Take along whether the case was read to the form that says it, where nothing is written yet."""
    if read := given.text("case_read"):
        carried = {"case_read": read, "seen": str(page.seen + 1), "draft": "0"}
        await Writing(visit, page.iqa_id, CHECK).keep(Filled(carried, {}))


def _fields(page: Blind) -> Iterator[str]:
    for one in page.questions:
        yield from (f"q{one.number}-answer", f"q{one.number}-comment")


def _answers(given: Filled, page: Blind) -> Iterator[BlindAnswer]:
    for one in page.questions:
        said = given.text(f"q{one.number}-answer")
        if said in set(Answer):
            comment = given.text(f"q{one.number}-comment")
            yield BlindAnswer(question=one.number, answer=Answer(said), comment=comment)


def of_overview(found: Overview) -> Blind:
    """The page of a check whose sampler sees no mark yet."""
    iqa = found.record
    presets = iqa.selection.presets if iqa.selection else ()
    on = {one.number for one in presets if one.kind is not PresetKind.OFF}
    return Blind(
        title="Second check: your own answers first",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        live=live(iqa.iqa_id, iqa.version, "second-check"),
        iqa_id=iqa.iqa_id,
        case=tuple(case_facts(found.case, found.person)) if found.case else (),
        questions=tuple(
            Question(
                number=one.number,
                title=words.question(one.number, iqa.titles),
                wording=one.wording,
                hints=one.hints,
            )
            for one in iqa.questions
            if one.number in on
        ),
        may_look=iqa.sample is not None and iqa.sample.blind is not BlindReMark.REQUIRED,
    )
