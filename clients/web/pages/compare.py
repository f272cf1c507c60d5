"""The second check beside the marks: theirs, one's own, the direction; what the record shows, and what is found."""

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from clients.desk.records import Record, record
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import ASKED, FormPage, again, answered, kept, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.assessment import answer_of
from clients.web.pages.checked import beside, fact, found
from clients.web.pages.iqa import Fact, caption
from clients.web.pages.ways import live, to_iqa
from domain import words
from domain.assessment import BlindAnswer, Judgement, Mark, ReMark, Verdict, compared
from domain.iqa.commands import RecordDipSample
from domain.iqa.state import Step
from domain.known import Follows, KnownFact
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/second-check")

CHECK: Final = "check"
"""The form of the second check, which two pages share: what one does not show, it carries along."""
CaseRead: Final = (("yes", "Yes"), ("no", "No"))
_FOUND: Final = "found-"
_FOLLOWS: Final = "follows-"


class Compared(Value):
    """A question with the manager's answer and the sampler's own, and what follows from both."""

    number: int
    title: str
    wording: str
    theirs: str
    good: str
    improve: str
    yours: str
    direction: str
    comment: str = ""


class Comparison(FormPage):
    """The second check of an IQA; ``records`` says that its reader is the sampler and has not recorded it."""

    template: ClassVar[str] = "compare.html"
    iqa_id: str
    records: bool
    blind: str
    asked: int
    compared: tuple[Compared, ...]
    known: tuple[tuple[str, str], ...]
    found: tuple[Fact, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = tuple((one.value, words.in_words(one)) for one in Verdict)
    judgements: tuple[tuple[str, str, str], ...] = tuple(
        (f"{_FOUND}{one}", words.JUDGEMENTS[one][0].capitalize(), words.JUDGEMENTS[one][1])
        for one in Judgement
    )
    read: tuple[tuple[str, str], ...] = CaseRead
    carried: tuple[str, ...] = ()


class Conclusion(Comparison):
    """The end of it: what was right, what was missed, and what the manager will do."""

    template: ClassVar[str] = "conclusion.html"

    @property
    def said(self) -> tuple[Fact, ...]:
        """What the comparison says, in words."""
        return tuple(_said(self))

    @property
    def unsaid(self) -> tuple[tuple[str, str], ...]:
        """The facts of the record of which nothing was said when it was sent."""
        asked = {f"{_FOLLOWS}{one.fact}" for prompt in self.prompts for one in prompt.facts}
        return tuple((name, says) for name, says in self.known if name in asked)


@router.get("/compare")
async def compare(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks beside the sampler's own answers."""
    iqa = await _record(visit, iqa_id)
    if iqa.blind:
        return RedirectResponse(f"{to_iqa(iqa.iqa_id)}/second-check", status_code=303)
    page = of_record(iqa, visit.by.staff_id)
    return visit.show(resumed(page, await Writing(visit, iqa.iqa_id, CHECK).begun()))


@router.post("/compare")
async def go_on(visit: Visiting, iqa_id: str) -> Response:
    """Keep what the comparison says, and go on to the end of the check."""
    page = of_record(await _record(visit, iqa_id), visit.by.staff_id)
    given = await filled(visit.request, (*KEPT, *_names(page)))
    writing = Writing(visit, page.iqa_id, CHECK)
    if wrong := given.wrong():
        return again(writing, given, page, wrong)
    return await kept(writing, given, page, f"{to_iqa(page.iqa_id)}/second-check/feedback")


@router.get("/feedback")
async def conclusion(visit: Visiting, iqa_id: str) -> Response:
    """Show what is to be said at the end of the check."""
    iqa = await _record(visit, iqa_id)
    if not of_record(iqa, visit.by.staff_id).records:
        return RedirectResponse(f"{to_iqa(iqa.iqa_id)}/second-check/compare", status_code=303)
    page = concluding(iqa, visit.by.staff_id)
    begun = await Writing(visit, iqa.iqa_id, CHECK).begun()
    return visit.show(resumed(page, begun).model_copy(update={"notice": ""}))


@router.post("/feedback")
async def conclude(visit: Visiting, iqa_id: str) -> Response:
    """Record the second check."""
    page = concluding(await _record(visit, iqa_id), visit.by.staff_id)
    given = await filled(visit.request, (*KEPT, *ASKED, *_names(page)))
    writing = Writing(visit, page.iqa_id, CHECK)
    comment = given.text("comment")
    nothing = () if comment else (Wrong(field="comment", says="Say in a sentence what the check found"),)
    wrong = (*given.wrong(), *nothing)
    if wrong or comment is None:
        return again(writing, given, page, wrong)
    command = RecordDipSample(
        comment=comment,
        got_right=given.text("got_right"),
        missed=given.text("missed"),
        manager_will_do=given.text("manager_will_do"),
        follows=tuple(_follows(given, page)),
        judgements=tuple(one for one in Judgement if given.text(f"{_FOUND}{one}")),
        re_marks=tuple(_re_marks(given, page)),
        case_read=given.text("case_read") == "yes",
        answered=answered(given),
        seen_version=0,
    )
    return await sent(writing, given, command, lambda: _conclusion(visit, iqa_id), to_iqa(page.iqa_id))


async def _record(visit: Visit, iqa_id: str) -> Record:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    beside(iqa)
    return iqa


async def _conclusion(visit: Visit, iqa_id: str) -> Conclusion:
    return concluding(await _record(visit, iqa_id), visit.by.staff_id)


def of_record(iqa: Record, me: str) -> Comparison:
    """The comparison of a second check for one reader."""
    return Comparison(**_told(iqa, me), title="Second check: theirs and yours", carried=_ENDS)


def concluding(iqa: Record, me: str) -> Conclusion:
    """The end of a second check for its sampler."""
    at = f"{to_iqa(iqa.iqa_id)}/second-check/compare"
    told = _told(iqa, me) | {"back": Link(text="The comparison", href=at)}
    page = Conclusion(**told, title="Second check: what comes of it")
    return page.model_copy(update={"carried": tuple(one for one in _names(page) if one not in _ENDS)})


def _told(iqa: Record, me: str) -> dict[str, Any]:
    sample = iqa.sample
    own = {one.question: one for one in sample.blind_answers} if sample else {}
    verdicts = {one.question: one for one in sample.re_marks} if sample else {}
    waits = any(wait.step is Step.DIP_SAMPLE and wait.who == me for wait in iqa.waits)
    return {
        "caption": caption(iqa),
        "back": Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        "seen": iqa.version,
        "live": live(iqa.iqa_id, iqa.version, "second-check/compare"),
        "iqa_id": iqa.iqa_id,
        "records": waits,
        "blind": "You had looked at this IQA before, so your answers do not count as blind."
        if sample and sample.looked_before
        else "",
        "asked": iqa.re_marks_asked,
        "compared": tuple(
            _compared(one, own.get(one.question), verdicts.get(one.question), iqa) for one in iqa.marks
        ),
        "known": tuple((f"{_FOLLOWS}{one.fact}", fact(one, iqa)) for one in iqa.known),
        "found": tuple(found(sample, iqa)) if sample and sample.recorded_at else (),
    }


def _compared(mark: Mark, own: BlindAnswer | None, verdict: ReMark | None, iqa: Record) -> Compared:
    line = next((one for one in iqa.questions if one.number == mark.question), None)
    direction = verdict.verdict if verdict else compared(own.answer, mark.answer) if own else None
    return Compared(
        number=mark.question,
        title=words.question(mark.question, iqa.titles),
        wording=line.wording if line else "",
        theirs=answer_of(mark),
        good=mark.good_practice or "",
        improve=mark.improvement or "",
        yours=words.in_words(own.answer).capitalize() if own else "",
        direction=words.in_words(direction).capitalize() if direction else "",
        comment=(verdict.comment if verdict else own.comment if own else None) or "",
    )


def _said(page: Conclusion) -> Iterator[Fact]:
    read = dict(CaseRead).get(page.value("case_read"), "Not said")
    yield Fact(name="Case read", says=read)
    for one in page.compared:
        verdict = page.value(f"q{one.number}-verdict")
        direction = words.in_words(verdict).capitalize() if verdict else one.direction
        if direction:
            yield Fact(name=one.title, says=direction)
    found = [says for name, says, _ in page.judgements if page.value(name)]
    yield Fact(name="Findings", says="; ".join(found) or "None ticked")


def _follows(given: Filled, page: Comparison) -> Iterator[Follows]:
    for name, _ in page.known:
        if sentence := given.text(name):
            yield Follows(fact=KnownFact(name.removeprefix(_FOLLOWS)), sentence=sentence)


def _re_marks(given: Filled, page: Comparison) -> Iterator[ReMark]:
    """The verdicts that were given; what follows from own answers is not repeated."""
    for one in page.compared:
        verdict = given.text(f"q{one.number}-verdict")
        if verdict in set(Verdict):
            comment = given.text(f"q{one.number}-comment")
            yield ReMark(question=one.number, verdict=Verdict(verdict), comment=comment)


_ENDS: Final = ("comment", "got_right", "missed", "manager_will_do")


def _names(page: Comparison) -> Iterator[str]:
    yield from ("case_read", *_ENDS, *(name for name, _ in page.known))
    yield from (f"{_FOUND}{one}" for one in Judgement)
    for one in page.compared:
        yield from (f"q{one.number}-verdict", f"q{one.number}-comment")
