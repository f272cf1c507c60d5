"""Golden histories: recorded runs that every later version of the workflows must be able to replay."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from temporalio.client import WorkflowHistory

from domain.values import Value

FOLDER: Final = Path(__file__).parent / "histories"
MANIFEST: Final = "manifest.json"
RENEW: Final = "pytest tests/journeys --write-histories"


class Golden(Value):
    """One golden history: of which workflow, what its file must hash to, and where it ends."""

    name: str
    workflow: str
    sha256: str
    version: int
    stage: str

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


def write(
    folder: Path, name: str, history: WorkflowHistory, workflow: str, version: int, stage: str
) -> Golden:
    """Keep a history in place of an earlier one, without stack traces, which name folders of this machine."""
    folder.mkdir(exist_ok=True)
    content = {"workflowId": history.workflow_id} | json.loads(history.to_json(), object_hook=_without_traces)
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    made = Golden(name=name, workflow=workflow, sha256=sha256_of(text), version=version, stage=stage)
    (folder / made.file).write_bytes(gzip.compress(text.encode(), mtime=0))
    known = manifest(folder) if (folder / MANIFEST).exists() else ()
    kept = {golden.file: golden for golden in (*known, made)}
    listed = _MANIFEST.dump_json(tuple(kept[file] for file in sorted(kept)), indent=1)
    (folder / MANIFEST).write_bytes(listed + b"\n")
    return made


def sha256_of(text: str) -> str:
    """The hash of a history's content, whatever it is compressed with."""
    return hashlib.sha256(text.encode()).hexdigest()


def _without_traces(found: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in found.items() if name != "stackTrace"}
