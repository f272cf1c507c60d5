"""Escalations: what goes up unless somebody takes it on, several at once with one sentence, and the ladder of each."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final, assert_never
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from clients.desk.inbox import EscalationLine
from clients.desk.ladders import (
    Ladder,
    Matter,
    Matters,
    RungKind,
    RungLine,
    Taken,
    ladder_of,
    matters,
    take_on,
)
from clients.desk.names import Naming
from clients.web.frame.forms import Filled, filled
from clients.web.frame.render import Link, Page, Wrong, clock, due_day
from clients.web.frame.sending import FormPage, again, resumed
from clients.web.frame.under_way import leaves
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import KEPT, Writing
from clients.web.pages.ways import HOME, to_iqa
from domain import words
from domain.ids import is_iqa
from domain.values import Value

router = APIRouter(prefix="/escalations")

_LIST: Final = "escalations"
_FORM: Final = "take-on"


class Put(Value):
    """One escalation: what waits, whom it is about, since when, and who hears of it next."""

    escalation_id: str
    what: str
    about: str
    since: str
    goes_up: str
    with_whom: str = ""
    iqa: str = ""


class EscalationsPage(FormPage):
    """What was escalated: what waits for the reader, what waits for others, and what somebody has taken on."""

    template: ClassVar[str] = "escalations.html"
    sentence: str
    mine: tuple[Put, ...]
    others: tuple[Put, ...]
    over: tuple[Put, ...]


class Happened(Value):
    """One rung: what happened, and when."""

    what: str
    when: str
    words: str = ""


class LadderPage(FormPage):
    """One escalation and its ladder; ``goes_up`` is what happens next if nobody takes it on."""

    template: ClassVar[str] = "ladder.html"
    escalation_id: str
    about: str
    rungs: tuple[Happened, ...]
    goes_up: str
    takes_on: bool
    iqa: str


class TakenPage(Page):
    """What came of taking several on, where somebody was first."""

    template: ClassVar[str] = "taken.html"
    taken: tuple[str, ...]
    before: tuple[Happened, ...]


@router.get("")
async def escalations(visit: Visiting) -> Response:
    """Show what was escalated."""
    page = of_matters(await matters(visit.site.desk, visit.by))
    return visit.show(resumed(page, await Writing(visit, _LIST, _FORM).begun()))


@router.post("")
async def take_several(visit: Visiting) -> Response:
    """Take on what is ticked, with one sentence."""
    given = await filled(visit.request, (*KEPT, "will_do"), ("escalation",))
    ticked, will_do = given.ticked["escalation"], given.text("will_do")
    wrong = [*given.wrong()]
    if not ticked:
        wrong.append(Wrong(field="escalation", says="Tick what you take on"))
    if will_do is None:
        wrong.append(Wrong(field="will_do", says="Say what you will do"))
    writing = Writing(visit, _LIST, _FORM)
    if wrong or will_do is None:
        return again(writing, given, of_matters(await matters(visit.site.desk, visit.by)), tuple(wrong))
    return await _take_on(writing, given, ticked, will_do)


@router.get("/{escalation_id}")
async def escalation(visit: Visiting, escalation_id: str) -> Response:
    """Show one, with its ladder."""
    return visit.show(await _ladder(visit, escalation_id))


@router.post("/{escalation_id}")
async def take_one(visit: Visiting, escalation_id: str) -> Response:
    """Take one on."""
    given = await filled(visit.request, (*KEPT, "will_do"))
    page, will_do = await _ladder(visit, escalation_id), given.text("will_do")
    writing = Writing(visit, _LIST, escalation_id)
    wrong = given.wrong() or (() if will_do else (Wrong(field="will_do", says="Say what you will do"),))
    if wrong or will_do is None:
        return again(writing, given, page, wrong)
    return await _take_on(writing, given, (page.escalation_id,), will_do)


async def _take_on(writing: Writing, given: Filled, ticked: tuple[str, ...], will_do: str) -> Response:
    """Send them, each under an id that the same words have again; the words are kept until all are answered."""
    visit = writing.visit
    await writing.keep(given)
    leaves(visit.request.scope, visit.by.staff_id)

    def command_id(one: str) -> UUID:
        return Writing(visit, _LIST, one).command_id(Filled({"will_do": will_do}, {}))

    found = await take_on(visit.site.desk, visit.by, ticked, will_do, command_id)
    await writing.forget()
    if found.before:
        return visit.show(of_taken(found))
    return visit.go("/escalations", "acknowledge_escalation")


async def _ladder(visit: Visit, escalation_id: str) -> LadderPage:
    return of_ladder(await ladder_of(visit.site.desk, visit.by, escalation_id))


def of_matters(found: Matters) -> EscalationsPage:
    """The page of what was escalated."""
    mine = [one for one in found.waiting if one.mine]
    waits = words.count(len(mine), "matter waits", "matters wait")
    return EscalationsPage(
        title="Escalations",
        back=HOME,
        seen=0,
        ticked={"escalation": (mine[0].escalation_id,)} if len(mine) == 1 else {},
        sentence=f"{waits} for you." if mine else "Nothing that was escalated waits for you.",
        mine=tuple(_put(one, found) for one in mine),
        others=tuple(_put(one, found) for one in found.waiting if not one.mine),
        over=tuple(_put(one, found) for one in found.over),
    )


def of_ladder(found: Ladder) -> LadderPage:
    """The page of one escalation."""
    put, matter = _put(found.matter, found), found.matter
    return LadderPage(
        title=put.what,
        caption="Escalation",
        back=Link(text="Escalations", href="/escalations"),
        seen=0,
        escalation_id=matter.escalation_id,
        about=put.about,
        rungs=tuple(_happened(one, found) for one in found.rungs),
        goes_up=put.goes_up,
        takes_on=matter.is_open,
        iqa=put.iqa,
    )


def of_taken(found: Taken) -> TakenPage:
    """The page that names what somebody else had taken on before."""
    asked = len(found.taken) + len(found.before)
    return TakenPage(
        title=f"You have taken on {len(found.taken)} of {asked}",
        back=Link(text="Escalations", href="/escalations"),
        taken=tuple(_what(one) for one in found.taken),
        before=tuple(_first(one, found) for one in found.before),
    )


def _put(one: Matter, names: Naming) -> Put:
    return Put(
        escalation_id=one.escalation_id,
        what=f"Not done yet: {one.says}" if one.manager is None else _begun(one.says),
        about=_about(one, names),
        since=f"Since {due_day(one.raised_at)}",
        goes_up=_goes_up(one.climb_due, one.next_up, names) if one.is_open else _end(one, names),
        with_whom=names.people(each for each in one.told if each not in one.beside),
        iqa=to_iqa(one.stream) if is_iqa(one.stream) else "",
    )


def _what(one: EscalationLine) -> str:
    step, _, item = one.deadline.partition(":")
    return f"{_begun(words.step(step, item))}, {one.stream}"


def _begun(says: str) -> str:
    return says[0].upper() + says[1:]


def _about(one: Matter, names: Naming) -> str:
    if one.manager:
        return f"Assessments of {names.person(one.manager)}, {one.quarter}"
    of = f"IQA of {names.person(one.prosecutor)}" if one.prosecutor else ""
    by = f"assessed by {names.person(one.assessor)}" if one.assessor else ""
    return ", ".join(filter(None, (of, by, f"case {one.urn}" if one.urn else "")))


def _goes_up(due: datetime | None, to: tuple[str, ...], names: Naming) -> str:
    if due is None:
        return "It goes no further up."
    return f"Goes to {names.people(to) if to else 'nobody further'} on {due_day(due)}."


def _end(one: EscalationLine, names: Naming) -> str:
    if one.acknowledged:
        return f"{names.person(one.acknowledged.by)} will: {one.acknowledged.will_do}"
    return "No longer waits."


def _first(one: EscalationLine, names: Naming) -> Happened:
    if one.acknowledged:
        when = f"{names.person(one.acknowledged.by)} took it on at {clock(one.acknowledged.at)}:"
        return Happened(what=_what(one), when=when, words=one.acknowledged.will_do)
    return Happened(what=_what(one), when="What it was about has been done: it waits for nobody any more.")


def _happened(one: RungLine, names: Naming) -> Happened:
    return Happened(
        what=" ".join(filter(None, _said(one, names))), when=clock(one.at), words=one.will_do or ""
    )


def _said(one: RungLine, names: Naming) -> Iterator[str]:
    to, by = names.people(one.to), names.person(one.by or "")
    match one.kind:
        case RungKind.RAISED:
            yield f"Raised. {to} told."
        case RungKind.CLIMBED:
            yield f"Nobody took it on. {to} told."
        case RungKind.HANDED_OVER:
            yield f"Handed over by {by} to {to}."
        case RungKind.TAKEN_ON:
            yield f"Taken on by {by}."
        case RungKind.SETTLED:
            yield "What it was about was done."
        case never:
            assert_never(never)
