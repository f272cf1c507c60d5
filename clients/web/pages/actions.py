"""Case actions: what the case still needs, who does it by when, and what came of it."""

import re
from typing import ClassVar, Final

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.records import Record, record
from clients.web.frame import days
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong, due_day
from clients.web.frame.sending import ASKED, FormPage, again, answered, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.iqa import caption
from clients.web.pages.ways import to_iqa
from domain.iqa.commands import CompleteAction, RecordAction, RecordNoActions
from domain.iqa.state import Step
from domain.values import IDENTIFIER, Value

router = APIRouter(prefix="/iqas/{iqa_id}/actions")

_ID: Final = re.compile(IDENTIFIER)
_FORM: Final = "actions"
_NONE: Final = "no-actions"
_DONE: Final = "action"


class Action(Value):
    """A case action: ``mine`` tells whether its reader says what came of it."""

    action_id: str
    what: str
    who: str
    due: str
    urgent: bool
    outcome: str
    handed_to: str
    mine: bool


class Actions(FormPage):
    """The case actions of an IQA."""

    template: ClassVar[str] = "actions.html"
    iqa_id: str
    actions: tuple[Action, ...]
    none_needed: bool
    records: bool
    waits: bool
    owners: tuple[tuple[str, str], ...]


@router.get("")
async def actions(visit: Visiting, iqa_id: str) -> Response:
    """Show what the case needs."""
    page = await _page(visit, iqa_id)
    return visit.show(resumed(page, await Writing(visit, iqa_id, _FORM).begun()))


@router.post("")
async def add(visit: Visiting, iqa_id: str) -> Response:
    """Record something that the case needs."""
    known = (*KEPT, *ASKED, "what", "owner", "other", "urgent", *days.fields("due"))
    given = await filled(visit.request, known)
    writing, command = Writing(visit, iqa_id, _FORM), _action(given)
    if not isinstance(command, RecordAction):
        return again(writing, given, await _page(visit, iqa_id), command)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), f"{to_iqa(iqa_id)}/actions")


@router.post("/none")
async def none(visit: Visiting, iqa_id: str) -> Response:
    """Say that the case needs nothing."""
    given = await filled(visit.request, KEPT)
    writing = Writing(visit, iqa_id, _NONE)
    return await sent(writing, given, RecordNoActions(), lambda: _page(visit, iqa_id), to_iqa(iqa_id))


@router.post("/{action_id}")
async def complete(visit: Visiting, iqa_id: str, action_id: str) -> Response:
    """Say what came of an action."""
    field = f"outcome-{action_id}"
    given = await filled(visit.request, (*KEPT, field))
    writing, outcome = Writing(visit, iqa_id, f"{_DONE}-{action_id}"), given.text(field)
    wrong = given.wrong() or (() if outcome else (Wrong(field=field, says="Say what came of it"),))
    if wrong or outcome is None:
        return again(writing, given, await _page(visit, iqa_id), wrong)
    command = CompleteAction(action_id=action_id, outcome=outcome)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id), to_iqa(iqa_id))


def _action(given: Filled) -> RecordAction | tuple[Wrong, ...]:
    what, owner = given.text("what"), given.text("owner")
    if owner == "other":
        owner = given.text("other")
    due = days.day(given, "due", "the day by which it is due") if _any(given) else None
    wrong = list(given.wrong())
    if what is None:
        wrong.append(Wrong(field="what", says="Say what the case needs"))
    if owner is None or not _ID.fullmatch(owner):
        wrong.append(
            Wrong(field="owner", says="Say who does it, by a staff id such as XN-P01 if it is somebody else")
        )
    if isinstance(due, Wrong):
        wrong.append(due)
    if wrong or what is None or owner is None or isinstance(due, Wrong):
        return tuple(wrong)
    return RecordAction(
        what=what,
        owner=owner,
        due_on=due,
        urgent=given.text("urgent") == "yes",
        answered=answered(given),
    )


def _any(given: Filled) -> bool:
    return any(given.text(one) for one in days.fields("due"))


async def _page(visit: Visit, iqa_id: str) -> Actions:
    return of_record(await record(visit.site.desk, visit.by, iqa_id), visit.by.staff_id)


def of_record(iqa: Record, me: str) -> Actions:
    """The page of an IQA's case actions for one reader."""
    mine = {(wait.step, wait.item) for wait in iqa.waits if wait.who == me}
    return Actions(
        title="Case actions",
        caption=caption(iqa),
        back=Link(text="This IQA", href=to_iqa(iqa.iqa_id)),
        seen=iqa.version,
        iqa_id=iqa.iqa_id,
        actions=tuple(
            Action(
                action_id=one.action.action_id,
                what=one.action.what,
                who=iqa.person(one.action.owner),
                due=due_day(one.due),
                urgent=one.action.urgent,
                outcome=one.outcome or "",
                handed_to=iqa.person(one.handed_to) if one.handed_to else "",
                mine=(Step.ACTION, one.action.action_id) in mine,
            )
            for one in iqa.actions
        ),
        none_needed=iqa.no_actions,
        records=me == iqa.assessor and iqa.selection is not None and iqa.closed_at is None,
        waits=(Step.RECORD_ACTIONS, None) in mine,
        owners=((iqa.prosecutor, iqa.person(iqa.prosecutor)), (iqa.assessor, iqa.person(iqa.assessor))),
    )
