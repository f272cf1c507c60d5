"""Everything that an audit holds against each other of one stream, as one JSON document that needs nothing else.

The ledger's bytes stand in it as they are (base64), the engine's histories as it saves them itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import ConfigDict
from temporalio.client import WorkflowHistory

from domain.reference.kept import Document
from domain.values import Code, Value
from infra.postgres.kept import Kept
from infra.reference import Library
from infra.rules import rules_hash

_NAMED = ("policy", "calendar", "question_set")


class Evidence(Value):
    """One stream at one moment (UTC), with the reference data that its facts name, saved by rules of that hash."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    iqa_evidence: Literal[1] = 1
    stream: Code
    saved_at: datetime
    rules: Code
    kept: Kept
    reference: tuple[Document, ...]
    runs: tuple[dict[str, Any], ...]

    @classmethod
    def of(
        cls,
        stream: str,
        saved_at: datetime,
        kept: Kept,
        runs: Sequence[WorkflowHistory],
        library: Library,
    ) -> Self:
        """Put it together."""
        facts = [json.loads(command.facts) for command in kept.commands]
        named = {(kind, one.get(kind)) for one in facts for kind in _NAMED}
        return cls(
            stream=stream,
            saved_at=saved_at,
            rules=rules_hash(),
            kept=kept,
            reference=tuple(one for one in library.documents() if (one.kind, one.version) in named),
            runs=tuple(run.to_json_dict() for run in runs),
        )

    @property
    def histories(self) -> tuple[WorkflowHistory, ...]:
        """The histories as the engine's library takes them."""
        return tuple(WorkflowHistory.from_json(self.stream, run) for run in self.runs)

    def library(self) -> Library:
        """What is shipped here, and what was saved; raises ``ReferenceDiffers``."""
        return Library.load().beside(self.reference, choose=False)
