"""Everybody asks every function of the desk, against a table written by hand: one without a row here fails."""

import inspect
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, Final

from clients.desk import (
    access_log,
    auditing,
    cases,
    choices,
    evidence,
    exceptions,
    inbox,
    ladders,
    lists,
    my_work,
    national,
    news,
    notices,
    outcomes,
    overviews,
    pace,
    records,
    refusals,
    reports,
    samples,
    sign_ins,
    steering,
    story,
    verifying,
    versions,
    worksheets,
)
from clients.desk.addresses import of
from clients.desk.desk import SignedIn, opened
from clients.errors import CommandRefused
from domain.errors import Kind
from domain.ids import urn_of
from domain.iqa import sight
from domain.iqa.beside import Beside
from domain.iqa.sight import Part
from domain.iqa.state import Iqa
from domain.looks import SHOWN, Showing
from tests import clock
from tests.clients.desk.world import PEOPLE, World, made
from tests.guards.tree import ROOT
from tests.system import System

EVERYBODY: Final = set(PEOPLE)
ABOVE: Final = {"a senior manager", "the chief", "an administrator", "an auditor", "legal assurance"}
CONCERNED: Final = ABOVE | {"the assessor", "the sampler"}
OF_EVERY_AREA: Final = {"an auditor", "legal assurance"}

Look = Callable[[World, SignedIn], Awaitable[Any]]

LOOKS: Final[dict[str, tuple[Look, set[str]]]] = {
    "inbox.inbox": (lambda w, by: inbox.inbox(w.desk, by), EVERYBODY),
    "my_work.my_work": (lambda w, by: my_work.my_work(w.desk, by), EVERYBODY),
    "inbox.escalations": (lambda w, by: inbox.escalations(w.desk, by), EVERYBODY),
    "inbox.escalations of an Area": (
        lambda w, by: inbox.escalations(w.desk, by, area=w.area),
        {"the chief", "an administrator"} | OF_EVERY_AREA,
    ),
    "ladders.matters": (lambda w, by: ladders.matters(w.desk, by), EVERYBODY),
    "ladders.ladder_of": (
        lambda w, by: ladders.ladder_of(w.desk, by, w.escalation),
        {"the assessor", "the chief", "an administrator"} | OF_EVERY_AREA,
    ),
    "lists.iqas": (lambda w, by: lists.iqas(w.desk, by), EVERYBODY),
    "lists.iqas of a team": (lambda w, by: lists.iqas(w.desk, by, whose=lists.Whose.TEAM), EVERYBODY),
    "lists.iqas of an Area": (
        lambda w, by: lists.iqas(w.desk, by, whose=lists.Whose.AREA, area=w.area),
        ABOVE | {"the sampler"},
    ),
    "lists.find": (lambda w, by: lists.find(w.desk, by, ["iqa"]), EVERYBODY),
    "notices.notices": (lambda w, by: notices.notices(w.desk, by, days=14), EVERYBODY),
    "choices.choices": (lambda w, by: choices.choices(w.desk, by, w.iqa), CONCERNED),
    "auditing.begin": (lambda w, by: auditing.begin(w.desk, by), {"an auditor"}),
    "evidence.saved of a case": (lambda w, by: evidence.saved(w.desk, by, w.case), ABOVE | {"the sampler"}),
    "refusals.refusals": (lambda w, by: refusals.refusals(w.desk, by, days=14), {"an auditor"}),
    "access_log.access_log": (
        lambda w, by: access_log.access_log(w.desk, by, access_log.Span(days=1)),
        {"an auditor"},
    ),
    "sign_ins.sign_ins": (lambda w, by: sign_ins.sign_ins(w.desk, by), EVERYBODY),
    "sign_ins.sign_ins of somebody": (
        lambda w, by: sign_ins.sign_ins(w.desk, by, w.system.id("P5")),
        {"a colleague", "an administrator"},
    ),
    "pace.pace": (
        lambda w, by: pace.pace(w.desk, by, w.area, w.quarter),
        ABOVE | {"the assessor", "another manager", "the sampler"},
    ),
    "reports.quarter_report": (
        lambda w, by: reports.quarter_report(w.desk, by, w.area, w.quarter),
        ABOVE | {"the sampler"},
    ),
    "national.national": (
        lambda w, by: national.national(w.desk, by, w.quarter),
        {"the chief", "an administrator"} | OF_EVERY_AREA,
    ),
    "exceptions.exceptions": (
        lambda w, by: exceptions.exceptions(w.desk, by, w.quarter),
        {"the assessor", "another manager", "the sampler", "a senior manager", "the chief"}
        | {"a senior manager elsewhere"}
        | OF_EVERY_AREA,
    ),
    "samples.verify_sample": (
        lambda w, by: samples.verify_sample(w.desk, by, w.area, w.quarter),
        ABOVE | {"the assessor", "another manager", "the sampler"},
    ),
    "samples.second_checks": (
        lambda w, by: samples.second_checks(w.desk, by, w.area, w.quarter),
        {"the chief", "the sampler"},
    ),
    "worksheets.worksheet": (lambda w, by: worksheets.worksheet(w.desk, by, w.iqa), {"the assessor"}),
    "records.record": (
        lambda w, by: records.record(w.desk, by, w.iqa),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "overviews.overview": (
        lambda w, by: overviews.overview(w.desk, by, w.iqa),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "steering.steering": (
        lambda w, by: steering.steering(w.desk, by, w.iqa, Beside.REASSIGN),
        {"a senior manager", "the chief", "an administrator", "the sampler"},
    ),
    "cases.case_view": (
        lambda w, by: cases.case_view(w.desk, by, urn_of(w.case)),
        CONCERNED | {"the assessed", "the owner of an action", "another manager"},
    ),
    "cases.case_meant": (
        lambda w, by: cases.case_meant(w.desk, by, urn_of(w.case)),
        CONCERNED | {"the assessed", "another manager"},
    ),
    "records.shown": (
        lambda w, by: records.shown(w.desk, by, w.iqa.lower()),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "records.case_record": (
        lambda w, by: records.case_record(w.desk, by, w.case),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "story.story": (
        lambda w, by: story.story(w.desk, by, w.iqa),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "story.story of a case": (
        lambda w, by: story.story(w.desk, by, w.case),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "story.story of a quarter": (
        lambda w, by: story.story(w.desk, by, w.of_the_quarter),
        ABOVE | {"the sampler"},
    ),
    "versions.versions": (
        lambda w, by: versions.versions(w.desk, by, w.iqa, [versions.Moment(day=w.desk.today)]),
        CONCERNED | {"the assessed"},
    ),
    "versions.versions by number": (
        lambda w, by: versions.versions(w.desk, by, w.iqa, [versions.Moment(version=2)]),
        CONCERNED - {"the assessor"},
    ),
    "verifying.verify": (
        lambda w, by: verifying.verify(w.desk, by, w.iqa),
        CONCERNED | {"the assessed"},
    ),
    "verifying.verify of a case": (
        lambda w, by: verifying.verify(w.desk, by, w.case),
        CONCERNED | {"the assessed", "the owner of an action"},
    ),
    "verifying.verify of a quarter": (
        lambda w, by: verifying.verify(w.desk, by, w.of_the_quarter),
        ABOVE | {"the sampler"},
    ),
}
"""Each function of the desk by which somebody looks, and who is told something."""

SHOWS: Final = {
    "access_log.access_log": Showing.ACCESS_LOG,
    "auditing.begin": Showing.AUDIT,
    "choices.choices": Showing.CHOICES,
    "cases.case_meant": Showing.FOUND,
    "cases.case_view": Showing.CASE,
    "evidence.saved": Showing.VERIFICATION,
    "exceptions.exceptions": Showing.EXCEPTIONS,
    "inbox.escalations": Showing.ESCALATIONS,
    "inbox.inbox": Showing.INBOX,
    "ladders.ladder_of": Showing.LADDER,
    "ladders.matters": Showing.MATTERS,
    "lists.find": Showing.FOUND,
    "lists.iqas": Showing.LIST,
    "my_work.my_work": Showing.INBOX,
    "national.national": Showing.NATIONAL,
    "notices.notices": Showing.NOTICES,
    "overviews.overview": Showing.OVERVIEW,
    "pace.pace": Showing.PACE,
    "records.case_record": Showing.CASE,
    "records.record": Showing.RECORD,
    "records.shown": Showing.RECORD,
    "refusals.refusals": Showing.REFUSALS,
    "reports.quarter_report": Showing.REPORT,
    "samples.second_checks": Showing.SECOND_CHECKS,
    "samples.verify_sample": Showing.SAMPLE,
    "sign_ins.sign_ins": Showing.SIGN_INS,
    "steering.steering": Showing.OVERVIEW,
    "story.story": Showing.STORY,
    "versions.versions": Showing.VERSIONS,
    "verifying.verify": Showing.VERIFICATION,
    "worksheets.worksheet": Showing.WORKSHEET,
}
"""As what the access log keeps a look by each of them: one that has no row here shows nothing."""

ACTS: Final = {
    "evidence.read_again": "a file in one's own hand",
    "verifying.beside_its_histories": "a part of verify, of an audit and of what is saved",
    "verifying.verified": "a part of verify and of an audit",
    "sending.send": "who may do what stands in the tables of commands (docs/events.md)",
    "sending.seal": "a part of send",
    "sending.deliver": "a part of send",
    "sending.accepted": "a part of send: an outcome, for whoever sent the command",
    "refusals.kept_if_refused": "a part of send: nobody looks by it",
    "outcomes.of_iqa": "held against the story below",
    "outcomes.of_case": "held against the story below",
    "outcomes.of_quarter": "held against the story below",
    "sending.gateway_for": "a part of send",
    "sending.repeatable": "a part of send: nobody looks by it",
    "sending.earlier_answer": "a part of send: the answer to one's own command",
    "quarters.open_quarter": "a command",
    "quarters.close_quarter": "a command",
    "sign_ins.end_sign_ins": "one's own, or an administrator's to end",
    "sign_ins.bind_account": "an administrator's to do",
    "sign_ins.unbind_accounts": "an administrator's to do",
    "leave.enter_leave": "judged by domain/leave.py",
    "leave.cancel_leave": "judged by domain/leave.py",
    "reports.as_it_stands_now": "a part of pace and reports; who may see is judged by those",
    "steps.acknowledge_escalation": "a command",
    "inbox.waiting_for": "a part of inbox and my_work: what waits for whoever asks",
    "inbox.lines_of": "a part of the above; of whoever is away my_work leaves out what may not be read",
    "inbox.seen_by": "a part of the ladders: those that a reader is told of",
    "ladders.take_on": "several commands; of them it tells what the reader sees",
    "steps.answer_request": "a command",
    "steps.draw_case": "a command",
    "steps.pick_for_sample": "a command",
    "steps.note_conversation": "a command",
    "steps.hand_over": "a command",
    "story.standing": "a part of story and verify; who may read is judged by those",
    "verifying.may_verify": "judged as verify is, which shows something; this shows nothing",
    "news.news": "a part of the page of an IQA that is open, held against the story below",
    "exceptions.exceptional": "a part of exceptions and notices; who may see is judged by those",
    "sending.recorded_at": "a part of the form that sent it, whose writer alone has the id",
    "records.noted_talk": "a part of records.record, which judges who may read",
    "records.as_read": "a part of records.record and overviews.overview, which keep the look",
    "records.meant": "a part of every look; who may read is judged by those",
    "references.meant": "a part of every look; what is several's is told as far as its reader may see it",
    "references.iqa": "a part of the above",
    "references.stream": "a part of the above",
    "references.item": "a part of the above",
    "references.staff_id": "a part of every command that names somebody",
    "references.urn": "a part of every command that names a case",
    "references.within": "a part of send",
    "records.found": "a part of every look; who may read is judged by those",
    "names.with_names": "a part of every look: the names of those whose ids it shows",
    "prompts.questions": "words for a refusal that somebody was given; of the IQA they tell its policy alone",
    "names.names_in": "a part of every refusal: the names of those whom it names",
    "administration.import_area": "whoever has the system's settings",
    "administration.status": "whoever has the system's settings",
    "administration.reconcile": "whoever has the system's settings",
    "administration.rebuild": "whoever has the system's settings",
    "desk.opened": "the desk itself",
}
"""Functions by which nobody looks, and why they have no row above."""


def functions() -> set[str]:
    """Every public async function of the desk."""
    found = set()
    for path in sorted((ROOT / "clients" / "desk").glob("*.py")):
        module = import_module(f"clients.desk.{path.stem}")
        for name, one in vars(module).items():
            own = getattr(one, "__module__", "") == module.__name__ and not name.startswith("_")
            if own and (inspect.iscoroutinefunction(inspect.unwrap(one)) or hasattr(one, "__wrapped__")):
                found.add(f"{path.stem}.{name}")
    return found


def test_every_function_of_the_desk_has_a_row() -> None:
    assert functions() == {name.partition(" ")[0] for name in LOOKS} | set(ACTS)


def test_every_look_has_its_name_in_the_access_log() -> None:
    assert set(SHOWS) == {name.partition(" ")[0] for name in LOOKS}
    assert set(SHOWS.values()) == set(Showing)


async def test_everybody_is_told_what_the_table_gives_them_and_nobody_else_is(system: System) -> None:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        world = await made(system, desk)
        refused = {
            name: {who: await refusal(world, who, look) for who in PEOPLE}
            for name, (look, _) in LOOKS.items()
        }

        told = {name: {who for who, why in each.items() if why is None} for name, each in refused.items()}
        assert told == {name: who for name, (_, who) in LOOKS.items()}
        assert {why for each in refused.values() for why in each.values()} == {None, Kind.NOT_PERMITTED}
        for who in LOOKS["records.record"][1]:
            await reads_no_more_than_their_parts(world, who)
        for who in PEOPLE:
            await outcomes_hold_what_the_story_tells_them(world, who)
            await news_tell_what_the_story_tells_them_last(world, who)


async def refusal(world: World, who: str, look: Look) -> Kind | None:
    """As what they are refused; None for whoever is told something."""
    try:
        await look(world, world.who(who))
    except CommandRefused as error:
        return error.refused.reason.rule.kind
    return None


async def test_every_look_is_kept_once_with_its_name_and_its_outcome(system: System) -> None:
    async with opened(system.settings, now=clock.now, patience_s=20) as desk:
        world = await made(system, desk)
        for name, (look, told) in LOOKS.items():
            for who in ("the assessor", "the sampler", "an auditor"):
                before = await kept(world)
                await refusal(world, who, look)

                [one] = [row for row in await kept(world) if row not in before]
                shows, staff_id = SHOWS[name.partition(" ")[0]], world.who(who).staff_id
                assert (one["who"], one["how"], one["showing"]) == (staff_id, "test", shows), name
                assert (one["outcome"] == SHOWN) == (who in told), (name, who)


async def kept(world: World) -> list[dict[str, Any]]:
    """The access log as its table has it."""
    return [dict(row) for row in await world.system.rows("select *, tableoid, ctid::text from iqa.looks")]


async def reads_no_more_than_their_parts(world: World, who: str) -> None:
    """Every field of a record that is set is of a part that they may read."""
    record = await records.record(world.desk, world.who(who), world.iqa)
    of_the_state = record.model_fields_set & set(Iqa.model_fields)
    parts = {sight.FIELDS[name] for name in of_the_state}

    assert parts <= set(record.may_read), (who, parts)
    assert (Part.SAMPLE in parts) == (who not in {"the assessed", "the assessor", "the owner of an action"})


async def outcomes_hold_what_the_story_tells_them(world: World, who: str) -> None:
    """Whoever sent a command is told of its events what a story tells them, and of what waits what a record shows."""
    by = world.who(who)
    for stream in (world.iqa, world.case, world.of_the_quarter):
        told = await story_of(world, by, stream)
        async with world.desk.acting(by) as (connection, person):
            outcome = await of(stream).outcome(connection, person, stream)

        assert [one.kind for one in outcome.events] == told, (who, stream)
        assert not outcome.next or told, (who, stream)
    shown = await shown_to(world, by)
    async with world.desk.acting(by) as (connection, person):
        waiting = (await outcomes.of_iqa(connection, person, world.iqa)).next
    assert sorted((one.step, one.item) for one in waiting) == shown, who


async def news_tell_what_the_story_tells_them_last(world: World, who: str) -> None:
    """Whoever may read of an IQA hears of it what the story tells them last, and nobody else hears anything."""
    by = world.who(who)
    told = await story_of(world, by, world.iqa)
    try:
        last = (await news.news(world.desk, by, world.iqa, after=0)).last
    except CommandRefused:
        last = None
    assert (last and last.kind) == (told[-1] if told else None), who


async def story_of(world: World, by: SignedIn, stream: str) -> list[str | None]:
    try:
        return [line.kind for line in (await story.story(world.desk, by, stream)).story if line.kind]
    except CommandRefused:
        return []


async def shown_to(world: World, by: SignedIn) -> list[tuple[str, str]]:
    try:
        waits = (await records.record(world.desk, by, world.iqa)).waits
    except CommandRefused:
        return []
    return sorted((wait.step, wait.item or "") for wait in waits)
