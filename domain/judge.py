"""The rules of this release as one function, JSON in and out: through it any later release asks them.

Nothing here but pydantic and the standard library, so that this folder alone, as it once was, is enough to judge again
what it judged. The signature of ``judge`` never changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from domain.calendar import Calendar
from domain.errors import Refused
from domain.kinds import kind_named
from domain.policy import Policy
from domain.questions import QuestionSet

Json = Mapping[str, Any]
"""A JSON object."""

DocumentT = TypeVar("DocumentT", Policy, Calendar, QuestionSet)


def judge(
    kind: str, stream: str, events: Sequence[Json], command: Json, facts: Json, reference: Json
) -> dict[str, Any]:
    """Return ``{"events": [...]}``, or ``{"refused": {...}}`` with the reason, as these rules decide.

    ``kind`` is ``iqa``, ``quarter`` or ``case``. ``events`` are those of the stream before the decision, each with
    ``version``, ``at``, ``actor``, ``command_id`` and ``event``; ``command`` has ``command_id``, ``actor`` and
    ``command``; ``facts`` are those kept beside it, which name their reference data by version. ``reference`` holds
    these documents under ``policy``, ``calendar`` and ``question_set``. Raises pydantic's ``ValidationError`` for what
    is none of that, ``ValueError`` for another kind, ``OtherDocument`` and ``OutOfOrder``.
    """
    ruled = kind_named(kind)
    state = ruled.fold(None, [ruled.recorded.model_validate(each) for each in events], stream)
    known = ruled.facts.restored(facts, Documents(reference))
    decision = ruled.decide(ruled.envelope.model_validate(command), state, known)
    if isinstance(decision, Refused):
        return {"refused": decision.model_dump(mode="json")}
    return {"events": [event.model_dump(mode="json") for event in decision]}


class OtherDocument(Exception):
    """The document is not of the version that the facts name."""

    def __init__(self, kind: str, named: str, version: str) -> None:
        super().__init__(f"{kind}: the facts name {named}, the document is {version}")
        self.kind = kind
        self.named = named
        self.version = version


class Documents:
    """Reference data from JSON documents, one of each kind."""

    def __init__(self, documents: Json) -> None:
        self._documents = documents

    def policy(self, version: str) -> Policy:
        return self._read(Policy, "policy", version)

    def calendar(self, version: str) -> Calendar:
        return self._read(Calendar, "calendar", version)

    def question_set(self, version: str) -> QuestionSet:
        return self._read(QuestionSet, "question_set", version)

    def _read(self, model: type[DocumentT], kind: str, version: str) -> DocumentT:
        document = model.model_validate(self._documents[kind])
        if document.version != version:
            raise OtherDocument(kind, version, document.version)
        return document
