"""What is noted on a case: an everyday conversation about it, or something that it needs."""

import re
from datetime import date
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.cases import CaseView, case_view
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.cases import THEN
from clients.web.pages.iqa import Fact, case_facts
from clients.web.pages.meeting import MODES, SAID, mode_in
from clients.web.pages.ways import to_case
from domain.casework.commands import NoteCaseConversation, RecordAction
from domain.ids import case_id
from domain.values import IDENTIFIER

router = APIRouter(prefix="/cases/{urn}")

_ID: Final = re.compile(IDENTIFIER)
_TALK: Final = "conversation"
_ACTION: Final = "action"


class NoteTalk(FormPage):
    """The form in which a conversation about a case is noted; ``people`` are those whom it may have been with."""

    template: ClassVar[str] = "note_talk.html"
    urn: str
    case: tuple[Fact, ...]
    people: tuple[tuple[str, str], ...]
    modes: tuple[tuple[str, str], ...] = MODES


class NoteAction(FormPage):
    """The form in which something is recorded that a case needs; ``people`` are those who may do it."""

    template: ClassVar[str] = "note_action.html"
    urn: str
    case: tuple[Fact, ...]
    people: tuple[tuple[str, str], ...]


@router.get("/conversations/new")
async def talk(visit: Visiting, urn: str) -> Response:
    """Show the form in which a conversation is noted."""
    page = await _talk(visit, urn)
    return visit.show(resumed(page, await Writing(visit, case_id(urn), _TALK).begun()))


@router.post("/conversations/new")
async def note_talk(visit: Visiting, urn: str) -> Response:
    """Note a conversation; an IQA can start from it."""
    page = await _talk(visit, urn)
    given = await filled(visit.request, (*KEPT, *SAID, "who", "who-other", "mode", *days.fields("on")))
    writing = Writing(visit, case_id(urn), _TALK)
    who = whom(given, "who", "Say with whom you talked")
    on, mode = days.day(given, "on", "the day of the conversation"), mode_in(given)
    wrong = [*given.wrong(), *(one for one in (who, on, mode) if isinstance(one, Wrong))]
    if not any(given.text(one) for one in SAID):
        wrong.append(Wrong(field="went_well", says="Say what you talked about, in at least one of these"))
    if wrong or isinstance(who, Wrong) or isinstance(on, Wrong) or isinstance(mode, Wrong):
        return again(writing, given, page, tuple(wrong))
    said = {one: given.text(one) for one in SAID}
    command = NoteCaseConversation.model_validate(
        said | {"urn": urn, "prosecutor": who, "on": on, "mode": mode}
    )
    return await sent(writing, given, command, lambda: _talk(visit, urn), to_case(urn))


@router.get("/actions/new")
async def action(visit: Visiting, urn: str) -> Response:
    """Show the form in which something is recorded that the case needs."""
    page = await _action(visit, urn)
    return visit.show(resumed(page, await Writing(visit, case_id(urn), _ACTION).begun()))


@router.post("/actions/new")
async def note_action(visit: Visiting, urn: str) -> Response:
    """Record what the case needs; it is urgent unless its writer says otherwise."""
    page = await _action(visit, urn)
    known = (*KEPT, "what", "who", "who-other", "urgent", *days.fields("due"))
    given = await filled(visit.request, known)
    writing, what = Writing(visit, case_id(urn), _ACTION), given.text("what")
    who, due = whom(given, "who", "Say who does it"), _due(given)
    wrong = [*given.wrong(), *(one for one in (who, due) if isinstance(one, Wrong))]
    if what is None:
        wrong.insert(0, Wrong(field="what", says="Say what the case needs"))
    if wrong or what is None or isinstance(who, Wrong) or isinstance(due, Wrong):
        return again(writing, given, page, tuple(wrong))
    command = RecordAction(urn=urn, what=what, owner=who, due_on=due, urgent=given.text("urgent") == "yes")
    return await sent(writing, given, command, lambda: _action(visit, urn), to_case(urn))


def whom(given: Filled, name: str, says: str) -> str | Wrong:
    """The person who was chosen, or typed where it is somebody else."""
    typed = given.text(name)
    who = given.text(f"{name}-other") if typed == "other" else typed
    if typed == "other" and (who is None or not _ID.fullmatch(who)):
        return Wrong(field=f"{name}-other", says="Give a staff id such as XN-P01")
    return who if who and _ID.fullmatch(who) else Wrong(field=name, says=says)


def _due(given: Filled) -> date | Wrong | None:
    asked = any(given.text(one) for one in days.fields("due"))
    return days.day(given, "due", "the day by which it is due") if asked else None


async def _talk(visit: Visit, urn: str) -> NoteTalk:
    view = await case_view(visit.site.desk, visit.by, urn)
    today = days.standing("on", visit.site.desk.today)
    others = tuple(one for one in _people(view) if one[0] != visit.by.staff_id)
    return NoteTalk(
        title=THEN["conversations"],
        caption=f"Case {urn}",
        back=Link(text="The case", href=to_case(urn)),
        seen=view.version,
        values=today | ({"who": others[0][0]} if len(others) == 1 else {}),
        urn=urn,
        case=tuple(case_facts(view.case, view.person)) if view.case else (),
        people=others,
    )


async def _action(visit: Visit, urn: str) -> NoteAction:
    view = await case_view(visit.site.desk, visit.by, urn)
    me = (visit.by.staff_id, f"I do it: {visit.shell.who}")
    others = tuple(one for one in _people(view) if one[0] != visit.by.staff_id)
    return NoteAction(
        title=THEN["actions"],
        caption=f"Case {urn}",
        back=Link(text="The case", href=to_case(urn)),
        seen=view.version,
        values={"urgent": "yes"},
        urn=urn,
        case=tuple(case_facts(view.case, view.person)) if view.case else (),
        people=(*others, me),
    )


def _people(view: CaseView) -> tuple[tuple[str, str], ...]:
    return tuple((one, view.person(one)) for one in view.worked)
