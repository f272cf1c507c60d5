"""Where a command goes: to an IQA, to what is noted on a case, or to an Area's quarter."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from clients.desk import outcomes
from clients.desk.outcomes import Outcome
from domain.casework.commands import CaseEnvelope, StartCase
from domain.ids import case_id, is_case, is_quarter, urn_of
from domain.iqa.commands import IqaEnvelope
from domain.people import Person
from domain.quarter.commands import QuarterEnvelope
from domain.stream import Envelope
from domain.values import Value
from infra.postgres.connections import Connection

if TYPE_CHECKING:
    from clients.gateway import Start


class Address(NamedTuple):
    """A stream, the envelope of a command for it, who may read of what that led to, and what is started by it.

    ``starts`` is there where a command may be the first of a stream whose workflow does not run.
    """

    stream: str
    envelope: type[Envelope[Any]]
    outcome: Callable[[Connection, Person, str], Awaitable[Outcome]]
    starts: Value | None = None

    @property
    def is_iqa(self) -> bool:
        """Whether it is an IQA, which must be open before anything is asked of it."""
        return self.envelope is IqaEnvelope

    def start(self, task_queue: str) -> "Start | None":
        """The workflow that the command may be the first of."""
        from clients.gateway import Start  # noqa: PLC0415  the engine's library, which only sending needs

        return Start("case", self.starts, task_queue) if self.starts else None


def case(urn: str) -> Address:
    """What is noted on a case; the first command for it starts its workflow."""
    return Address(case_id(urn), CaseEnvelope, outcomes.of_case, StartCase(urn=urn))


def of(stream: str) -> Address:
    """Whatever keeps a stream of that id."""
    if is_case(stream):
        return case(urn_of(stream))
    if is_quarter(stream):
        return Address(stream, QuarterEnvelope, outcomes.of_quarter)
    return Address(stream, IqaEnvelope, outcomes.of_iqa)
