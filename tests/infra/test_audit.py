"""An auditor's second look: nothing differs where nothing was touched, and everything touched is found."""

import base64
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from temporalio.client import WorkflowHistory

from clients.errors import CommandRefused
from domain.assessment import Mode
from domain.audit import Difference, Finding, NotHere, OtherRules, Verdict, verdict
from domain.ids import QUARTER
from domain.iqa import commands as c
from infra.embedded.postgres import EmbeddedPostgres
from infra.postgres.kept import Kept, kept
from infra.reference import Library
from infra.temporal.audit import replay
from infra.temporal.histories import runs, saved
from tests.area import Kind, today
from tests.commands import mark_all, select_case
from tests.servers import drop_database, fresh_database
from tests.system import System, running_system
from tests.telling import whole_story

LIBRARY = Library.load()
LATE = "Late, of which witnesses the review should have named."


@dataclass(frozen=True)
class Evidence:
    """An IQA from opening to close, as the engine and the ledger hold it."""

    area: str
    iqa: str
    history: WorkflowHistory
    ledger: Kept


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def evidence(engine: str, postgres: EmbeddedPostgres) -> AsyncIterator[Evidence]:
    """Refused once, late once, and closed."""
    database = await fresh_database(postgres)
    async with running_system(engine, database) as system:
        iqa = await system.open()
        with pytest.raises(CommandRefused):
            await system.send(iqa, "M1", select_case(system, "P1", Kind.FINALISED))
        await system.send(iqa, "M1", select_case(system))
        await system.send(iqa, "M1", mark_all(await system.state(iqa)))
        await system.send(iqa, "M1", c.ConfirmAssessment(seen_version=3))
        await system.forward_past(iqa, "converse")
        await system.forward(iqa, by=timedelta(days=2))
        await system.send(iqa, "M1", c.HoldConversation(on=today(), mode=Mode.VIDEO, do_differently=LATE))
        await system.send(iqa, "M1", c.RecordNoActions())
        await system.send(iqa, QUARTER, c.ReleaseFromSample())
        await system.ended(iqa)
        async with system.connection() as connection:
            yield Evidence(system.area, iqa, await system.history(iqa), await kept(connection, iqa))
    await drop_database(postgres, database)


async def differences(
    evidence: Evidence, *, text: str | None = None, ledger: Kept | None = None, library: Library = LIBRARY
) -> tuple[Finding, ...]:
    """Audit the evidence, or what somebody made of it."""
    history = WorkflowHistory.from_json(evidence.iqa, text) if text else evidence.history
    return await replay(evidence.iqa, [history], library, ledger or evidence.ledger)


async def test_nothing_differs_where_nothing_was_touched(evidence: Evidence) -> None:
    assert await differences(evidence) == ()


async def test_a_saved_history_and_the_ledger_are_enough(evidence: Evidence, tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_text(evidence.history.to_json(), encoding="utf-8")

    assert await replay(evidence.iqa, [saved(file, evidence.iqa)], LIBRARY, evidence.ledger) == ()


async def test_a_stream_whose_history_is_gone_is_verified_by_its_ledger_alone(evidence: Evidence) -> None:
    assert await replay(evidence.iqa, [], LIBRARY, evidence.ledger) == ()


async def test_the_story_says_who_did_what_in_which_role_and_how_late(evidence: Evidence) -> None:
    told = whole_story(evidence.iqa, evidence.ledger)

    day = r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w+ \d{4}"
    acts = [f"{line.who} ({line.role}) {re.sub(day, 'DAY', line.what)}" for line in told]
    area = evidence.area
    marks = ", ".join(f"Q{number}: yes" for number in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11))
    work = "early advice or charging, initial review, progression"
    assert acts[0].startswith(
        f"system:quarter (system) the IQA is open: work of {area}-P1, assessed by {area}-M1"
    )
    selected = f"91{area}10126, {work}, chosen, one of 5 eligible, work done by {area}-P1, marks due DAY"
    assert acts[1:4] == [
        f"{area}-M1 (assessor) asked to select case: refused, case not live",
        f"{area}-M1 (assessor) the case is selected: {selected}",
        f"{area}-M1 (assessor) the marks are recorded: {marks}",
    ]
    assert [(met.deadline, met.late_days) for met in told[2].met] == [("select", 0)]
    held = next(line for line in told if line.kind == "conversation_held")
    assert [one.text for one in held.says] == [LATE]
    [met] = held.met
    assert met.deadline == "converse"
    assert re.search(r"^hold the conversation: late by 3 days \(\d working days?\), due ", met.says)


async def test_no_line_of_the_story_holds_free_text(evidence: Evidence) -> None:
    assert not [line for line in whole_story(evidence.iqa, evidence.ledger) if LATE in line.what]


async def test_a_live_server_gives_every_run_the_oldest_first(system: System) -> None:
    iqa = await system.open()
    await system.handle(iqa).terminate("a mistake")
    await system.start(iqa, await system.opening())
    await system.send(iqa, "M1", select_case(system))

    histories = await runs(system.client, iqa)
    async with system.connection() as connection:
        ledger = await kept(connection, iqa)

    assert len(histories) == 2
    assert await replay(iqa, histories, LIBRARY, ledger) == ()
    assert [re.split("[:,]", line.what)[0] for line in whole_story(iqa, ledger)] == [
        "the IQA is open",
        "asked to open iqa",
        "the case is selected",
    ]


Edit = Callable[[dict[str, Any]], None]


def edited(history: WorkflowHistory, holds: str, edit: Edit) -> str:
    """Change the JSON of the first payload in which a text stands; gives the whole history as JSON."""
    content = json.loads(history.to_json())
    for payload in _payloads(content):
        value = json.loads(base64.b64decode(payload["data"]) or b"null")
        if holds in json.dumps(value) and isinstance(value, dict):
            edit(value)
            payload["data"] = base64.b64encode(json.dumps(value).encode()).decode()
            return json.dumps(content)
    raise AssertionError(holds)


def _payloads(found: Any) -> Any:  # noqa: ANN401  JSON of any shape
    if isinstance(found, dict):
        if set(found) >= {"metadata", "data"}:
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from _payloads(each)


def set_in(*path: str | int, to: object) -> Edit:
    """An edit that sets one value, deep inside."""

    def edit(value: dict[str, Any]) -> None:
        place: Any = value
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return edit


TAMPERED_HISTORY = {
    "an event of an outcome": (
        '"events": [{"version": 3',
        set_in("events", 0, "event", "marks", 0, "answer", to="no"),
    ),
    "who caused an event": ('"events": [{"version": 3', set_in("events", 0, "actor", to="XT-M9")),
    "when an event happened": (
        '"events": [{"version": 3',
        set_in("events", 0, "at", to="2026-01-02T03:04:05Z"),
    ),
    "the number of an event": ('"events": [{"version": 3', set_in("events", 0, "version", to=4)),
    "an event left out": ('"events": [{"version": 3', set_in("events", to=[])),
    "the facts of a decision": ('"case_not_live"', set_in("facts", "case_file", "case", "status", to="live")),
    "the time of the facts": ('"events": [{"version": 3', set_in("facts", "now", to="2026-01-02T03:04:05Z")),
    "the facts themselves": ('"events": [{"version": 3', set_in("facts", to={})),
    "the reason of a refusal": ('"case_not_live"', set_in("refused", "reason", to="guilty_plea")),
    "a command that was recorded": (
        '"folded": 2',
        set_in("envelope", "command", "team_learning", to="None."),
    ),
    "who asked for it": ('"folded": 2', set_in("envelope", "actor", to="XT-M9")),
    "when it was asked": ('"folded": 2', set_in("now", to="2026-01-02T03:04:05Z")),
    "what had been folded": ('"folded": 2', set_in("folded", to=1)),
    "how it all ended": ('"stage": "closed"', set_in("version", to=99)),
    "a payload made unreadable": ('"folded": 2', set_in("envelope", to="nothing")),
}


@pytest.mark.parametrize("what", TAMPERED_HISTORY)
async def test_what_was_changed_in_the_history_is_found(evidence: Evidence, what: str) -> None:
    holds, edit = TAMPERED_HISTORY[what]

    assert await differences(evidence, text=edited(evidence.history, holds, edit))


async def test_an_answer_that_its_sender_was_never_given_is_found(evidence: Evidence) -> None:
    content = json.loads(evidence.history.to_json())
    told = [
        event["workflowExecutionUpdateCompletedEventAttributes"]["outcome"]
        for event in content["events"]
        if "workflowExecutionUpdateCompletedEventAttributes" in event
    ]
    [payload] = next(outcome for outcome in told if "success" in outcome)["success"]["payloads"]
    answer = json.loads(base64.b64decode(payload["data"])) | {"version": 77}
    payload["data"] = base64.b64encode(json.dumps(answer).encode()).decode()

    [found] = await differences(evidence, text=json.dumps(content))

    assert isinstance(found, Difference)
    assert "77" in found.recorded


def first(kept_: Kept, **changes: Any) -> Kept:  # noqa: ANN401  a field of any type
    """The ledger with its third event changed."""
    events = list(kept_.events)
    events[2] = events[2]._replace(**changes)
    return replace(kept_, events=tuple(events))


def command(kept_: Kept, **changes: Any) -> Kept:  # noqa: ANN401  a field of any type
    """The ledger with the last command changed."""
    *before, last = kept_.commands
    return replace(kept_, commands=(*before, last._replace(**changes)))


TAMPERED_LEDGER: dict[str, Callable[[Kept], Kept]] = {
    "a body": lambda it: first(it, body=it.events[2].body.replace(b"yes", b"no", 1)),
    "one byte of a body": lambda it: first(it, body=it.events[2].body.replace(b":", b": ", 1)),
    "a body that is no text": lambda it: first(it, body=b"\xff\xfe"),
    "a kind": lambda it: first(it, kind="marks_revised"),
    "an actor": lambda it: first(it, actor="XT-M9"),
    "an instant": lambda it: first(it, at=it.events[2].at - timedelta(seconds=1)),
    "the command of an event": lambda it: first(it, command_id=it.events[0].command_id),
    "an event left out": lambda it: replace(it, events=it.events[:-1]),
    "an event too many": lambda it: replace(it, events=(*it.events, it.events[-1]._replace(version=99))),
    "an event at the end that no command led to": lambda it: replace(
        it,
        events=(
            *it.events,
            it.events[-1]._replace(version=len(it.events) + 1, command_id=UUID(int=7)),
        ),
    ),
    "a command left out": lambda it: replace(it, commands=it.commands[1:]),
    "a command too many": lambda it: replace(
        it,
        commands=(*it.commands, it.commands[0]._replace(command_id=UUID(int=7))),
    ),
    "the answer to a command": lambda it: command(it, answer=b'{"version": 1}'),
    "the facts of a command": lambda it: command(it, facts=b"{}"),
    "the body of a command": lambda it: command(it, body=b"{}"),
    "the hash of a command": lambda it: command(it, command_hash="0" * 64),
    "the time of a command": lambda it: command(it, at=it.commands[-1].at - timedelta(days=1)),
    "the kind of a command": lambda it: command(it, kind="withdraw"),
    "who sent a command": lambda it: command(it, actor="XT-M9"),
    "the rules of a command": lambda it: command(it, rules="of another release"),
    "where the stream stood": lambda it: command(it, judged_version=0),
}


NEEDS_A_HISTORY = {"one byte of a body", "the rules of a command"}
"""What a ledger alone does not betray: blanks that mean nothing, and which rules judged."""


@pytest.mark.parametrize("what", TAMPERED_LEDGER)
async def test_what_was_changed_in_the_ledger_is_found(evidence: Evidence, what: str) -> None:
    found = await differences(evidence, ledger=TAMPERED_LEDGER[what](evidence.ledger))

    assert any(isinstance(one, Difference) and one.where.startswith("ledger") for one in found)


@pytest.mark.parametrize("what", sorted(TAMPERED_LEDGER.keys() - NEEDS_A_HISTORY))
async def test_it_is_found_without_a_history_too(evidence: Evidence, what: str) -> None:
    found = await replay(evidence.iqa, [], LIBRARY, TAMPERED_LEDGER[what](evidence.ledger))

    assert any(isinstance(one, Difference) for one in found)


async def test_what_other_rules_decided_is_told_apart_and_accuses_nobody(evidence: Evidence) -> None:
    ledger = replace(
        evidence.ledger,
        commands=tuple(command._replace(rules="of another release") for command in evidence.ledger.commands),
    )

    found = await replay(evidence.iqa, [], LIBRARY, ledger)

    assert len(found) == len(ledger.commands)
    assert all(isinstance(one, OtherRules) and one.repeated is None for one in found)


async def test_a_row_edited_by_the_owner_of_the_database_is_found(system: System) -> None:
    iqa = await system.open()
    await system.send(iqa, "M1", select_case(system))
    await system.execute(
        "update iqa.ledger set body = replace(convert_from(body, 'utf8'), '01', '02')::bytea"
    )

    async with system.connection() as connection:
        found = await replay(iqa, await runs(system.client, iqa), LIBRARY, await kept(connection, iqa))

    assert found


async def test_rules_that_have_changed_are_a_difference_and_not_an_error(evidence: Evidence) -> None:
    policy = LIBRARY.current.policy
    longer = policy.working_days.model_copy(update={"marks_after_selection": 11})
    changed = policy.model_copy(update={"working_days": longer})
    library = replace(LIBRARY, policies={**LIBRARY.policies, policy.version: changed})

    [found] = [one for one in await differences(evidence, library=library) if isinstance(one, Difference)]

    assert "marks_due" in found.recorded
    assert found.recorded != found.repeated


async def test_a_policy_that_is_not_here_accuses_nobody(evidence: Evidence) -> None:
    found = await differences(evidence, library=replace(LIBRARY, policies={}))

    assert len(found) == len(evidence.ledger.commands)
    assert {(one.kind, one.version) for one in found if isinstance(one, NotHere)} == {("policy", "default-1")}
    assert verdict(found) is Verdict.NOT_JUDGED


async def test_what_was_altered_is_found_where_the_policy_is_not_here(evidence: Evidence) -> None:
    tampered = first(evidence.ledger, actor="XT-M9")

    found = await differences(evidence, ledger=tampered, library=replace(LIBRARY, policies={}))

    assert verdict(found) is Verdict.ALTERED


async def test_a_story_of_something_that_is_none_is_refused(evidence: Evidence) -> None:
    with pytest.raises(ValueError, match="kind"):
        whole_story(evidence.iqa, command(evidence.ledger, body=b"{}"))


async def test_a_workflow_that_would_go_another_way_is_a_difference(evidence: Evidence) -> None:
    content = json.loads(evidence.history.to_json())
    for event in content["events"]:
        scheduled = event.get("activityTaskScheduledEventAttributes")
        if scheduled:
            scheduled["activityType"]["name"] = "record_case"
            break

    found = await differences(evidence, text=json.dumps(content))

    assert isinstance(found[0], Difference)
    assert found[0].where.startswith("workflow")
