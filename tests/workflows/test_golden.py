"""Every history that was ever kept must replay on today's workflows; see CONTRIBUTING.md before renewing any."""

from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from domain.kinds import KINDS
from tests.guards.test_tracked_files import faults
from tests.workflows.asked import Asked, differences, replayed
from tests.workflows.golden import FOLDER, MANIFEST, RENEW, Golden, manifest, sha256_of, states
from tests.workflows.mutants import MUTANTS, Unchanged
from tests.workflows.paths import needed, shown

GOLDEN = sorted(manifest(), key=lambda golden: len(golden.states))
IQAS = [golden for golden in GOLDEN if golden.workflow == "iqa"]


def name(golden: Golden) -> str:
    return f"{golden.name}.{golden.workflow}"


@pytest.mark.parametrize("golden", GOLDEN, ids=name)
async def test_what_it_holds_is_read_and_folded_as_it_was(golden: Golden) -> None:
    assert sha256_of(golden.text()) == golden.sha256
    assert await states(golden.history()) == golden.states, "an event leads to another state than it did"


@pytest.mark.parametrize("golden", GOLDEN, ids=name)
async def test_todays_workflows_replay_it_and_ask_for_the_same(golden: Golden) -> None:
    failure, otherwise = await replayed(golden.history())

    assert failure is None, (
        f"{golden.file} no longer replays: open workflows would stop at their next task. Put the change behind "
        "workflow.patched(...), so that old histories take the old path. Only before the first release, and "
        f"only when no workflow is open anywhere, renew the histories: {RENEW}"
    )
    assert not otherwise, f"{golden.file}: open workflows would go on otherwise than they began"


def test_the_manifest_names_every_file() -> None:
    files = {path.name for path in FOLDER.iterdir()}

    assert files == {golden.file for golden in GOLDEN} | {MANIFEST}


def test_every_kind_of_workflow_has_a_golden_history() -> None:
    assert {golden.workflow for golden in GOLDEN} == {*(kind.name for kind in KINDS), "post"}


async def test_every_event_and_whatever_a_workflow_asks_of_itself_is_in_a_golden_history() -> None:
    missing = needed() - await shown(GOLDEN)

    assert not missing, f"no change to how these are folded would be seen: walk them, then {RENEW}"


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ({"a_planned_conversation"}, {"iqa prompt_answered", "iqa comment_made"}),
        ({"an_action_missed_on_a_case"}, {"case escalation passed", "case escalation_climbed"}),
        ({"a_quarter_that_is_left_alone_closes_and_ends"}, {"quarter close passed", "quarter quarter_ended"}),
        ({"people_are_away"}, {"quarter plan_changed moved"}),
        ({"caught_up_with_the_ledger"}, {"quarter catch_up", "case catch_up"}),
    ],
)
async def test_a_path_without_a_history_is_noticed(without: set[str], lost: set[str]) -> None:
    left = [golden for golden in GOLDEN if golden.name not in without]

    assert needed() - await shown(left) >= lost


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


REQUEST = {"folded": 3, "command": {"deadline": "mark", "due": "2027-01-13"}}


@pytest.mark.parametrize(
    "now",
    [
        [("activity", REQUEST | {"folded": 4}), ("timer", 60)],
        [("activity", {"folded": 3}), ("timer", 60)],
        [("activity", REQUEST), ("timer", 61)],
        [("activity", REQUEST)],
        [("activity", REQUEST), ("timer", 60), ("end", None)],
        [("activity", REQUEST), ("timer", 60), ("timer", 60)],
    ],
)
def test_whatever_is_asked_otherwise_is_noticed(now: list[Asked]) -> None:
    assert list(differences([("activity", REQUEST), ("timer", 60)], now)) != []


def test_a_field_that_is_new_is_no_difference() -> None:
    now = REQUEST | {"command": {"deadline": "mark", "due": "2027-01-13", "by": None}}

    assert list(differences([("activity", [REQUEST])], [("activity", [now])])) == []
