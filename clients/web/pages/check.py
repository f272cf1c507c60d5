"""The last look at the marks: every answer as it stands, and what confirming them means."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage, again, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Mark, Override
from domain.cases import ContributionKind
from domain.errors import Reason
from domain.iqa.commands import ConfirmAssessment
from domain.people import Role
from domain.questions import PresetKind
from domain.values import Value

router = APIRouter(prefix="/iqas/{iqa_id}/marks/check")

_CONFIRM: Final = "confirm"
_ASIDE: Final = "aside"
_DID: Final = tuple((one.value, words.in_words(one).capitalize()) for one in ContributionKind)


class Line(Value):
    """One answer as it stands before it is confirmed."""

    number: int
    title: str
    answer: str
    good: str
    improve: str


class Check(FormPage):
    """The marks as they stand, and what confirming them means."""

    template: ClassVar[str] = "check.html"
    iqa_id: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    victims_note: str
    team_learning: str
    may_set_aside: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    did: tuple[tuple[str, str], ...] = _DID

    @property
    def aside(self) -> tuple[str, ...]:
        """The rules that no longer hold and that its reader may set aside."""
        stands = (*self.value(_ASIDE).split(), self.rule)
        return tuple(dict.fromkeys(one for one in stands if one in self.may_set_aside))

    @property
    def asks_whose(self) -> bool:
        """Whether it has to be said what of the work was the prosecutor's."""
        return Reason.TOO_LITTLE_OWN_WORK in self.aside


@router.get("")
async def check(visit: Visiting, iqa_id: str) -> Response:
    """Show the marks as they stand."""
    return visit.show(await _check(visit, iqa_id))


@router.post("")
async def confirm(visit: Visiting, iqa_id: str) -> Response:
    """Confirm the assessment; the case is checked again, and what no longer holds is set aside for a reason."""
    given = await filled(visit.request, (*KEPT, _ASIDE, "because", "note"), ("did",))
    writing, page = Writing(visit, iqa_id, _CONFIRM), await _check(visit, iqa_id)
    wrong = given.wrong()
    if given.text(_ASIDE) and given.text("because") is None:
        wrong = (*wrong, Wrong(field="because", says="Choose a reason"))
    if wrong:
        return again(writing, given, page, wrong)
    command = ConfirmAssessment(overrides=_overrides(given), seen_version=0)
    return await sent(writing, given, command, lambda: _check(visit, iqa_id), to_iqa(iqa_id))


def _overrides(given: Filled) -> tuple[Override, ...]:
    did = tuple(ContributionKind(one) for one in given.ticked["did"] if one in set(ContributionKind))
    return tuple(
        Override(
            rule=rule,
            because=given.text("because") or "",
            note=given.text("note"),
            own_work=did if rule == Reason.TOO_LITTLE_OWN_WORK else (),
        )
        for rule in (given.text(_ASIDE) or "").split()
    )


async def _check(visit: Visit, iqa_id: str) -> Check:
    iqa = await record(visit.site.desk, visit.by, iqa_id)
    policy = visit.site.desk.library.policies.get(iqa.policy or "")
    rules = policy.selection if policy else None
    if rules is None:
        return of_record(iqa)
    role = Role(visit.shell.role)
    may = tuple(one.rule.value for one in rules.overridable if rules.may_override(one.rule, role))
    reasons = tuple((one.code, one.says) for one in rules.override_reasons)
    return of_record(iqa).model_copy(update={"may_set_aside": may, "reasons": reasons})


def of_record(iqa: Record) -> Check:
    """The last look at the marks of an IQA."""
    on = [one for one in (iqa.selection.presets if iqa.selection else ()) if one.kind is PresetKind.ON]
    missing = tuple(words.question(one.number, iqa.titles) for one in on if iqa.mark(one.number) is None)
    return Check(
        title="Check your answers",
        caption=caption(iqa),
        back=Link(text="The questions", href=f"{to_iqa(iqa.iqa_id)}/marks"),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        lines=tuple(_line(one, iqa) for one in iqa.marks),
        missing=missing,
        victims_note=iqa.victims_note or "",
        team_learning=iqa.team_learning or "",
    )


def _line(mark: Mark, iqa: Record) -> Line:
    why = f": {words.in_words(mark.not_applicable)}" if mark.not_applicable else ""
    return Line(
        number=mark.question,
        title=words.question(mark.question, iqa.titles),
        answer=f"{words.in_words(mark.answer).capitalize()}{why}",
        good=mark.good_practice or "",
        improve=mark.improvement or "",
    )
