"""Steps beside the task list, each a short form: give the case or the IQA up, hand it to another, close the talk."""

import re
from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.steering import Steering, steering
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Wrong
from clients.web.frame.sending import FormPage, again, resumed, sent
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.ways import to_iqa
from domain.iqa.beside import Beside
from domain.iqa.commands import CloseConversationAsImpossible, Reassign, ReplaceCase, Withdraw
from domain.values import IDENTIFIER, Value

router = APIRouter(prefix="/iqas/{iqa_id}")

_ID: Final = re.compile(IDENTIFIER)
_FIELDS: Final = ("because", "to", "note")


class Step(NamedTuple):
    """How a step is shown: its title and address, what is said above its button, and what its words are asked as."""

    step: Beside
    at: str
    title: str
    says: str
    words: str
    button: str
    command: Callable[[Filled], Value | tuple[Wrong, ...]]
    names_somebody: bool = False


class Steer(FormPage):
    """One step beside the task list; ``reasons`` are those that policy lists, none where the words are the reason."""

    template: ClassVar[str] = "steer.html"
    iqa_id: str
    at: str
    says: str
    words: str
    button: str
    reasons: tuple[tuple[str, str], ...]
    names_somebody: bool


def _because(given: Filled) -> tuple[Wrong, ...]:
    return () if given.text("because") else (Wrong(field="because", says="Choose a reason"),)


def _note(given: Filled, says: str) -> tuple[Wrong, ...]:
    return () if given.text("note") else (Wrong(field="note", says=says),)


def _replaced(given: Filled) -> Value | tuple[Wrong, ...]:
    return _because(given) or ReplaceCase(because=given.text("because") or "", note=given.text("note"))


def _withdrawn(given: Filled) -> Value | tuple[Wrong, ...]:
    return _because(given) or Withdraw(because=given.text("because") or "", note=given.text("note"))


def _closed(given: Filled) -> Value | tuple[Wrong, ...]:
    wrong = (*_because(given), *_note(given, "Say why no conversation is possible"))
    return wrong or CloseConversationAsImpossible(
        because=given.text("because") or "", note=given.text("note") or ""
    )


def _reassigned(given: Filled) -> Value | tuple[Wrong, ...]:
    to = given.text("to") or ""
    known = () if _ID.fullmatch(to) else (Wrong(field="to", says="Say who assesses it, by a staff id"),)
    wrong = (*known, *_note(given, "Say why you give it to somebody else"))
    return wrong or Reassign(assessor=to, because=given.text("note") or "")


STEPS: Final = (
    Step(
        Beside.REPLACE,
        "replace",
        "Give up this case for another",
        "What you have marked on it is given up with it. Cases that are given up are counted.",
        "More about it (optional)",
        "Give up this case",
        _replaced,
    ),
    Step(
        Beside.CLOSE_CONVERSATION,
        "close-conversation",
        "Close the conversation without holding it",
        "It never counts as held, and it cannot be opened again.",
        "Why no conversation is possible",
        "Close the conversation",
        _closed,
    ),
    Step(
        Beside.REASSIGN,
        "reassign",
        "Give this IQA to another assessor",
        "What waits for the present assessor waits for the new one from then on; both are told.",
        "Why",
        "Give it to them",
        _reassigned,
        names_somebody=True,
    ),
    Step(
        Beside.WITHDRAW,
        "withdraw",
        "Withdraw this IQA",
        "It ends here and cannot be opened again. Case actions that are open go on.",
        "More about it (optional)",
        "Withdraw this IQA",
        _withdrawn,
    ),
)
"""The steps that are one short form each."""


async def _shown(visit: Visit, iqa_id: str, step: Step) -> Response:
    page = await _page(visit, iqa_id, step)
    return visit.show(resumed(page, await Writing(visit, iqa_id, step.at).begun()))


async def _taken(visit: Visit, iqa_id: str, step: Step) -> Response:
    given = await filled(visit.request, (*KEPT, *_FIELDS))
    writing, command = Writing(visit, iqa_id, step.at), step.command(given)
    wrong = (*given.wrong(), *(command if isinstance(command, tuple) else ()))
    if wrong or isinstance(command, tuple):
        return again(writing, given, await _page(visit, iqa_id, step), wrong)
    return await sent(writing, given, command, lambda: _page(visit, iqa_id, step), to_iqa(iqa_id))


async def _page(visit: Visit, iqa_id: str, step: Step) -> Steer:
    return of_steering(await steering(visit.site.desk, visit.by, iqa_id, step.step), step)


def of_steering(found: Steering, step: Step) -> Steer:
    """The form of a step."""
    case = f", case {found.urn}" if found.urn else ""
    return Steer(
        title=step.title,
        caption=f"{found.person(found.prosecutor)}, {found.quarter}{case}",
        back=Link(text="This IQA", href=to_iqa(found.iqa_id)),
        seen=found.version,
        iqa_id=found.iqa_id,
        at=step.at,
        says=step.says,
        words=step.words,
        button=step.button,
        reasons=tuple((one.code, one.says) for one in found.reasons),
        names_somebody=step.names_somebody,
    )


_REPLACE, _CLOSE, _REASSIGN, _WITHDRAW = STEPS


@router.get("/replace")
async def replace(visit: Visiting, iqa_id: str) -> Response:
    """Show the form in which a case is given up."""
    return await _shown(visit, iqa_id, _REPLACE)


@router.post("/replace")
async def replaced(visit: Visiting, iqa_id: str) -> Response:
    """Give the case up for another."""
    return await _taken(visit, iqa_id, _REPLACE)


@router.get("/close-conversation")
async def close(visit: Visiting, iqa_id: str) -> Response:
    """Show the form in which the conversation is closed without being held."""
    return await _shown(visit, iqa_id, _CLOSE)


@router.post("/close-conversation")
async def closed(visit: Visiting, iqa_id: str) -> Response:
    """Close the conversation without holding it."""
    return await _taken(visit, iqa_id, _CLOSE)


@router.get("/reassign")
async def reassign(visit: Visiting, iqa_id: str) -> Response:
    """Show the form in which an IQA is given to another assessor."""
    return await _shown(visit, iqa_id, _REASSIGN)


@router.post("/reassign")
async def reassigned(visit: Visiting, iqa_id: str) -> Response:
    """Give the IQA to another assessor."""
    return await _taken(visit, iqa_id, _REASSIGN)


@router.get("/withdraw")
async def withdraw(visit: Visiting, iqa_id: str) -> Response:
    """Show the form in which an IQA is withdrawn."""
    return await _shown(visit, iqa_id, _WITHDRAW)


@router.post("/withdraw")
async def withdrawn(visit: Visiting, iqa_id: str) -> Response:
    """Withdraw the IQA."""
    return await _taken(visit, iqa_id, _WITHDRAW)
