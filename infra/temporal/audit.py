"""The audit of one stream: its story as the engine's history has it, and a second look at everything in it.

Histories come from a live server or from saved files; what the ledger holds is laid beside them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from activities.pages import names
from activities.record import activity_name
from domain.audit import Decided, Difference, repeat
from domain.facts import Reference
from domain.iqa.story import Told, tell
from domain.kinds import kind_of
from domain.stream import Kind
from infra.temporal import ledger_audit
from infra.temporal.connection import IqaPlugin
from infra.temporal.histories import Call, Unreadable, Update, calls, ended, updates
from infra.temporal.ledger_audit import Kept

AnyDecided = Decided[Any, Any]


async def story(
    stream: str, runs: Sequence[WorkflowHistory], converter: DataConverter = pydantic_data_converter
) -> tuple[Told, ...]:
    """Tell what happened in an IQA from the histories of its runs alone; raises ``Unreadable``."""
    kind = _kind_of(stream)
    return tell([_decided(kind, call) for call in await calls(runs, converter)], stream)


async def replay(
    stream: str,
    runs: Sequence[WorkflowHistory],
    reference: Reference,
    ledger: Kept | None = None,
    plugin: IqaPlugin | None = None,
    converter: DataConverter = pydantic_data_converter,
) -> tuple[Difference, ...]:
    """Do everything again that the histories tell, and return what comes out differently: nothing, all being well.

    Today's workflow code is replayed, every decision is repeated on its own facts, answers and results are
    held against what was decided, and, where given, the ledger against all of it.
    """
    replayed = [difference for run in runs for difference in await _replayed(run, plugin or IqaPlugin())]
    try:
        kind = _kind_of(stream)
        asked, answered = await calls(runs, converter), await updates(runs, converter)
        decided = [_with_facts(_decided(kind, call), ledger) for call in asked]
        result = await ended(runs[-1], converter) if runs else None
    except Unreadable as error:
        unreadable = Difference(where="history", recorded="unreadable", repeated=f"{error}")
        return (*replayed, unreadable)
    return (
        *replayed,
        *repeat(kind, stream, decided, reference),
        *_answers(asked, answered),
        *_result(decided, result),
        *(ledger_audit.compare(asked, ledger) if ledger else ()),
    )


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


def _kind_of(stream: str) -> Kind[Any, Any, Any]:
    try:
        return kind_of(stream)
    except ValueError as error:
        raise Unreadable(*error.args) from error


def _decided(kind: Kind[Any, Any, Any], call: Call) -> AnyDecided:
    if call.activity != activity_name(kind):
        msg = f"{call.where}: {call.activity} records for another kind of stream"
        raise Unreadable(msg)
    try:
        request = kind.request.model_validate(call.request)
        outcome = kind.outcome.model_validate(call.outcome)
    except ValidationError as error:
        msg = f"{call.where}: {type(error).__name__}: {error}"
        raise Unreadable(msg) from error
    return Decided(
        where=call.where,
        run=call.run,
        envelope=request.envelope,
        now=request.now,
        folded=request.folded,
        events=outcome.events,
        refused=outcome.refused,
        facts=outcome.facts,
    )


def _with_facts(decided: AnyDecided, ledger: Kept | None) -> AnyDecided:
    """The decision with its facts from the ledger, where the history only names them by their hash."""
    if "sha256" not in decided.facts or ledger is None:
        return decided
    command_id = decided.envelope.command_id
    kept = next((command.facts for command in ledger.commands if command.command_id == command_id), None)
    found = kept is not None and names(decided.facts, kept)
    return replace(decided, facts=json.loads(kept)) if kept and found else decided


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


def _result(decided: Sequence[AnyDecided], result: Mapping[str, Any] | None) -> Iterator[Difference]:
    """Hold the workflow's result against the last version that it folded."""
    if result is None:
        return
    version = max((recorded.version for each in decided for recorded in each.events), default=0)
    if result.get("version") != version:
        yield Difference(
            where="result", recorded=f"version {result.get('version')}", repeated=f"version {version}"
        )
