"""The sandbox is entered to run a workflow, and once for each command that its payloads belong to."""

from collections import Counter
from typing import Any

from temporalio.converter import SerializationContext, StorageDriverStoreContext, WorkflowSerializationContext
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import Info

from infra.temporal.sandbox import PASSED_THROUGH, Sandbox, SandboxedRun, sandboxed


class Inside(WorkflowInstance):
    """A run that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[object] = Counter()

    def activate(self, act: object) -> Any:  # noqa: ANN401  a message of the library
        return f"{act} activated"

    def get_serialization_context(self, command_info: object) -> SerializationContext | None:
        self.asked[command_info] += 1
        return WorkflowSerializationContext("iqa", f"of {command_info}")

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:
        self.asked["store", command_info] += 1
        return StorageDriverStoreContext(target=None)

    def get_info(self) -> Info:
        raise NotImplementedError

    def get_thread_id(self) -> int | None:
        return 7


def test_a_run_is_asked_once_for_each_command() -> None:
    inside = Inside()
    run = SandboxedRun(inside)

    for command in (None, "first", "second", None, "first"):
        for _ in range(4):
            assert run.get_serialization_context(command) == WorkflowSerializationContext(
                "iqa", f"of {command}"
            )
            assert run.get_external_store_context(command).target is None

    assert set(inside.asked.values()) == {1}
    assert len(inside.asked) == 6


def test_a_run_goes_on_inside() -> None:
    run = SandboxedRun(Inside())

    assert run.activate("it") == "it activated"
    assert run.get_thread_id() == 7


def test_the_library_s_own_sandbox_is_replaced_by_one_that_lets_the_rules_through() -> None:
    runner = sandboxed(SandboxedWorkflowRunner())

    assert isinstance(runner, Sandbox)
    assert set(PASSED_THROUGH) <= runner.restrictions.passthrough_modules
    assert (
        SandboxedWorkflowRunner().restrictions.passthrough_modules < runner.restrictions.passthrough_modules
    )


def test_a_worker_without_a_sandbox_stays_without() -> None:
    unsandboxed = UnsandboxedWorkflowRunner()

    assert sandboxed(unsandboxed) is unsandboxed
    assert isinstance(sandboxed(None), Sandbox)
