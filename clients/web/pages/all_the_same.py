"""Choosing a case all the same: rules of selection set aside for a listed reason, which those above see."""

from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.choices import AllTheSame, Choice, Choices, choices
from clients.errors import CommandRefused
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.choose import WORK, NotOffered, not_offered
from clients.web.pages.ways import to_iqa
from domain import words
from domain.assessment import Override
from domain.cases import ContributionKind
from domain.errors import Reason, Refused
from domain.iqa.commands import SelectCase
from domain.questions import Work

router = APIRouter(prefix="/iqas/{iqa_id}/case/{urn}")

_FORM: Final = "all-the-same"


class ChooseAllTheSame(FormPage):
    """A case that no rule lets one choose, and what it takes to choose it; no ``work`` where nobody may."""

    template: ClassVar[str] = "all_the_same.html"
    iqa_id: str
    case: NotOffered
    prosecutor: str
    work: tuple[tuple[str, str], ...]
    did: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]


@router.get("")
async def look(visit: Visiting, iqa_id: str, urn: str) -> Response:
    """Show what stands in the way of a case, and the form that sets it aside."""
    page, _ = await _page(visit, iqa_id, urn)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def select(visit: Visiting, iqa_id: str, urn: str) -> Response:
    """Choose the case, with every rule in the way of the work set aside for the one reason."""
    page, choice = await _page(visit, iqa_id, urn)
    given = await filled(visit.request, (*KEPT, *ASKED, "because", "note"), ("work", "did"))
    writing = Writing(visit, iqa_id, _FORM)
    chosen = [one for one in choice.all_the_same if one.work in given.ticked["work"]]
    wrong = [*given.wrong(), *_wrong(given, chosen)]
    if wrong:
        return again(writing, given, page, tuple(wrong))
    command = SelectCase(
        urn=choice.urn,
        work=tuple(one.work for one in chosen),
        overrides=_overrides(given, chosen),
        answered=answered(given),
        seen_version=0,
    )

    async def anew() -> ChooseAllTheSame:
        return (await _page(visit, iqa_id, urn))[0]

    return await sent(writing, given, command, anew, to_iqa(iqa_id))


def _overrides(given: Filled, chosen: list[AllTheSame]) -> tuple[Override, ...]:
    rules = dict.fromkeys(rule for one in chosen for rule in one.set_aside)
    did = tuple(ContributionKind(one) for one in given.ticked["did"] if one in set(ContributionKind))
    return tuple(
        Override(
            rule=rule,
            because=given.text("because") or "",
            note=given.text("note"),
            own_work=did if rule is Reason.TOO_LITTLE_OWN_WORK else (),
        )
        for rule in rules
    )


def _wrong(given: Filled, chosen: list[AllTheSame]) -> list[Wrong]:
    wrong = [] if chosen else [Wrong(field="work", says="Tick the work that you assess")]
    if any(one.did and not set(one.did) & set(given.ticked["did"]) for one in chosen):
        wrong.append(Wrong(field="did", says="Tick what of this work was the prosecutor's own"))
    if given.text("because") is None:
        wrong.append(Wrong(field="because", says="Choose a reason"))
    return wrong


async def _page(visit: Visit, iqa_id: str, urn: str) -> tuple[ChooseAllTheSame, Choice]:
    found = await choices(visit.site.desk, visit.by, iqa_id)
    choice = next((one for one in found.cases if one.urn == urn and not one.eligible), None)
    if choice is None:
        raise CommandRefused(Refused(reason=Reason.UNKNOWN_CASE, detail=urn))
    return of_choice(found, choice), choice


def of_choice(found: Choices, choice: Choice) -> ChooseAllTheSame:
    """The page of a case that is not eligible."""
    did = dict.fromkeys(kind for one in choice.all_the_same for kind in one.did)
    return ChooseAllTheSame(
        title=f"Choose {choice.urn} all the same",
        caption=f"{found.person(found.prosecutor)}, {found.quarter}",
        back=Link(text="All cases", href=f"{to_iqa(found.iqa_id)}/case"),
        seen=found.version,
        iqa_id=found.iqa_id,
        case=not_offered(choice, found),
        prosecutor=found.person(found.prosecutor),
        work=tuple((one.work, WORK[Work(one.work)]) for one in choice.all_the_same),
        did=tuple((kind, words.in_words(kind).capitalize()) for kind in did),
        reasons=tuple((one.code, one.says) for one in found.reasons),
    )
