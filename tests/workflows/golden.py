"""Golden histories: recorded runs that every later version of the workflows must be able to replay."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.kinds import KINDS, kind_named
from domain.values import Value
from infra.temporal.histories import calls

FOLDER: Final = Path(__file__).parent / "histories"
MANIFEST: Final = "manifest.json"
RENEW: Final = "pytest tests/journeys tests/workflows --write-histories"


class Golden(Value):
    """One golden history: of which workflow, what its file must hash to, and a hash of the state after each event."""

    name: str
    workflow: str
    sha256: str
    states: str = ""

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.{self.workflow}.json.gz"

    def history(self, folder: Path = FOLDER) -> WorkflowHistory:
        """The history as it was recorded."""
        return WorkflowHistory.from_json(self.workflow_id(folder), self.text(folder))

    def text(self, folder: Path = FOLDER) -> str:
        """The content of the file."""
        return gzip.decompress((folder / self.file).read_bytes()).decode()

    def workflow_id(self, folder: Path = FOLDER) -> str:
        """The id of the workflow, which the engine keeps beside a history and we keep in it."""
        workflow_id: str = json.loads(self.text(folder))["workflowId"]
        return workflow_id


_MANIFEST: Final = TypeAdapter(tuple[Golden, ...])


def manifest(folder: Path = FOLDER) -> tuple[Golden, ...]:
    """Every golden history, by name."""
    return _MANIFEST.validate_json((folder / MANIFEST).read_bytes())


def write(folder: Path, name: str, history: WorkflowHistory, folded: str) -> Golden:
    """Keep a history in place of an earlier one, without stack traces, which name folders of this machine."""
    folder.mkdir(exist_ok=True)
    workflow = workflow_of(history)
    content = {"workflowId": history.workflow_id} | json.loads(history.to_json(), object_hook=_without_traces)
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    made = Golden(name=name, workflow=workflow, sha256=sha256_of(text), states=folded)
    (folder / made.file).write_bytes(gzip.compress(text.encode(), mtime=0))
    known = manifest(folder) if (folder / MANIFEST).exists() else ()
    kept = {golden.file: golden for golden in (*known, made)}
    listed = _MANIFEST.dump_json(tuple(kept[file] for file in sorted(kept)), indent=1)
    (folder / MANIFEST).write_bytes(listed + b"\n")
    return made


def workflow_of(history: WorkflowHistory) -> str:
    """The name of the workflow whose history that is."""
    return history.events[0].workflow_execution_started_event_attributes.workflow_type.name


async def states(history: WorkflowHistory) -> str:
    """A hash of the state after each event that the history holds; fields at their defaults are left out of it."""
    if workflow_of(history) not in {kind.name for kind in KINDS}:
        return ""
    kind, found = kind_named(workflow_of(history)), []
    state: Any = None
    for call in await calls([history], pydantic_data_converter):
        for event in kind.outcome.model_validate(call.outcome).events:
            state = kind.fold(state, [event], history.workflow_id)
            said = json.dumps(state.model_dump(exclude_defaults=True), default=_as_json, sort_keys=True)
            found.append(sha256_of(said)[:8])
    return " ".join(found)


def _as_json(value: Any) -> object:  # noqa: ANN401  whatever a state holds that JSON does not know
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)


def sha256_of(text: str) -> str:
    """The hash of a history's content, whatever it is compressed with."""
    return hashlib.sha256(text.encode()).hexdigest()


def _without_traces(found: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in found.items() if name != "stackTrace"}
