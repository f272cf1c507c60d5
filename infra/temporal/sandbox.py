"""The sandbox of workflows: what it lets through, and how seldom it is entered (docs/performance.md)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import Info

PASSED_THROUGH: Final = (
    "domain",
    "activities",
    "structlog",
    "workflows.contracts",
    "workflows.options",
    "workflows.search",
    "workflows.stream",
)
"""Modules that the sandbox does not load anew for each run: without state of their own, or only named by workflows.

Loading them takes longer than all of a workflow's own code together. The workflows themselves are loaded for each run,
and ruff's banned calls watch over the others.
"""

_UNDER_WAY: Final = 16
"""How many commands of one run are remembered; a forgotten one is asked about again."""


def sandboxed(runner: WorkflowRunner | None) -> WorkflowRunner:
    """Put this policy in place of the library's own sandbox; a worker without one stays without."""
    if not isinstance(runner, SandboxedWorkflowRunner):
        return runner or Sandbox()
    return Sandbox(runner.restrictions.with_passthrough_modules(*PASSED_THROUGH), runner.runner_class)


@dataclass(frozen=True)
class Sandbox(SandboxedWorkflowRunner):
    """The library's sandbox, entered once for each command and not four times for each payload."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Begin a run of a workflow."""
        return SandboxedRun(super().create_instance(det))


class SandboxedRun(WorkflowInstance):
    """A run that is asked once what the payloads of a command belong to: the answer stays the same."""

    def __init__(self, inside: WorkflowInstance) -> None:
        self._inside = inside
        self._context = lru_cache(_UNDER_WAY)(inside.get_serialization_context)
        self._store = lru_cache(_UNDER_WAY)(inside.get_external_store_context)

    def activate(self, act: Any) -> Any:  # noqa: ANN401  the library's own messages, passed on as they are
        """Let the workflow run on."""
        return self._inside.activate(act)

    def get_serialization_context(self, command_info: object) -> SerializationContext | None:
        """What a payload of a command, or of no command, belongs to."""
        return self._context(command_info)

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:
        """Where a payload that is kept outside the history belongs."""
        return self._store(command_info)

    def get_info(self) -> Info:
        """Tell which run it is."""
        return self._inside.get_info()

    def get_thread_id(self) -> int | None:
        """Tell where it runs at the moment."""
        return self._inside.get_thread_id()
