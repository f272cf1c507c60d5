"""Every history that was ever kept must replay on today's workflows; see CONTRIBUTING.md before renewing any."""

from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from domain.kinds import KINDS, kind_of
from infra.temporal.connection import IqaPlugin
from infra.temporal.histories import calls
from tests.guards.test_tracked_files import faults
from tests.workflows.golden import FOLDER, MANIFEST, RENEW, Golden, manifest, sha256_of
from tests.workflows.mutants import MUTANTS, Unchanged

GOLDEN = manifest()
RECORDING = [golden for golden in GOLDEN if golden.workflow in {kind.name for kind in KINDS}]
IQAS = [golden for golden in GOLDEN if golden.workflow == "iqa"]


def name(golden: Golden) -> str:
    return f"{golden.name}.{golden.workflow}"


@pytest.mark.parametrize("golden", GOLDEN, ids=name)
async def test_todays_workflows_replay_it(golden: Golden) -> None:
    replayer = Replayer(workflows=[], plugins=[IqaPlugin()])

    result = await replayer.replay_workflow(golden.history(), raise_on_replay_failure=False)

    assert result.replay_failure is None, (
        f"{golden.file} no longer replays: open workflows would stop at their next task. Put the change behind "
        "workflow.patched(...), so that old histories take the old path. Only before the first release, and "
        f"only when no workflow is open anywhere, renew the histories: {RENEW}"
    )


@pytest.mark.parametrize("golden", GOLDEN, ids=name)
async def test_it_is_as_it_was_recorded_and_ends_where_it_ended(golden: Golden) -> None:
    assert sha256_of(golden.text()) == golden.sha256
    told = await calls([golden.history()], pydantic_data_converter)
    versions = [event["version"] for call in told for event in call.outcome["events"]]
    assert max(versions, default=0) == golden.version


@pytest.mark.parametrize("golden", RECORDING, ids=name)
async def test_what_it_holds_is_read_and_folded_as_it_was(golden: Golden) -> None:
    stream = golden.workflow_id()
    kind, state = kind_of(stream), None
    for call in await calls([golden.history()], pydantic_data_converter):
        kind.request.model_validate(call.request)
        state = kind.fold(state, kind.outcome.model_validate(call.outcome).events, stream)

    assert state is not None
    assert state.version == golden.version
    assert getattr(state, "stage", golden.stage) == golden.stage


def test_the_manifest_names_every_file() -> None:
    files = {path.name for path in FOLDER.iterdir()}

    assert files == {golden.file for golden in GOLDEN} | {MANIFEST}


def test_every_kind_of_workflow_has_a_golden_history() -> None:
    assert {golden.workflow for golden in GOLDEN} == {*(kind.name for kind in KINDS), "post"}


@pytest.mark.parametrize("golden", GOLDEN, ids=name)
def test_it_holds_no_secret_and_no_path_of_a_machine(golden: Golden, tmp_path: Path) -> None:
    text = golden.text()
    plain = tmp_path / "history.json"
    plain.write_text(text, encoding="utf-8")

    assert faults(plain) == []
    assert not [found for found in ("postgresql://", "password", "stackTrace") if found in text]


async def failures_of(definition: type) -> list[Exception | None]:
    """What each golden history makes of another definition of the IQA's workflow."""
    replayer = Replayer(
        workflows=[definition],
        data_converter=pydantic_data_converter,
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    results = [
        await replayer.replay_workflow(golden.history(), raise_on_replay_failure=False) for golden in IQAS
    ]
    return [result.replay_failure for result in results]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
async def test_a_careless_change_is_noticed(mutant: type) -> None:
    assert any(await failures_of(mutant))


async def test_no_change_is_not_noticed() -> None:
    assert not any(await failures_of(Unchanged))
