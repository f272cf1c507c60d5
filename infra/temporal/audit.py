"""The audit of one stream: a second look at everything that the ledger and the engine hold of it.

Histories come from a live server or from saved files. A stream whose history is gone is verified by its ledger alone.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from activities.record import decode
from domain.audit import Decided, Difference, Finding, OtherRules, repeat
from domain.facts import Reference
from domain.kinds import kind_of
from domain.stream import Kind, OutOfOrder
from infra.postgres.kept import Kept, decided
from infra.progress import Progress, quiet
from infra.rules import rules_hash
from infra.temporal.connection import IqaPlugin
from infra.temporal.histories import Call, Unreadable, Update, calls, ended, unanswered, updates
from infra.temporal.ledger_audit import compare
from infra.temporal.wire import CONVERTER

_WHAT: Final = "verified"


async def replay(  # noqa: PLR0913  what is held against what, by which means, and who is told
    stream: str,
    runs: Sequence[WorkflowHistory],
    reference: Reference,
    ledger: Kept,
    plugin: IqaPlugin | None = None,
    converter: DataConverter = CONVERTER,
    *,
    progress: Progress = quiet,
) -> tuple[Finding, ...]:
    """Do everything again, and return what comes out differently: nothing, all being well.

    Every decision in the ledger is repeated on its own facts; and where there are histories, today's workflow code
    replays them, and what they hold, what was answered and how it ended is held against the ledger. ``progress`` counts
    runs and decisions; these are repeated in a thread of their own, from which it is called too.
    """
    total = len(runs) + len(ledger.commands)
    replayed = list[Difference]()
    for done, run in enumerate(runs):
        progress(_WHAT, done, total)
        replayed += await _replayed(run, plugin or IqaPlugin())

    def repeated() -> tuple[Finding, ...]:
        return tuple(_repeated(stream, ledger, reference, lambda n: progress(_WHAT, len(runs) + n, total)))

    found = (*replayed, *await asyncio.to_thread(repeated))
    if not runs:
        return found
    try:
        asked, answered = await calls(runs, converter), await updates(runs, converter)
        return (
            *found,
            *compare(asked, ledger, await unanswered(runs, converter)),
            *_answers(asked, answered),
            *_result(ledger, await ended(runs[-1], converter)),
        )
    except Unreadable as error:
        return (*found, Difference(where="history", recorded="unreadable", repeated=f"{error}"))


def _repeated(
    stream: str, ledger: Kept, reference: Reference, told: Callable[[int], None]
) -> Iterator[Finding]:
    kind = kind_of(stream)
    try:
        yield from _rows(ledger)
        yield from repeat(kind, stream, _counted(decided(kind, ledger), told), reference, rules_hash())
        yield from _shown(kind, stream, ledger)
    except (KeyError, ValueError, OutOfOrder) as error:
        yield Difference(where="ledger", recorded="unreadable", repeated=f"{type(error).__name__}: {error}")


def _counted(
    decisions: Iterator[Decided[Any, Any]], told: Callable[[int], None]
) -> Iterator[Decided[Any, Any]]:
    for done, each in enumerate(decisions):
        told(done)
        yield each


def _rows(ledger: Kept) -> Iterator[Difference]:
    """Hold each row's kind against its body, and each event against the commands: one led to it."""
    asked = {command.command_id for command in ledger.commands}
    events = ((f"ledger version {event.version}", event.kind, event.body) for event in ledger.events)
    commands = ((f"ledger command {one.command_id}", one.kind, one.body) for one in ledger.commands)
    for where, kind, body in (*events, *commands):
        if (says := json.loads(body)["kind"]) != kind:
            yield Difference(where=f"{where}, kind", recorded=kind, repeated=says)
    for event in ledger.events:
        if event.command_id not in asked:
            where = f"ledger version {event.version}, command"
            yield Difference(where=where, recorded=f"{event.command_id}", repeated="no such command")


def _shown(kind: Kind[Any, Any, Any], stream: str, ledger: Kept) -> Iterator[Finding]:
    """Hold the read tables against the ledger; rows that a worker of other rules made these do not judge."""
    if ledger.shown is None:
        return
    due = kind.rows(kind.fold(None, decode(kind, ledger.events), stream))
    others = {command.rules for command in ledger.commands} - {rules_hash()}
    for table in due.unlike(ledger.shown):
        where, made = f"read table {table}", getattr(due, table)
        if others:
            yield OtherRules(where=where, rules=min(others), repeated=f"{made}")
        else:
            yield Difference(where=where, recorded=f"{getattr(ledger.shown, table)}", repeated=f"{made}")


async def _replayed(run: WorkflowHistory, plugin: IqaPlugin) -> tuple[Difference, ...]:
    """Replay one run through today's workflow code."""
    replayer = Replayer(workflows=[], plugins=[plugin])
    try:
        failure = (await replayer.replay_workflow(run, raise_on_replay_failure=False)).replay_failure
    except Exception as error:  # noqa: BLE001  an auditor is told of every fault and stopped by none
        failure = error
    if failure is None:
        return ()
    what = f"{type(failure).__name__}: {failure}"
    return (Difference(where=f"workflow {run.run_id}", recorded="history", repeated=what),)


def _answers(asked: Sequence[Call], answered: Sequence[Update]) -> Iterator[Difference]:
    """Hold what each sender asked and was told against what was recorded for it."""
    for update in answered:
        mine = [call for call in asked if call.command_id == update.update_id]
        if not mine or (update.answer is None and update.error is None):
            continue
        if update.request and update.request not in [call.request["envelope"] for call in mine]:
            yield Difference(where=update.where, recorded="another command", repeated="the recorded one")
        told, meant = update.answer or update.error, [_answer(call) for call in mine]
        if told not in meant:
            yield Difference(where=update.where, recorded=f"{told}", repeated=f"{meant[-1]}")


def _answer(call: Call) -> object:
    """What the sender of a command is to be told: the answer, or the reason of the refusal."""
    refused = call.outcome.get("refused") or {}
    return call.outcome.get("answer") or refused.get("reason")


def _result(ledger: Kept, result: Mapping[str, Any] | None) -> Iterator[Difference]:
    """Hold the workflow's result against the last version that the ledger holds."""
    version = max((event.version for event in ledger.events), default=0)
    if result is not None and result.get("version") != version:
        yield Difference(
            where="result", recorded=f"version {result.get('version')}", repeated=f"version {version}"
        )
