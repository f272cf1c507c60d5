"""What the forms ask of people: ``python -m bench.burden``, half a minute.

Scripted users do each journey on the real pages, with an engine and a database behind them. Their seconds are taken
from no clock and no people: they are words that are read and keys that are pressed, at speeds from the literature.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx

from activities.record import Recorder
from bench import area
from bench.area import Assignment
from bench.lifecycle import Lifecycle
from bench.opened import opened as workflow_opened
from bench.stage import stage
from bench.visitor import Fields, Form, Page, Visitor
from clients.command_ids import new_command_id
from clients.web.app import build
from clients.web.frame.site import Site
from clients.web.serve import site_at
from domain.calendar import day_of
from domain.ids import TIMER
from domain.iqa.commands import DeadlinePassed, IqaEnvelope
from domain.iqa.kind import IQA
from domain.iqa.state import Step
from domain.questions import Work
from domain.stream import RecordRequest
from infra.embedded.running import running_stack
from infra.logging import configure_logging
from infra.postgres.connections import open_pool
from infra.postgres.ledger import PostgresLedger
from infra.postgres.streams import folded
from infra.postgres.web import begin_sign_in
from infra.reference import Library
from infra.rules import rules_hash
from infra.temporal.connection import connect

READS: Final = 238 / 60
"""Words a second, silently, of non-fiction in English: Brysbaert 2019, J. Memory and Language 109."""
TYPES: Final = 52 * 5 / 60
"""Keys a second of people at work and at home: Dhakal and others 2018, 136 million keystrokes (CHI '18)."""
POINTS: Final = 1.1 + 0.1
"""Seconds to point at something and click: Card, Moran and Newell 1980, the keystroke-level model."""
THINKS: Final = 1.35
"""Seconds of thought before each choice, by the same model."""

_IMPROVE: Final = (
    "Say in the review which witness decides the case, and how the account of the defence is to be met."
)
_GOOD: Final = (
    "Each plea that could be accepted was set out with its reason, so that the advocate could act on it."
)
_WELL: Final = (
    "The alternative charge was weighed and ruled out with reasons, and the family was told in time."
)
_BETTER: Final = "Build each later review on the one before, and name the witness whose account decides it."
_VIEW: Final = "Agrees, and asked for an example of a review that does it well."
_WILL_DO: Final = "I speak with Sam today and we finish both by Friday."


class Effort:
    """What one journey took: the words read, the keys pressed, and what was pointed at."""

    def __init__(self) -> None:
        self.words = 0
        self.keys = 0
        self.clicks = 0
        self.choices = 0

    def reads(self, page: Page) -> None:
        """Read all that stands on a page and is not folded away."""
        self.words += len(page.seen.split())

    def types(self, text: str) -> None:
        """Click into a field and write."""
        self.clicks += 1
        self.keys += len(text)

    def chooses(self) -> None:
        """Think, and click at an answer or a button."""
        self.choices += 1
        self.clicks += 1

    @property
    def doing_s(self) -> float:
        """Seconds of typing, pointing and choosing, for somebody who knows the page."""
        return self.keys / TYPES + self.clicks * POINTS + self.choices * THINKS

    @property
    def whole_s(self) -> float:
        """The same with every word on every page read, as by somebody who comes for the first time."""
        return self.doing_s + self.words / READS


class Person:
    """A visitor whose effort is counted."""

    def __init__(self, visitor: Visitor, effort: Effort) -> None:
        self._visitor = visitor
        self.effort = effort

    async def look(self, address: str) -> Page:
        page = await self._visitor.look(address)
        self.effort.chooses()
        self.effort.reads(page)
        return page

    async def send(self, form: Form, said: Fields, written: tuple[str, ...] = (), chosen: int = 0) -> Page:
        """Write these texts, make so many choices, press the button, and read what follows."""
        for text in written:
            self.effort.types(text)
        for _ in range(chosen + 1):
            self.effort.chooses()
        page = await self._visitor.send(form, said)
        self.effort.reads(page)
        return page


class People:
    """Everybody whom the Area has, each with a browser of their own."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @asynccontextmanager
    async def person(self, staff_id: str, effort: Effort) -> AsyncIterator[Person]:
        """Somebody who is signed in."""
        async with self._site.keeping() as connection:
            token = await begin_sign_in(connection, staff_id, "local_sign_in", self._site.desk.now())
        transport = httpx.ASGITransport(build(self._site))
        async with httpx.AsyncClient(transport=transport, base_url=self._site.origin) as client:
            yield Person(Visitor(client, token), effort)


async def main() -> None:
    """Do each journey, and tell."""
    today = day_of(datetime.now(UTC))
    async with stage(today, floors=False) as on:
        client = await connect(on.settings, identity="bench")
        async with site_at(on.settings) as site:
            lifecycle, people = Lifecycle(client, site.desk, area.assignments(today)), People(site)
            opened = []
            for name, work in (
                ("charging", Work.EARLY_ADVICE_OR_CHARGING),
                ("progression", Work.PROGRESSION),
            ):
                assignment = await lifecycle.open()
                await workflow_opened(client.get_workflow_handle(assignment.iqa_id))
                questions, effort = await _mark(people, assignment, work)
                opened.append(assignment)
                _tell(f"a {name} IQA chosen, marked and confirmed, {questions} questions open", effort)
            _tell("its conversation recorded", await _converse(people, opened[1]))
            await _let_it_pass(on.settings.data_dir, opened[0].iqa_id)
            _tell("an escalation taken on", await _take_on(people))


async def _mark(people: People, one: Assignment, work: Work) -> tuple[int, Effort]:
    effort, it = Effort(), f"/iqas/{one.iqa_id}"
    async with people.person(one.assessor, effort) as manager:
        await manager.look(it)
        choose = await manager.look(f"{it}/case")
        offer = next(form for form in choose.forms if one.urn in form.fields.get("urn", ()))
        await manager.send(offer, offer.filled(work=work.value), chosen=1)
        marks = (await manager.look(f"{it}/marks")).form(f"{it}/marks")
        open_questions = [
            name
            for name in marks.offers
            if name.endswith("-answer") and f"{name[:-7]}-because" not in marks.fields
        ]
        said = dict.fromkeys(open_questions, "yes")
        first, second = (name.removesuffix("-answer") for name in open_questions[:2])
        said |= {f"{first}-answer": "no", f"{first}-improve": _IMPROVE, f"{second}-good": _GOOD}
        answered = marks.filled(**said)
        check = await manager.send(marks, answered, (_IMPROVE, _GOOD), chosen=len(open_questions) + 1)
        confirm = check.form(f"{it}/marks/check")
        await manager.send(confirm, confirm.fields)
    return len(open_questions), effort


async def _converse(people: People, one: Assignment) -> Effort:
    effort, it = Effort(), f"/iqas/{one.iqa_id}"
    async with people.person(one.assessor, effort) as manager:
        form = (await manager.look(f"{it}/meeting")).form(f"{it}/meeting")
        said = form.filled(mode="video", went_well=_WELL, do_differently=_BETTER, prosecutor_view=_VIEW)
        after = await manager.send(form, said, (_WELL, _BETTER, _VIEW), chosen=1)
        if any(form.action == f"{it}/meeting" for form in after.forms):
            msg = f"the conversation is not recorded: {after.seen[:500]}"
            raise RuntimeError(msg)
    return effort


async def _let_it_pass(data_dir: Path, iqa_id: str) -> None:
    """Record that the conversation was missed, as the workflow's timer does three weeks later."""
    servers = running_stack(data_dir)
    async with await open_pool(servers.dsn if servers else "", max_size=2) as pool:
        iqa = await folded(pool, iqa_id)
        if iqa is None:
            raise LookupError(iqa_id)
        due = next(one for one in iqa.deadlines if one.step is Step.CONVERSE)
        passed = DeadlinePassed(deadline=due.name, due=due.due)
        envelope = IqaEnvelope(command_id=new_command_id(), actor=TIMER, command=passed)
        request = RecordRequest[Any](stream=iqa_id, folded=iqa.version, now=due.due, envelope=envelope)
        outcome = await Recorder(PostgresLedger(pool, Library.load()), rules_hash()).record(IQA, request)
    if outcome.refused:
        msg = f"{iqa_id}: {outcome.refused}"
        raise RuntimeError(msg)


async def _take_on(people: People) -> Effort:
    effort = Effort()
    async with people.person(f"{area.AREA}-S01", effort) as senior:
        form = (await senior.look("/escalations")).form("/escalations")
        said = form.filled(escalation=form.offers["escalation"][0], will_do=_WILL_DO)
        await senior.send(form, said, (_WILL_DO,), chosen="escalation" not in form.fields)
    return effort


def _tell(what: str, effort: Effort) -> None:
    print(
        f"- {what}: {effort.doing_s:.0f} s for who knows the pages ({effort.keys} keys, {effort.clicks} clicks), "
        f"{effort.whole_s:.0f} s with all {effort.words} words on them read"
    )


if __name__ == "__main__":
    configure_logging("error")
    asyncio.run(main())
