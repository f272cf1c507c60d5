"""The pure functions that rule each kind of stream, gathered for ``record``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from domain.casework.commands import CaseEnvelope
from domain.casework.decide import decide as decide_case
from domain.casework.events import RecordedCaseEvent
from domain.casework.evolve import fold as fold_case
from domain.casework.needs import needs as case_needs
from domain.casework.notices import notices as case_notices
from domain.casework.rows import rows as case_rows
from domain.casework.state import CaseNotes
from domain.errors import Refused
from domain.facts import Facts, Needs
from domain.iqa.commands import IqaEnvelope
from domain.iqa.decide import decide as decide_iqa
from domain.iqa.events import RecordedIqaEvent
from domain.iqa.evolve import fold as fold_iqa
from domain.iqa.needs import needs as iqa_needs
from domain.iqa.notices import notices as iqa_notices
from domain.iqa.rows import rows as iqa_rows
from domain.iqa.state import Iqa
from domain.notices import Notice
from domain.quarter.commands import QuarterEnvelope
from domain.quarter.decide import decide as decide_quarter
from domain.quarter.events import RecordedQuarterEvent
from domain.quarter.evolve import fold as fold_quarter
from domain.quarter.needs import needs as quarter_needs
from domain.quarter.notices import notices as quarter_notices
from domain.quarter.rows import rows as quarter_rows
from domain.quarter.state import AreaQuarter
from domain.rows import Rows
from domain.values import Value


class Envelope(Protocol):
    """A command on its way, whatever it is addressed to."""

    @property
    def command_id(self) -> UUID: ...
    @property
    def actor(self) -> str: ...
    @property
    def command(self) -> Any: ...  # noqa: ANN401  a union that each kind of stream closes for itself


EnvelopeT = TypeVar("EnvelopeT", bound=Envelope)
StateT = TypeVar("StateT")
RecordedT = TypeVar("RecordedT", bound=Value)


@dataclass(frozen=True)
class Decider(Generic[EnvelopeT, StateT, RecordedT]):
    """What record calls, in this order: ``fold``, ``needs``, ``decide``, ``fold`` again, ``rows`` and ``notices``."""

    recorded: TypeAdapter[RecordedT]
    fold: Callable[[StateT | None, Iterable[RecordedT], str], StateT | None]
    needs: Callable[[EnvelopeT, StateT | None], Needs]
    decide: Callable[[EnvelopeT, StateT | None, Facts], tuple[Value, ...] | Refused]
    rows: Callable[[StateT | None], Rows]
    notices: Callable[[StateT | None, Iterable[RecordedT], str], tuple[Notice, ...]]


IQA: Decider[IqaEnvelope, Iqa, RecordedIqaEvent] = Decider(
    recorded=TypeAdapter(RecordedIqaEvent),
    fold=fold_iqa,
    needs=iqa_needs,
    decide=decide_iqa,
    rows=iqa_rows,
    notices=iqa_notices,
)

QUARTER: Decider[QuarterEnvelope, AreaQuarter, RecordedQuarterEvent] = Decider(
    recorded=TypeAdapter(RecordedQuarterEvent),
    fold=fold_quarter,
    needs=quarter_needs,
    decide=decide_quarter,
    rows=quarter_rows,
    notices=quarter_notices,
)

CASE: Decider[CaseEnvelope, CaseNotes, RecordedCaseEvent] = Decider(
    recorded=TypeAdapter(RecordedCaseEvent),
    fold=fold_case,
    needs=case_needs,
    decide=decide_case,
    rows=case_rows,
    notices=case_notices,
)

_BY_PREFIX: Final[tuple[tuple[str, Decider[Any, Any, Any]], ...]] = (
    ("iqa-", IQA),
    ("quarter-", QUARTER),
    ("case-", CASE),
)


def decider_of(stream: str) -> Decider[Any, Any, Any]:
    """Return what rules a stream, by the prefix of its id (``domain/ids.py``); raises ``ValueError`` for a stranger."""
    for prefix, decider in _BY_PREFIX:
        if stream.startswith(prefix):
            return decider
    msg = f"{stream}: neither an IQA, a quarter nor a case"
    raise ValueError(msg)
