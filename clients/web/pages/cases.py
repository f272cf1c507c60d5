"""A case outside any IQA: which one is meant, what is known and noted of it, and what came of its actions."""

from collections.abc import Iterator
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.cases import CaseView, case_meant, case_view
from clients.errors import CommandRefused
from clients.web.frame.forms import filled
from clients.web.frame.refusals import refusal
from clients.web.frame.render import Link, Wrong, due_day, long_day
from clients.web.frame.sending import FormPage, again, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import Fact, case_facts
from clients.web.pages.ways import HOME, to_case
from domain import words
from domain.assessment import TalkedOver
from domain.casework.commands import CompleteAction
from domain.casework.requested import Request, Wanted
from domain.casework.state import CaseActionState
from domain.errors import Reason, Refused
from domain.ids import case_id
from domain.offices import ASSESSORS
from domain.people import Role
from domain.values import Value

router = APIRouter(prefix="/cases")

THEN: Final = {
    "conversations": "Note a case conversation",
    "actions": "Record an urgent action",
    "requests": "Ask for an assessment or a talk",
}
"""What one may want of a case, by the address below it: the way there from *My work*, and the title of its page."""


WANTED: Final = {Wanted.ASSESSMENT: "an assessment", Wanted.CONVERSATION: "a talk"}
"""What a prosecutor asks for, as it is told."""


class WhichCase(FormPage):
    """The case that is meant is named first; ``then`` is what is wanted of it."""

    template: ClassVar[str] = "which_case.html"
    then: str


class CaseAction(Value):
    """A case action that is noted on the case; ``mine`` tells whether its reader says what came of it."""

    action_id: str
    what: str
    who: str
    due: str
    urgent: bool
    outcome: str
    mine: bool


class CasePage(FormPage):
    """A case as far as its reader may know of it."""

    template: ClassVar[str] = "case.html"
    urn: str
    case: tuple[Fact, ...]
    people: str
    actions: tuple[CaseAction, ...]
    talks: tuple[Fact, ...]
    requests: tuple[Fact, ...]
    ways: tuple[Link, ...]


@router.get("")
async def which(visit: Visiting, then: str = "conversations") -> Response:
    """Ask which case is meant."""
    return visit.show(_which(then))


@router.post("")
async def go(visit: Visiting) -> Response:
    """Go to the case that is meant, and what is wanted of it."""
    given = await filled(visit.request, ("urn", "then"))
    page, typed = _which(given.text("then") or ""), given.text("urn")
    if wrong := given.wrong():
        return visit.show(page.model_copy(update={"values": {"urn": typed or ""}, "wrong": wrong}), 422)
    try:
        urn = await case_meant(visit.site.desk, visit.by, typed or "")
    except CommandRefused as error:
        several = error.refused if error.refused.reason is Reason.SEVERAL else None
        unknown = several or Refused(reason=Reason.UNKNOWN_CASE, detail=typed or "")
        says = refusal(unknown, error.names) if typed else "Enter the number of the case"
        faults = (Wrong(field="urn", says=says),)
        return visit.show(page.model_copy(update={"values": {"urn": typed or ""}, "wrong": faults}), 422)
    return visit.go(f"{to_case(urn)}/{page.then}/new")


@router.get("/{urn}")
async def case(visit: Visiting, urn: str) -> Response:
    """Show a case."""
    return visit.show(await _page(visit, urn))


@router.post("/{urn}/actions/{action_id}/outcome")
async def complete(visit: Visiting, urn: str, action_id: str) -> Response:
    """Say what came of an action."""
    page = await _page(visit, urn)
    field = f"outcome-{action_id}"
    given = await filled(visit.request, (*KEPT, field))
    writing, outcome = Writing(visit, case_id(urn), f"action-{action_id}"), given.text(field)
    wrong = given.wrong() or (() if outcome else (Wrong(field=field, says="Say what came of it"),))
    if wrong or outcome is None:
        return again(writing, given, page, wrong)
    command = CompleteAction(action_id=action_id, outcome=outcome)
    return await sent(writing, given, command, lambda: _page(visit, urn), to_case(urn))


def _which(then: str) -> WhichCase:
    then = then if then in THEN else "conversations"
    return WhichCase(title="Which case?", caption=THEN[then], back=HOME, seen=0, then=then)


async def _page(visit: Visit, urn: str) -> CasePage:
    return of_view(await case_view(visit.site.desk, visit.by, urn), visit.by.staff_id)


def of_view(view: CaseView, me: str) -> CasePage:
    """The page of a case for one reader."""
    noted = view.noted
    return CasePage(
        title=f"Case {view.urn}",
        back=HOME,
        seen=view.version,
        urn=view.urn,
        case=tuple(case_facts(view.case, view.person)) if view.case else (),
        people=view.people(view.worked),
        actions=tuple(_action(one, view, me) for one in noted.actions) if noted else (),
        talks=tuple(
            Fact(
                name=f"{long_day(one.on)}, {view.person(one.manager)} with {view.person(one.prosecutor)}",
                says=_said(one),
            )
            for one in noted.conversations
        )
        if noted
        else (),
        requests=tuple(Fact(name=_asked(one, view), says=_answered(one, view)) for one in noted.requests)
        if noted
        else (),
        ways=tuple(_ways(view)),
    )


def _said(talk: TalkedOver) -> str:
    return "\n".join(filter(None, (talk.went_well, talk.do_differently, talk.prosecutor_view)))


def _asked(one: Request, view: CaseView) -> str:
    return f"{view.person(one.prosecutor)} asks for {WANTED[one.wanted]}"


def _answered(one: Request, view: CaseView) -> str:
    by = f"{view.person(one.answered_by)}: " if one.answered_by else ""
    said = f"{by}{words.in_words(one.answer)}. {one.said or ''}" if one.answer else "Not answered yet."
    return f"{one.text}\n{said}"


def _action(one: CaseActionState, view: CaseView, me: str) -> CaseAction:
    return CaseAction(
        action_id=one.action.action_id,
        what=one.action.what,
        who=view.person(one.action.owner),
        due=due_day(one.due),
        urgent=one.action.urgent,
        outcome=one.outcome or "",
        mine=one.is_open and me == one.action.owner,
    )


def _ways(view: CaseView) -> Iterator[Link]:
    may = {
        "conversations": view.role in ASSESSORS,
        "actions": view.role in ASSESSORS,
        "requests": view.role is Role.PROSECUTOR,
    }
    for then, says in THEN.items():
        if may[then]:
            yield Link(text=says, href=f"{to_case(view.urn)}/{then}/new")
